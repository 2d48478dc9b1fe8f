#include "validation/population/rules.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "models/technology/cells.hpp"
#include "models/technology/technology.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// What a bank needs beside it to be a chip, of which no figure is asked.
constexpr const char* kFreePeriphery =
    R"(  input_buffer: &memory {capacity: 1 MiB, width: 8192, read_energy: 0 J, write_energy: 0 J, cycle: 0.1 ns, area: 0 um2, leakage: 0 W, source: none}
  bus: &part {energy: 0 J, delay: 0 s, area: 0 um2, leakage: 0 W, source: none}
  accumulator: *part
  vector_unit: {lanes: 4096, clock: 1 GHz, energy: 0 J, delay: 0 s, area: 0 um2, leakage: 0 W, source: none}
  control: *part
noc:
  columns: 1
  tiles_per_router: 1
  flit_bits: 8192
  clock: 1 GHz
  router_cycles: 1
  buffer_flits: 64
  router: &wire {energy: 0 J, area: 0 um2, leakage: 0 W, source: none}
global_buffer: *memory
host_link: {width: 65536, clock: 1 GHz, latency: 0 s, port: *wire}
)";

/// The periphery of a processor: a buffer of 32 KiB a tile, a bus of 1 mm, an accumulator, 16
/// vector lanes, a control step of 2000 gates, a global buffer of 256 KiB.
constexpr const char* kPeriphery =
    R"(  input_buffer: {capacity: 32 KiB, width: 64, cycle: 2 ns, model: {kind: sram}}
  bus: {delay: 0 s, model: {kind: wire, length: 1 mm, bits: 1}}
  accumulator: {model: {kind: adder}}
  vector_unit: {lanes: 16, clock: 0.5 GHz, model: {kind: multiplier, bits: 16, other_bits: 8}}
  control: {delay: 0 s, model: {kind: gates, gates: 2000, activity: 0.25, depth: 10}}
noc:
  columns: 1
  tiles_per_router: 1
  flit_bits: 64
  clock: 0.5 GHz
  router_cycles: 2
  buffer_flits: 16
  router: {model: {kind: register, bits: 1024}}
global_buffer: {capacity: 256 KiB, width: 64, cycle: 2 ns, model: {kind: sram}}
host_link: {width: 16, clock: 0.2 GHz, latency: 0 s, port: {energy: 0 J, area: 0 um2, leakage: 0 W, source: beyond the figures}}
)";

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

std::string number(double value) { return format_si_rounded(value, "", 6); }
std::string with_unit(double value, const char* unit) { return format_si_rounded(value, unit, 6); }

/// Transistors of a static cell: "8T1C" has 8.
double transistors_of(const std::string& cell) {
  const std::size_t t = cell.find('T');
  if (t == std::string::npos || t == 0) return 6;
  std::size_t first = t;
  while (first > 0 && std::isdigit(static_cast<unsigned char>(cell[first - 1]))) --first;
  return first == t ? 6 : std::stod(cell.substr(first, t - first));
}

Reading reading_of(const MeasuredMacro& macro) {
  if (macro.is_digital()) return Reading::digital;
  const std::string& model = macro.compute_model;
  const bool is_static = macro.architecture == "SRAM" || macro.architecture == "Digital";
  // Six transistors leave no room for a capacitor: the bit lines share their charge.
  if (has(model, "QR") && transistors_of(macro.cell) > 6) return Reading::charge;
  if (has(model, "QR") || has(model, "QS")) return Reading::bit_lines;
  if (model.empty() && is_static)
    return has(macro.cell, "C") ? Reading::charge : Reading::bit_lines;
  return is_static ? Reading::sram_current : Reading::nvm_current;
}

/// The highest conductance of a cell: configs/cells' (Wan et al. 2022, Joshi et al. 2020,
/// NeuroSim's STT-MRAM); of a floating gate 50 nA at 0.2 V.
double conductance_of(const MeasuredMacro& macro) {
  if (macro.architecture == "eFlash" || has(macro.cell, "FGT")) return 0.25e-6;
  if (has(macro.cell, "PCM")) return 25e-6;
  if (has(macro.cell, "MRAM")) return 714e-6;
  return 40e-6 * macro.node_nm / 28;
}

