// mho schema: what editors complete and check YAML files by.
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/command.hpp"
#include "sim/config/json_schema.hpp"
#include "sim/explore/design/sweep_schema.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

namespace {

constexpr const char* kSchemaHelp =
    R"(mho schema - JSON Schema of a YAML file, for editors that complete and check it

SYNOPSIS
  mho schema chip|workload|run|sweep

DESCRIPTION
  Prints the schema (draft 2020-12) of the files of configs/chips, workloads, runs or sweeps: every
  key with its sentence, its range or unit, and the keys of each kind. Keys may be missing, as a file
  may start 'from' another.

  Rules between keys are not in it: 'mho check FILE' knows them all.

  In VS Code, Neovim or Emacs with yaml-language-server, put this line on top of a file:
    # yaml-language-server: $schema=chip.schema.json

OPTIONS
  --help  print this text

EXAMPLES
  mho schema chip > chip.schema.json

EXIT STATUS
  0  done    1  the input is wrong    2  an error in mho
)";

JsonSchema schema_of(const std::string& what) {
  if (what == "chip") return json_schema<ChipSpec>();
  if (what == "workload") return json_schema<WorkloadSpec>();
  if (what == "run") return json_schema<RunSpec>();
  if (what == "sweep") return sweep_schema();
  throw InputError({"mho schema", 0}, what,
                   "is unknown" + did_you_mean(what, {"chip", "workload", "run", "sweep"}) +
                       "; allowed: chip, workload, run, sweep");
}

int schema_words(const std::vector<std::string>& words) {
  const Arguments arguments("schema", words, {}, 1);
  if (arguments.operands().empty())
    throw InputError({"mho schema", 0}, "", "needs one of chip, workload, run, sweep");
  const std::string& what = arguments.operands()[0];
  JsonSchema schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", "mho " + what}};
  schema.update(schema_of(what));
  std::cout << schema.dump(1) << "\n";
  return 0;
}

}  // namespace

const Command schema_command{"schema", "JSON Schema of YAML files, for editors", kSchemaHelp,
                             schema_words};

}  // namespace mho
