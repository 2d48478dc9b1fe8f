// What a command's help text says, taken apart: for manual pages and completion. The text is the
// one list of options that people read, so it is the list that these are made from.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command.hpp"

namespace mho {

struct ManualOption {
  std::string name;   ///< "--chip"
  std::string value;  ///< "CHIP", "on|off"; empty: a flag
  std::string text;   ///< what it does, on one line
};

struct ManualSection {
  std::string title;               ///< "DESCRIPTION"
  std::vector<std::string> lines;  ///< without their common indent
};

struct Manual {
  std::string name;                     ///< "run"
  std::string sentence;                 ///< behind the name on the first line
  std::vector<ManualSection> sections;  ///< but OPTIONS
  std::vector<ManualOption> options;
};

Manual manual_of(const Command& command);

/// The page of a command in the macros of man(7).
std::string man_page(const Command& command);
/// That of the program: its commands, and where it looks for files.
std::string man_page(const std::vector<const Command*>& commands);

/// Of bash, zsh or fish: commands, options and their values (files, or names that `mho list` has).
std::string bash_completion(const std::vector<const Command*>& commands);
std::string zsh_completion(const std::vector<const Command*>& commands);
std::string fish_completion(const std::vector<const Command*>& commands);

}  // namespace mho