struct Shape {
  double rows = 0, dot = 0, outputs = 0, cells_of_weight = 1, columns = 0;
  int weight_bits = 1, input_bits = 1;
};

Shape shape_of(const MeasuredMacro& macro) {
  if (!macro.dot_products_rows) throw InputError({}, "N", "is not stated");
  if (!macro.invocation_ns && !macro.tops) throw InputError({}, "T_core(ns)", "is not stated");
  Shape shape;
  shape.dot = std::max(1.0, std::round(*macro.dot_products_rows));
  shape.weight_bits = static_cast<int>(std::ceil(macro.weight_bits));
  shape.input_bits = static_cast<int>(std::ceil(macro.input_bits));
  const double stated = macro.columns_per_output.value_or(shape.weight_bits);
  const bool multilevel = macro.architecture != "SRAM";
  shape.cells_of_weight =
      multilevel && stated <= shape.weight_bits ? stated : double(shape.weight_bits);
  // Where the table has no converters, outputs follow from its throughput.
  const double bits = macro.weight_bits * macro.input_bits;
  const double of_throughput =
      macro.tops && macro.invocation_ns
          ? *macro.tops * 1e3 * *macro.invocation_ns / (2 * shape.dot * bits)
          : 64;
  shape.outputs = std::max(1.0, std::round(macro.converters.value_or(of_throughput)));
  shape.rows = std::max(macro.bank_rows.value_or(shape.dot), shape.dot);
  const double cells = macro.bank_rows && macro.bank_columns
                           ? *macro.bank_rows * *macro.bank_columns
                           : macro.core_kb.value_or(0) * 1024;
  const double columns = cells / shape.rows / shape.cells_of_weight;
  const double turns = std::max(1.0, std::floor(columns / shape.outputs));
  shape.columns = std::min(8192.0, turns * shape.outputs);
  if (macro.is_digital()) shape.columns = shape.outputs;
  return shape;
}

/// A cell that holds a weight of one conversion: as many as its bits take, side by side.
void write_cell(std::ostream& out, const MeasuredMacro& macro, const Shape& shape,
                Reading reading) {
  const Length node = from_si<Length>(macro.node_nm * 1e-9);
  const double t = transistors_of(macro.cell);
  // Static cells other than the foundry's are drawn under logic rules: 280 F2 for six transistors
  // (NeuroSim V1.4 manual), or the foundry's where that is larger.
  const double static_f2 =
      1.6 * (t <= 6 ? sram_cell_f2(node) : 2 * std::max(280.0, sram_cell_f2(node)) * t / 6);
  const bool is_static = macro.architecture == "SRAM" || macro.architecture == "Digital";
  const double f2 = is_static ? static_f2 : has(macro.cell, "T+") ? 280.0 * t / 6 + 100 : 50;
  const int levels = 1 << std::min(8, shape.weight_bits);
  const double g = reading == Reading::nvm_current ? conductance_of(macro) : 100e-6;
  out << "    cell: {kind: ideal, levels: " << levels << ", g_max: " << with_unit(g, "S")
      << ", area_f2: " << number(f2 * shape.cells_of_weight)
      << ", write_energy: 1 fJ, write_time: 1 ns, leakage: " << (is_static ? "10 pW" : "0 W")
      << ", volatile: " << (is_static ? "true" : "false") << ", source: rules}\n";
}

double invocation_seconds(const MeasuredMacro& macro, const Shape& shape) {
  if (macro.invocation_ns) return *macro.invocation_ns * 1e-9;
  return 2 * shape.dot * shape.outputs * macro.weight_bits * macro.input_bits /
         (*macro.tops * 1e12);
}

/// Half of an invocation; the current of a static cell flows for 1.6 ns at 28 nm at most, in
/// proportion to the node.
double integration_seconds(const MeasuredMacro& macro, const Shape& shape, Reading reading) {
  const double half = invocation_seconds(macro, shape) / 2;
  if (reading != Reading::sram_current) return half;
  return std::min(half, 1.6e-9 * macro.node_nm / 28);
}

