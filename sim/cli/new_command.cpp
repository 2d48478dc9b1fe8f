// mho new: a first file of one's own, of models, to put a paper's figures into.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/config/config_folder.hpp"

namespace mho {

namespace {

namespace fs = std::filesystem;

constexpr const char* kNewHelp =
    R"(mho new - a chip of models to start from

SYNOPSIS
  mho new chip --kind KIND [--out FILE] [--force]

DESCRIPTION
  Writes a commented YAML file of a machine with the keys that papers state: node, supply, rows and
  columns, rows at once, bits, converters, times, macros. All else is a model, by the rules that were
  held against measured macros (validation/population). The file runs as it is, from any folder.

OPTIONS
  --kind KIND  what the macro computes with: digital, mram, pcm, rram, sram_bit_lines, sram_charge or
               sram_current
  --out FILE   write it to FILE; without: to standard output
  --force      replace a FILE that is there
  --help       print this text

EXAMPLE
  mho new chip --kind rram --out mine.yaml
  mho run --chip mine.yaml --workload lenet5_fashion_mnist

EXIT STATUS
  0  done    1  there is no such kind, or FILE is there already    2  an error in mho
)";

constexpr const char* kKinds = "new";  // the folder of configs that has a file for each

/// The file of a kind, with "did you mean" for a wrong one.
fs::path template_of(const std::string& kind) {
  const std::vector<std::string> kinds = config_names(kKinds);
  for (const std::string& each : kinds)
    if (each == kind) return config_folder() / kKinds / (kind + ".yaml");
  std::string all;
  for (const std::string& each : kinds) all += (all.empty() ? "" : ", ") + each;
  throw InputError(
      {"mho new", 0}, "--kind",
      (kind.empty() ? "is missing" : "no kind '" + kind + "'" + did_you_mean(kind, kinds)) +
          "; allowed: " + all);
}

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// `text` with the file's name for THIS.yaml, and its stem for the machine's where that is a name.
std::string as_file(std::string text, const std::string& kind, const fs::path& file) {
  const std::string old_name = "\nname: my_" + kind + "\n", stem = file.stem().string();
  if (const auto at = text.find(old_name); at != std::string::npos && is_config_name(stem))
    text.replace(at, old_name.size(), "\nname: " + stem + "\n");
  const std::string place = "THIS.yaml";
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at))
    text.replace(at, place.size(), file.filename().string()), at += file.filename().string().size();
  return text;
}

int new_words(const std::vector<std::string>& words) {
  const Arguments arguments("new", words, {{"force"}, {"kind", "out"}, {}}, 1);
  const std::string what = arguments.operands().empty() ? "" : arguments.operands()[0];
  if (what != "chip")
    throw InputError(
        {"mho new", 0}, what.empty() ? "WHAT" : what,
        (what.empty() ? std::string("is missing") : "nothing to write") + "; allowed: chip");
  const std::string kind = arguments.value("kind").value_or("");
  const std::string text = text_of(template_of(kind));
  const auto out = arguments.value("out");
  if (!out && arguments.has("force"))
    throw InputError({"mho new", 0}, "--force", "goes with --out");
  if (!out) {
    std::cout << text;
    return 0;
  }
  std::error_code ignored;
  const fs::file_status there = fs::status(*out, ignored);
  if (fs::is_regular_file(there) && !arguments.has("force"))
    throw InputError({"mho new", 0}, "--out",
                     "'" + *out + "' is there already; --force replaces it");
  write_file(*out, as_file(text, kind, *out), "--out");
  std::cout << "wrote " << *out << "\nnext: mho run --chip " << *out
            << " --workload lenet5_fashion_mnist\n";
  return 0;
}

}  // namespace

const Command new_command{"new", "a chip of models to start from", kNewHelp, new_words};

}  // namespace mho
