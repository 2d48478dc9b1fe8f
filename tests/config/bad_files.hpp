// Runs a folder of wrong YAML files against a spec. A file opens with one comment line per problem,
// each exactly the message expected ("# FILE:LINE: key: what is wrong", paths relative to the
// folder), in order; the first other line ends them. Files in subfolders are parts that the wrong
// ones include.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "sim/config/config.hpp"

namespace mho {

/// The YAML files of `folder` itself, sorted.
inline std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& each : std::filesystem::directory_iterator(folder))
    if (each.path().extension() == ".yaml") files.push_back(each.path().filename().string());
  std::sort(files.begin(), files.end());
  return files;
}

/// The problems that reading `folder`/`file` as Spec reports, one a line, without the folder's
/// name; empty when it is read without any.
template <class Spec>
std::string problems_of(const std::string& folder, const std::string& file) {
  std::string text;
  try {
    read_spec<Spec>(Document::load(folder + '/' + file));
  } catch (const InputError& error) {
    text = error.what();
  }
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

/// Why `folder`/`file` does not fail as its first lines say; empty when it does.
template <class Spec>
std::string bad_file_complaint(const std::string& folder, const std::string& file) {
  const std::string expected = expected_problems(folder, file);
  const std::string problems = problems_of<Spec>(folder, file);
  if (expected.empty()) return file + " does not say what is wrong with it; it gives\n" + problems;
  if (problems.empty()) return file + " is read without a problem; expected\n" + expected;
  if (problems != expected) return file + " gives\n" + problems + "\nexpected\n" + expected;
  return "";
}

}  // namespace mho
