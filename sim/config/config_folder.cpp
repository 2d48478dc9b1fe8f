#include "sim/config/config_folder.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <utility>

#include "sim/base/error.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

/// The keys that take a configuration by its name, and its kind.
constexpr std::array<std::pair<const char*, const char*>, 12> kKeys{{{"carbon", "carbon"},
                                                                     {"cell", "cells"},
                                                                     {"chip", "chips"},
                                                                     {"fab", "carbon"},
                                                                     {"grid", "carbon"},
                                                                     {"label", "carbon"},
                                                                     {"link", "carbon"},
                                                                     {"memory", "carbon"},
                                                                     {"off_chip", "memories"},
                                                                     {"package", "carbon"},
                                                                     {"server", "carbon"},
                                                                     {"workload", "workloads"}}};

/// Messages read better with a short path; a working folder that was deleted has none.
std::string short_path(const fs::path& file) {
  std::error_code ignored;
  const fs::path here = fs::current_path(ignored);
  return (here.empty() ? file : file.lexically_proximate(here)).string();
}

/// The folder of configurations; without one about the program, that which `named_in` lies in.
fs::path configs_for(const std::string& named_in) {
  try {
    return config_folder();
  } catch (const InputError&) {
    std::error_code ignored;
    const fs::path file = fs::absolute(named_in, ignored).lexically_normal();
    for (fs::path folder = file.parent_path(); !folder.empty(); folder = folder.parent_path()) {
      if (fs::is_directory(folder / "chips", ignored)) return folder;
      if (folder == folder.root_path()) break;
    }
    return {};
  }
}

/// Of a kind, or all.
std::vector<fs::path> folders_of(const std::string& kind, const std::string& named_in) {
  const fs::path configs = configs_for(named_in);
  if (configs.empty()) return {};
  if (!kind.empty()) return {configs / kind};
  std::vector<fs::path> folders;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(configs, missing))
    if (entry.is_directory(missing)) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

}  // namespace

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
  return short_path(folder / (word + ".yaml"));
}

std::vector<std::string> config_names(const std::string& kind) {
  return names_in(config_folder() / kind);
}

std::string config_file(const std::string& word, const std::string& kind,
                        const std::string& option) {
  return file_in(config_folder() / kind, word, option);
}

bool is_config_name(const std::string& word) {
  const auto is_part = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; };
  return !word.empty() && std::isalpha(static_cast<unsigned char>(word.front())) != 0 &&
         std::all_of(word.begin(), word.end(), is_part);
}

std::string config_kind_of(const std::string& key) {
  for (const auto& [name, kind] : kKeys)
    if (key == name) return kind;
  return "";
}

std::optional<std::string> named_config(const std::string& word, const std::string& kind,
                                        const std::string& named_in) {
  std::error_code ignored;
  for (const fs::path& folder : folders_of(kind, named_in))
    if (const fs::path file = folder / (word + ".yaml"); fs::is_regular_file(file, ignored))
      return short_path(file);
  return std::nullopt;
}

std::string config_meant(const std::string& word, const std::string& kind,
                         const std::string& named_in) {
  std::vector<std::string> names;
  for (const fs::path& folder : folders_of(kind, named_in))
    for (std::string& name : names_in(folder)) names.push_back(std::move(name));
  return did_you_mean(word, names);
}

}  // namespace mho
