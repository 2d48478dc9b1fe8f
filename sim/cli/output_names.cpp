#include "sim/cli/output_names.hpp"

#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/cli/output_file.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

/// The path without links, also where a link comes before its file.
fs::path resolved(fs::path path) {
  constexpr int kLinks = 40;  // as many as Linux follows
  std::error_code error;
  for (int i = 0; i < kLinks && fs::is_symlink(path, error); ++i)
    path = path.parent_path() / fs::read_symlink(path, error);
  const fs::path canonical = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : canonical;
}

bool is_same(const std::string& one, const std::string& other) {
  std::error_code error;
  const fs::file_status status = fs::status(one, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) return false;
  // Hard links are two names of one file.
  return (fs::equivalent(one, other, error) && !error) || resolved(one) == resolved(other);
}

}  // namespace

std::vector<OutputFile> outputs_of(const Arguments& arguments,
                                   const std::vector<std::string>& options) {
  std::vector<OutputFile> outputs;
  for (const std::string& option : options)
    if (const auto path = arguments.value(option)) outputs.push_back({"--" + option, *path});
  return outputs;
}

std::vector<std::string> inputs_of(const Document& document, const RunSpec& spec) {
  std::vector<std::string> inputs = document.files();
  for (std::string& path : paths_of(spec)) inputs.push_back(std::move(path));
  return inputs;
}

void check_outputs(const std::vector<OutputFile>& outputs, const std::vector<std::string>& inputs) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto& [option, path] = outputs[i];
    for (std::size_t j = 0; j < i; ++j)
      if (is_same(path, outputs[j].path))
        problems.push_back({{},
                            option,
                            "'" + path + "' is the file of " + outputs[j].option +
                                ", too; each output needs a file of its own"});
    for (const std::string& input : inputs) {
      if (!is_same(path, input)) continue;
      problems.push_back({{},
                          option,
                          "'" + path + "' is read as an input" +
                              (path == input ? "" : " ('" + input + "')") +
                              "; it would be overwritten"});
      break;
    }
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  for (const auto& [option, path] : outputs) check_writable(path, option);
}

}  // namespace mho
