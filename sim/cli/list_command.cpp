// mho list: what there is to choose from.
#include <iomanip>
#include <iostream>

#include "models/adcs/adc.hpp"
#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/cell_file.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/config_folder.hpp"
#include "sim/config/config.hpp"
#include "sim/explore/published_device.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

namespace {

constexpr const char* kListHelp =
    R"(mho list - what there is to choose from: names and a line each

SYNOPSIS
  mho list (cells | chips | circuits | devices | workloads)

DESCRIPTION
  cells      memory cells in configs/cells, and the kinds that this program knows (key 'kind' of
             chip.tile.macro.cell)
  circuits   kinds of circuits of which there are several (key 'kind' of chip.tile.macro.adc)
  chips      machines in configs/chips
  devices    published devices in configs/devices, to compare with
  workloads  networks with data in configs/workloads

EXIT STATUS
  0  done    1  there is no such list    2  an error in mho
)";

const std::vector<std::string> kLists{"cells", "chips", "circuits", "devices", "workloads"};

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
                                                  : size_of(import_onnx(workload.network));
  const auto short_form = [](std::int64_t count) {
    return format_si_rounded(static_cast<double>(count), "", kDigits);
  };
  return short_form(size.parameters) + " parameters, " + short_form(size.macs) + " MACs, " +
         (workload.shape_network ? "synthetic weights, " : "trained, ") +
         (workload.labelled() ? "tested on " + workload.test.images : "synthetic inputs");
}

int list_words(const std::vector<std::string>& words) {
  const Arguments arguments("list", words, {}, 1);
  const std::string which = arguments.operands().empty() ? "" : arguments.operands()[0];
  if (which == "cells") {
    print_files("cells", [](const std::string& file) {
      return std::string("kind ") + read_cell_file(file)->kind();
    });
    print_kinds(cell_kinds(), "kind: ");
  } else if (which == "circuits") {
    print_kinds(adc_kinds(), "adc: ");
  } else if (which == "chips") {
    print_files("chips", [](const std::string& file) {
      return read_spec<ChipSpec>(Document::load(file)).source;
    });
  } else if (which == "devices") {
    print_files("devices", [](const std::string& file) {
      return read_spec<PublishedDevice>(Document::load(file)).device;
    });
  } else if (which == "workloads") {
    print_files("workloads", [](const std::string& file) {
      return workload_line(read_spec<WorkloadSpec>(Document::load(file)));
    });
  } else {
    throw InputError({"mho list", 0}, which,
                     which.empty() ? "which list? cells, chips, circuits, devices or workloads"
                                   : "no such list" + did_you_mean(which, kLists) +
                                         " (there are cells, chips, circuits, devices, workloads)");
  }
  return 0;
}

}  // namespace

const Command list_command{"list", "cells, chips, circuits, devices and workloads to choose from",
                           kListHelp, list_words};

}  // namespace mho
