// mho check: is a file usable? Everything is read and checked, nothing is simulated.
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/cell_file.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/config_folder.hpp"
#include "sim/config/config.hpp"
#include "sim/explore/published_device.hpp"
#include "sim/run/run.hpp"
#include "validation/validate.hpp"

namespace mho {

namespace {

constexpr const char* kHelp =
    R"(mho check - validate a run, chip, workload, cell or device without running it

SYNOPSIS
  mho check FILE.yaml

DESCRIPTION
  Tells what the file describes by its keys (a run has chip, a chip has tile, a workload has
  network, a cell has write_energy, a published device has device, a validation case has points),
  reads it with all files that it names, and prints either one line that it is fine or every
  problem with its place. Of runs and workloads the network and the data sets are opened too.
  Whether the network fits the chip is known only when it runs.

EXAMPLES
  mho check configs/runs/quickstart.yaml

EXIT STATUS
  0  the file is fine    1  it is not (every problem is on standard error)    2  an error in mho
)";

std::string checked(const Document& document) {
  const Place where{document.file(), 0};
  if (document.has("chip") || document.has("quantization")) {
    const RunSpec spec = read_spec<RunSpec>(document);
    placing_problems(where, document, "",
                     [&] { check_workload(spec.workload, where, "workload."); });
    return "run: chip " + spec.chip.name + ", workload " + spec.workload.name;
  }
  if (document.has("tile")) return "chip " + read_spec<ChipSpec>(document).name;
  if (document.has("network") || document.has("shape_network")) {
    const WorkloadSpec spec = read_spec<WorkloadSpec>(document);
    placing_problems(where, document, "", [&] { check_workload(spec, where, ""); });
    return "workload " + spec.name;
  }
  if (document.has("blocks")) {
    const auto network = read_spec<ShapeNetwork>(document);
    return "network " + network.name + ", " + std::to_string(size_of(network).macs) + " MACs";
  }
  if (document.has("points")) {
    const RequestedCase request(document, true);
    check_cases({request});
    return "validation case of " + std::to_string(request.spec.points.size()) + " points";
  }
  if (document.has("device")) return "device " + read_spec<PublishedDevice>(document).name;
  if (document.has("write_energy") || document.has("levels"))
    return std::string("cell of kind ") + read_cell_file(document.file())->kind();
  if (!document.problems().empty()) throw InputError(document.problems());
  throw InputError(where, "",
                   "cannot tell what this describes: a run has the key 'chip', a chip 'tile', a "
                   "workload 'network' or 'shape_network', such a network 'blocks', a cell "
                   "'write_energy', a published device 'device', a validation case 'points'");
}

int check_words(const std::vector<std::string>& words) {
  const Arguments arguments("check", words, {}, 1);
  if (arguments.operands().empty())
    throw InputError({"mho check", 0}, "", "which FILE.yaml? (mho check --help)");
  const Document document = Document::load(arguments.operands()[0]);
  const std::string verdict = checked(document);
  std::cout << arguments.operands()[0] << ": ok (" << verdict << ")\n";
  return 0;
}

}  // namespace

const Command check_command{"check", "validate a run, chip, workload, cell or device file", kHelp,
                            check_words};

}  // namespace mho
