// mho list: what there is to choose from.
#include <fstream>
#include <iomanip>
#include <iostream>

#include "models/adcs/adc.hpp"
#include "models/costs/memory_model.hpp"
#include "models/memories/dram.hpp"
#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/cell_file.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/operator_list.hpp"
#include "sim/config/config.hpp"
#include "sim/config/config_folder.hpp"
#include "sim/explore/design/sweep_spec.hpp"
#include "sim/explore/published_device.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

namespace {

constexpr const char* kListHelp =
    R"(mho list - what there is to choose from: names and a line each

SYNOPSIS
  mho list (carbon | cells | chips | circuits | devices | memories | operators | runs | sweeps |
            workloads)

DESCRIPTION
  carbon     data sets of emissions in configs/carbon: grids, fabs, packages, memories, networks,
             servers, labels, and whole footprints (keys of the section 'carbon' of a run)
  cells      memory cells in configs/cells, and the kinds that this program knows (key 'kind' of
             chip.tile.macro.cell)
  chips      machines in configs/chips, and the kinds that 'mho new chip' writes
  circuits   parts of machines in configs/circuits, for 'from', and kinds of circuits of which there
             are several (key 'kind' of chip.tile.macro.adc)
  devices    published devices in configs/devices, to compare with
  memories   off-chip memories in configs/memories (key chip.off_chip), and the models of on-chip
             ones that this program knows (key 'model' of a buffer, as chip.global_buffer)
  operators  operators of ONNX that a network may have, what of a chip runs them, and what of them
             is not taken: the table of docs/operators.md
  runs       chips with workloads in configs/runs, for 'mho run'
  sweeps     many designs of a run, in configs/sweeps, for 'mho sweep'
  workloads  networks with data in configs/workloads

  The names stand for the files: in YAML files as 'from: NAME', 'cell: NAME', 'chip: NAME',
  'workload: NAME', 'off_chip: NAME', and on the command line.

EXIT STATUS
  0  done    1  there is no such list    2  an error in mho
)";

void print_entry(const std::string& name, const std::string& sentence) {
  std::cout << std::left << std::setw(34) << printable(name) << " " << printable(sentence) << "\n";
}

template <class Base>
void print_kinds(const std::vector<Kind<Base>>& kinds, const std::string& prefix) {
  for (const Kind<Base>& kind : kinds) print_entry(prefix + kind.name, kind.sentence);
}

/// The configurations of a kind with a line that `line_of` makes from the file; one that cannot be
/// read is listed with its first problem.
template <class LineOf>
void print_files(const std::string& kind, LineOf line_of) {
  for (const std::string& name : config_names(kind)) {
    const std::string file = config_file(name, kind, "list");
    try {
      print_entry(name, line_of(file));
    } catch (const InputError& error) {
      print_entry(name, "(cannot be used: " + error.problems().at(0).text() + ")");
    }
  }
}

/// "11.68 M parameters, 1.814 G MACs, ...".
std::string workload_line(const WorkloadSpec& workload) {
  constexpr int kDigits = 4;
  const NetworkSize size = workload.shape_network ? size_of(*workload.shape_network)
                                                  : size_of(workload.import_network(Values::on));
  const auto short_form = [](std::int64_t count) {
    return format_si_rounded(static_cast<double>(count), "", kDigits);
  };
  return short_form(size.parameters) + " parameters, " + short_form(size.macs) + " MACs, " +
         (workload.shape_network ? "synthetic weights, " : "trained, ") +
         (workload.test.format == DataFormat::synthetic ? "synthetic inputs"
                                                        : "tested on " + workload.test.images);
}

/// What the comment says that a file opens with; empty without one.
std::string comment_of(const std::string& file) {
  std::string line;
  std::getline(std::ifstream(file), line);
  return line.starts_with("# ") ? line.substr(2) : "";
}

/// A run's comment; without one, what runs on what.
std::string run_line(const std::string& file) {
  const RunSpec run = read_spec<RunSpec>(Document::load(file));
  const std::string comment = comment_of(file);
  return comment.empty() ? run.workload.name + " on " + run.chip.name : comment;
}

/// "LPDDR4-3200, 2 x 16 bit: 2 GiB, 12.8 GB/s, reads a bit with 8.49 pJ".
std::string memory_line(const DramSpec& memory) {
  constexpr int kDigits = 3;
  return memory.name + ": " + format_si(static_cast<double>(memory.capacity_bytes), "B") + ", " +
         format_si_rounded(memory.bandwidth(), "B/s", kDigits) + ", reads a bit with " +
         format_si_rounded(memory.read_energy.value(), "J", kDigits);
}

void list_carbon() { print_files("carbon", comment_of); }

void list_cells() {
  print_files("cells", [](const std::string& file) {
    return std::string("kind ") + read_cell_file(file)->kind();
  });
  print_kinds(cell_kinds(), "kind: ");
}

void list_chips() {
  print_files("chips", [](const std::string& file) {
    return read_spec<ChipSpec>(Document::load(file)).source;
  });
  for (const std::string& kind : config_names("new"))
    print_entry("new: " + kind, comment_of(config_file(kind, "new", "list")));
}

void list_circuits() {
  print_files("circuits", comment_of);
  print_kinds(adc_kinds(), "adc: ");
}

void list_devices() {
  print_files("devices", [](const std::string& file) {
    return read_spec<PublishedDevice>(Document::load(file)).device;
  });
}

void list_memories() {
  print_files("memories", [](const std::string& file) {
    return memory_line(read_spec<DramSpec>(Document::load(file)));
  });
  print_kinds(memory_model_kinds(), "model: ");
}

void list_operators() { std::cout << operators_markdown(); }

void list_runs() { print_files("runs", run_line); }

void list_sweeps() {
  print_files("sweeps", [](const std::string& file) {
    const auto size = read_sweep(Document::load(file)).space.size();
    return comment_of(file) + (size ? " " + std::to_string(*size) + " designs." : "");
  });
}

void list_workloads() {
  print_files("workloads", [](const std::string& file) {
    return workload_line(read_spec<WorkloadSpec>(Document::load(file)));
  });
}

struct List {
  const char* name;
  void (*print)();
};

const std::vector<List> kLists{{"carbon", list_carbon},       {"cells", list_cells},
                               {"chips", list_chips},         {"circuits", list_circuits},
                               {"devices", list_devices},     {"memories", list_memories},
                               {"operators", list_operators}, {"runs", list_runs},
                               {"sweeps", list_sweeps},       {"workloads", list_workloads}};

int list_words(const std::vector<std::string>& words) {
  const Arguments arguments("list", words, {}, 1);
  const std::string which = arguments.operands().empty() ? "" : arguments.operands()[0];
  std::vector<std::string> names;
  for (const List& list : kLists) {
    if (which == list.name) {
      list.print();
      return 0;
    }
    names.emplace_back(list.name);
  }
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  throw InputError({"mho list", 0}, which,
                   which.empty()
                       ? "which list? there are " + all
                       : "no such list" + did_you_mean(which, names) + " (there are " + all + ")");
}

}  // namespace

const Command list_command{"list", "runs, sweeps, chips, workloads, cells, ... to choose from",
                           kListHelp, list_words};

}  // namespace mho
