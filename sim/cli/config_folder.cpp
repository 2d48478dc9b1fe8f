#include "sim/cli/config_folder.hpp"

#include <algorithm>
#include <cstdlib>

#include "sim/base/error.hpp"

namespace mho {

namespace fs = std::filesystem;

fs::path config_folder() {
  std::error_code ignored;
  if (const char* named = std::getenv("MHO_CONFIGS")) {
    if (!fs::is_directory(fs::path(named) / "chips", ignored))
      throw InputError({}, "MHO_CONFIGS", "'" + std::string(named) + "' has no folder 'chips'");
    return named;
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  for (fs::path folder = program.parent_path(); !folder.empty(); folder = folder.parent_path()) {
    for (const char* configs : {"configs", "share/mho/configs"})
      if (fs::is_directory(folder / configs / "chips", ignored)) return folder / configs;
    if (folder == folder.root_path()) break;
  }
  throw InputError({program.string(), 0}, "",
                   "no folder 'configs' or 'share/mho/configs' beside or above the program; "
                   "MHO_CONFIGS can name it");
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, missing))
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string file_in(const fs::path& folder, const std::string& word, const std::string& option) {
  std::error_code ignored;
  const bool is_path = word.find('/') != std::string::npos || word.ends_with(".yaml");
  if (is_path) {
    if (!fs::exists(word, ignored)) throw InputError({}, option, "no file '" + word + "'");
    return word;
  }
  const std::vector<std::string> names = names_in(folder);
  if (std::find(names.begin(), names.end(), word) == names.end()) {
    const std::string near = did_you_mean(word, names);
    std::string message = "no '" + word + "' in " + folder.string() + near;
    if (near.empty()) {
      message += "; there are:";
      for (const std::string& name : names) message += " " + name;
    }
    throw InputError({}, option, message + " (a path has a '/' or ends in .yaml)");
  }
  const fs::path file = folder / (word + ".yaml");
  // Messages read better with a short path; a working folder that was deleted has none.
  const fs::path here = fs::current_path(ignored);
  return (here.empty() ? file : file.lexically_proximate(here)).string();
}

std::vector<std::string> config_names(const std::string& kind) {
  return names_in(config_folder() / kind);
}

std::string config_file(const std::string& word, const std::string& kind,
                        const std::string& option) {
  return file_in(config_folder() / kind, word, option);
}

}  // namespace mho