void write_digital(std::ostream& out, const MeasuredMacro& macro, const Shape& shape) {
  const int products = static_cast<int>(std::max(2.0, shape.dot));
  out << "    arithmetic: digital\n    rows: " << number(shape.rows)
      << "\n    columns: " << number(shape.columns) << "\n    active_rows: " << number(shape.dot)
      << "\n    weight_bits: " << std::clamp(shape.weight_bits, 2, 8)
      << "\n    input_bits_per_cycle: " << shape.input_bits
      << "\n    clock: " << with_unit(1 / invocation_seconds(macro, shape), "Hz")
      << "\n    pipeline_cycles: 1\n    digital_source: rules\n"
      << "    multiplier: {model: {kind: multiplier}}\n"
      << "    adder_tree: {model: {kind: adder_tree, inputs: " << products << "}}\n"
      << "    accumulator: {model: {kind: shift_add}}\n";
}

std::string converter_of(const MeasuredMacro& macro, Reading reading) {
  const double bits = macro.converter_bits.value_or(1);
  if (has(macro.title, "CCO")) return "oscillator";
  if (reading == Reading::bit_lines) return "charge_sharing";
  if (reading == Reading::charge) return bits <= 1 ? "flash" : "sar";
  if (reading == Reading::nvm_current) return bits <= 6 ? "sense_amplifier" : "sar";
  return bits <= 4 ? "flash" : "sar";
}

void write_reading(std::ostream& out, const MeasuredMacro& macro, const Shape& shape,
                   Reading reading, double supply) {
  const bool pulses = shape.input_bits > 1 && reading != Reading::charge;
  const double pulse_share = pulses ? 1.0 / ((1 << shape.input_bits) - 1) : 1;
  const double integration = integration_seconds(macro, shape, reading);
  out << "    integration: " << with_unit(std::max(1e-12, integration * pulse_share), "s") << "\n";
  switch (reading) {
    case Reading::charge:
      out << "    read_energy: capacitive\n    array_charge: {model: geometry, column_swing: "
          << with_unit(supply / 2, "V") << ", bit_cells: " << number(shape.cells_of_weight)
          << ", cell: " << with_unit(2.6e-15 * shape.cells_of_weight, "F") << ", source: rules}\n";
      break;
    case Reading::bit_lines:
      out << "    read_energy: capacitive\n    array_charge: {model: geometry, column_swing: "
          << with_unit(0.1 * supply, "V") << ", bit_cells: " << number(shape.cells_of_weight)
          << ", source: rules}\n";
      break;
    case Reading::sram_current:
      out << "    read_energy: ohmic\n    read_voltage: 0.2 V\n    read_supply: "
          << with_unit(supply, "V") << "\n";
      break;
    case Reading::nvm_current:
      out << "    read_energy: ohmic\n    read_voltage: " << (has(macro.cell, "MRAM") ? 0.05 : 0.2)
          << " V\n    read_supply: " << with_unit(supply, "V") << "\n";
      break;
    case Reading::digital:
      throw Bug("a digital macro is not read");
  }
  out << "    array_source: rules\n    dac: {bits: " << std::min(8, shape.input_bits)
      << ", input: " << (pulses ? "pulse_width" : "voltage")
      << ", model: {kind: row_driver, capacitance_per_bit: 1 fF}}\n";
}

