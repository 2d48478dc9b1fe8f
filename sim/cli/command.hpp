// A subcommand of the program: one file each, listed in main.cpp.
#pragma once

#include <string>
#include <vector>

namespace mho {

struct Command {
  const char* name;
  const char* sentence;  ///< for the overview
  const char* help;      ///< the whole of `mho NAME --help`
  /// Runs it with the words after its name; returns the exit code, prints to std::cout. Throws
  /// InputError (exit code 1) or anything else (exit code 2).
  int (*run)(const std::vector<std::string>& words);
};

extern const Command run_command;
extern const Command compare_command;
extern const Command sweep_command;
extern const Command pareto_command;
extern const Command report_command;
extern const Command figure_command;
extern const Command evaluate_command;
extern const Command cache_command;
extern const Command diff_command;
extern const Command explain_command;
extern const Command list_command;
extern const Command check_command;
extern const Command validate_command;
extern const Command new_command;
extern const Command fit_cell_command;
extern const Command manual_command;
extern const Command schema_command;

/// In the order in which people are told of them.
const std::vector<const Command*>& all_commands();

}  // namespace mho
