#include "sim/cli/command.hpp"

namespace mho {

const std::vector<const Command*>& all_commands() {
  static const std::vector<const Command*> commands{
      &run_command,   &compare_command,  &diff_command,     &report_command,  &figure_command,
      &sweep_command, &pareto_command,   &evaluate_command, &explain_command, &list_command,
      &new_command,   &fit_cell_command, &check_command,    &schema_command,  &validate_command,
      &cache_command, &manual_command};
  return commands;
}

}  // namespace mho
