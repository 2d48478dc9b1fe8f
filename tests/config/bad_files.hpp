// Runs a wrong YAML file against a spec, and compares with what the file announces.
#pragma once

#include <string>

#include "sim/config/config.hpp"
#include "tests/config/expected_problems.hpp"

namespace mho {

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
  return without_folder(text, folder);
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
