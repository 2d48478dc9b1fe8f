// What wrong YAML files announce: a file opens with one comment line per problem, each exactly the
// message expected ("# FILE:LINE: key: what is wrong", paths relative to the folder), in order; the
// first other line ends them. Files in subfolders are parts that the wrong ones include.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace mho {

/// The YAML files of `folder` itself, sorted.
inline std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& each : std::filesystem::directory_iterator(folder))
    if (each.path().extension() == ".yaml") files.push_back(each.path().filename().string());
  std::sort(files.begin(), files.end());
  return files;
}

/// `text` with the names of files inside `folder` relative to it.
inline std::string without_folder(std::string text, const std::string& folder) {
  const std::string prefix = folder + '/';
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at))
    text.erase(at, prefix.size());
  return text;
}

/// What the comments at the top of the file announce, one a line.
inline std::string expected_problems(const std::string& folder, const std::string& file) {
  std::ifstream stream(folder + '/' + file);
  std::string text;
  for (std::string line; std::getline(stream, line) && line.starts_with("# ");)
    text += (text.empty() ? "" : "\n") + line.substr(2);
  return text;
}

}  // namespace mho