void write_analog(std::ostream& out, const MeasuredMacro& macro, const Shape& shape,
                  ModelledMacro& modelled, double supply) {
  const bool one_bit = shape.weight_bits == 1;
  out << "    rows: " << number(shape.rows) << "\n    columns: " << number(shape.columns)
      << "\n    active_rows: " << number(shape.dot) << "\n    active_columns: "
      << number(shape.outputs == shape.columns || modelled.reading == Reading::sram_current
                    ? 0
                    : shape.outputs)
      << "\n    encoding: " << (one_bit ? "twos_complement" : "offset")
      << "\n    subtraction: digital\n";
  write_reading(out, macro, shape, modelled.reading, supply);
  modelled.converter = converter_of(macro, modelled.reading);
  // No converter resolves more than there are sums.
  const double resolved = std::min(macro.converter_bits.value_or(1), macro.sum_bits.value_or(14));
  const int bits = static_cast<int>(std::clamp(std::ceil(resolved), 1., 14.));
  // Static dividers hold a column's value for as long as its row is driven, so that all columns of
  // a converter are converted behind one drive; elsewhere each column has a drive of its own.
  const double per_converter = std::max(1.0, std::round(shape.columns / shape.outputs));
  const bool held = modelled.reading == Reading::sram_current;
  const double conversion =
      invocation_seconds(macro, shape) -
      integration_seconds(macro, shape, modelled.reading) / (held ? per_converter : 1);
  out << "    adc: {kind: sar, bits: " << bits
      << ", range: full_scale, delay: " << with_unit(conversion, "s")
      << ", model: {kind: " << modelled.converter
      << "}}\n    columns_per_adc: " << number(per_converter) << "\n"
      << "    pipeline: {load_drive: true, drive_integrate: false, integrate_convert: false, "
         "convert_shift_add: true, shift_add_output: true, source: rules}\n"
         "    sample_hold: &inside {energy: 0 J, delay: 0 s, area: 0 um2, leakage: 0 W, source: "
         "in the converter}\n    column_mux: *inside\n"
         "    shift_add: "
      // A bank ends at its converters' codes.
      << (macro.is_processor && macro.invocations > 1
              ? "{delay: " + with_unit(conversion, "s") + ", model: {kind: shift_add, bits: " +
                    number(bits + std::ceil(macro.input_bits) * (macro.invocations - 1)) + "}}\n"
              : "*inside\n");
}

}  // namespace

const char* name_of(Reading reading) {
  switch (reading) {
    case Reading::charge:
      return "charge";
    case Reading::bit_lines:
      return "bit lines";
    case Reading::sram_current:
      return "SRAM current";
    case Reading::nvm_current:
      return "NVM current";
    case Reading::digital:
      return "digital";
  }
  throw Bug("a macro that is read in no way");
}

ModelledMacro modelled_macro(const MeasuredMacro& macro) {
  const Shape shape = shape_of(macro);
  ModelledMacro modelled;
  modelled.reading = reading_of(macro);
  modelled.rows = shape.dot;
  modelled.level = macro.is_processor ? Level::chip : Level::macro;
  const Length node = from_si<Length>(macro.node_nm * 1e-9);
  const double supply = macro.supply.value_or(nominal_supply(node, Transistors::low_power).value());
  std::ostringstream out;
  out << "name: population " << macro.index
      << "\nsource: rules\ntechnology: " << number(macro.node_nm)
      << " nm\ntransistors: low_power\nnominal_supply: " << with_unit(supply, "V")
      << "\ntiles: 1\ntile:\n  macros: " << number(macro.cores) << "\n  macro:\n";
  write_cell(out, macro, shape, modelled.reading);
  if (modelled.reading == Reading::digital)
    write_digital(out, macro, shape);
  else
    write_analog(out, macro, shape, modelled, supply);
  out << "    lines: {model: {kind: line_driver, voltage: "
      << (macro.architecture == "eNVM" || macro.architecture == "eFlash" ? "3 V" : "0 V") << "}}\n"
      << "    register_bits: "
      << number(std::clamp(std::ceil(macro.input_bits) * macro.invocations, 1.0, 16.0)) << "\n"
      << "    input_register: {model: {kind: register}}\n    output_register: "
      << (macro.is_processor || modelled.reading == Reading::digital
              ? "{model: {kind: register}}\n"
              : "{energy: 0 J, area: 0 um2, leakage: 0 W, source: beyond the bank}\n")
      << (macro.is_processor ? kPeriphery : kFreePeriphery);
  modelled.chip = out.str();
  // Weights of one bit are sliced out of the widest that the columns hold.
  modelled.weight_bits = shape.weight_bits > 1
                             ? shape.weight_bits
                             : static_cast<int>(std::clamp(shape.columns, 2.0, 8.0));
  if (modelled.reading == Reading::digital)
    modelled.weight_bits = std::clamp(shape.weight_bits, 2, 8);
  modelled.activation_bits =
      static_cast<int>(std::clamp(std::ceil(macro.input_bits) * macro.invocations, 1.0, 16.0));
  return modelled;
}

}  // namespace mho
