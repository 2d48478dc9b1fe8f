// mho check: is a file, or a run, usable? Everything is read and checked, nothing is simulated.
#include <algorithm>
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/cell_file.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/file_kind.hpp"
#include "sim/cli/network_text.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/run_options.hpp"
#include "sim/config/config.hpp"
#include "sim/config/config_folder.hpp"
#include "sim/explore/published_device.hpp"
#include "sim/explore/sweep/keys.hpp"
#include "sim/run/check.hpp"
#include "validation/validate.hpp"

namespace mho {

namespace {

constexpr const char* kCheckHelp =
    R"(mho check - would it run? a run, sweep, chip, workload, cell or device, checked
without simulating

SYNOPSIS
  mho check FILE.yaml
  mho check NETWORK.onnx [--input-shape N,N,...]
  mho check RUN [OPTION]...
  mho check --chip CHIP --workload WORKLOAD [OPTION]...

DESCRIPTION
  Tells what the file describes by its keys (a run has chip, a sweep has vary, a chip has tile, a
  workload has network, a cell has write_energy, a published device has device, a validation case
  has points), reads it with all files that it names, and prints either one line that it is fine or every
  problem with its place.

  A run is prepared just as 'mho run' does before its long work: network and data are read, every
  image and label is judged, the network is quantized on its calibration images and placed on the
  chip's arrays, buffers are planned. With the words that you will give to 'mho run', the very run
  is checked. What only running can find:
    - values that are not finite in the network, on an image that no calibration looked at
    - duty_cycle.inferences_per_day beyond what the chip turns out to serve
    - energies beyond 1e8 J, simulated times beyond 2.5 h
    - a machine out of memory or processes
  'mho run' then says so, and nothing wrong is reported.

  A network, and that of a workload, is listed layer by layer: on arrays or in the vector unit, with
  the shape of its output, its MACs and its parameters. No chip, data or weights are needed.

  A workload alone is read and judged as that of a run is, and its network lowered to what chips
  compute; a chip alone has its models evaluated. Whether they fit each other is known when both
  are given.

OPTIONS
  --chip, --workload, --set, --seed, --trials, --images, --at, --without, --ablate, --precision,
  --engine-images, --values, --fidelity, --inferences-per-day
               as of 'mho run': they say which run it is
  --input-shape N,N,...
               of a NETWORK.onnx: the shape of its input, where the file leaves axes open
  --threads N  0 = one per core (the default)
  --quiet      no progress bar (there is none anyway unless standard error is a terminal)
  --help       print this text

EXAMPLES
  mho check configs/runs/quickstart.yaml
  mho check --chip isaac_isca_2016 --workload lenet5_fashion_mnist --set placement.balance=true

EXIT STATUS
  0  it is fine    1  it is not (every problem is on standard error)    2  an error in mho
)";

std::string checked_run(const Document& document, const RunControl& control) {
  const RunSpec spec = read_spec<RunSpec>(document);
  const Place where{document.file(), 0};
  placing_problems(where, document, "", [&] { check_run(spec, where, control); });
  return "run: chip " + spec.chip.name + ", workload " + spec.workload.name;
}

std::string checked_chip(const Document& document) {
  const ChipSpec spec = read_spec<ChipSpec>(document);
  try {
    const Chip chip(spec, std::max(1, spec.tiles));
  } catch (const InputError& error) {
    // Models tell of keys as a run has them.
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems)
      if (problem.key.starts_with("chip.")) problem.key.erase(0, 5);
    throw with_places(InputError(std::move(problems)), {document.file(), 0}, document);
  }
  return "chip " + spec.name;
}

std::string checked(const Document& document, const RunControl& control) {
  const Place where{document.file(), 0};
  switch (kind_of(document)) {
    case FileKind::run:
      return checked_run(document, control);
    case FileKind::chip:
      return checked_chip(document);
    case FileKind::workload: {
      const WorkloadSpec spec = read_spec<WorkloadSpec>(document);
      placing_problems(where, document, "", [&] { check_workload(spec, where, control); });
      std::cout << network_text(spec.load_network(Values::off, control.threads));
      return "workload " + spec.name;
    }
    case FileKind::network: {
      const auto network = read_spec<ShapeNetwork>(document);
      return "network " + network.name + ", " + std::to_string(size_of(network).macs) + " MACs";
    }
    case FileKind::validation_case: {
      const RequestedCase request(document, true);
      check_cases({request});
      return "validation case of " + std::to_string(request.spec.points.size()) + " points";
    }
    case FileKind::device:
      return "device " + read_spec<PublishedDevice>(document).name;
    case FileKind::cell:
      return std::string("cell of kind ") + read_cell_file(document.file())->kind();
    case FileKind::sweep: {
      const SweepSpec spec = read_sweep(document);
      check_keys(spec);
      const auto size = spec.space.size();
      return "sweep of " + (size ? std::to_string(*size) : "more than 2^62") + " designs";
    }
    case FileKind::unknown:
      break;
  }
  if (!document.problems().empty()) throw InputError(document.problems());
  throw InputError(
      where, "",
      "cannot tell what this describes: a run has the key 'chip', a sweep 'vary', a chip 'tile', a "
      "workload 'network' or 'shape_network', such a network 'blocks', a cell "
      "'write_energy', a published device 'device', a validation case 'points'");
}

bool is_network(const std::optional<std::string>& file) { return file && file->ends_with(".onnx"); }

/// A network without a workload: what of it would run where.
std::string checked_network(const std::string& file, const Arguments& arguments) {
  WorkloadSpec spec;
  spec.network = file;
  spec.test.format = DataFormat::csv;  // of no file: nothing is known of its images
  if (const auto sizes = arguments.list("input-shape"))
    for (const std::string& size : *sizes)
      spec.input_shape.push_back(
          number_in(size, {1, 1e9}, "a size", {"mho check", 0}, "--input-shape"));
  std::cout << network_text(spec.load_network(Values::off, 0));
  return "network";
}

int check_words(const std::vector<std::string>& words) {
  OptionList options = run_key_options();
  options.flags.emplace_back("quiet");
  options.values.emplace_back("threads");
  options.values.emplace_back("input-shape");
  const Arguments arguments("check", words, options, 1);
  const auto file =
      arguments.operands().empty() ? std::nullopt : std::optional(arguments.operands()[0]);
  const bool is_run = gives_run_keys(arguments);
  if (!file && !is_run)
    throw InputError({"mho check", 0}, "", "which FILE.yaml? (mho check --help)");
  ProgressBar bar(!arguments.has("quiet"));
  RunControl control;
  control.threads = threads_of(arguments);
  control.progress = [&](const std::string& stage, double share) { bar.show(stage, share); };
  if (arguments.value("input-shape") && !is_network(file))
    throw InputError({"mho check", 0}, "--input-shape",
                     "is of a NETWORK.onnx; a workload has the key 'input_shape'");
  const std::string verdict =
      is_network(file) && !is_run ? checked_network(*file, arguments)
      : is_run                    ? checked_run(requested_run(arguments, file, "check"), control)
               : checked(Document::load(config_file(*file, "runs", "FILE")), control);
  bar.clear();
  std::cout << printable((file ? *file + ": " : "") + "ok (" + verdict + ")") << "\n";
  return 0;
}

}  // namespace

const Command check_command{"check", "would a run, sweep, chip, workload or cell work?", kCheckHelp,
                            check_words};

}  // namespace mho
