#include "sim/chip/chip_spec.hpp"

#include <cmath>

namespace mho {

void DacSpec::fields(Fields& f) {
  f.integer("bits", bits, {1, 8}, "Input bits that one drive turns into a row voltage.");
  cost.fields(f);
}

void ColumnSpec::fields(Fields& f) {
  f.number(
      "noise", noise, {0, 1000},
      "Standard deviation of one reading of a column, in units of one full cell at full input.",
      Presence::optional);
  f.number("limit", limit, {0, 8192},
           "Largest magnitude that a column carries, in units of one full cell at full input; "
           "0: none.",
           Presence::optional);
  f.number("saturation", saturation, {0, 10},
           "s of a column's S-shaped response y / (1 + s |y|), y in units of one full cell.",
           Presence::optional);
  f.text("source", source, "Where these values come from.");
}

Effects ColumnSpec::effects() const {
  Effects effects;
  if (noise > 0) effects = effects.with({Effect::column_noise});
  if (limit > 0 || saturation > 0) effects = effects.with({Effect::column_limit});
  return effects;
}

void MacroSpec::fields(Fields& f) {
  f.integer("rows", rows, {1, 8192}, "Rows of the array; each has a DAC.");
  f.integer("columns", columns, {1, 8192}, "Physical columns of cells.");
  f.integer("active_rows", active_rows, {1, 8192},
            "Rows that conduct at once; more rows take turns.");
  f.rule(active_rows <= rows, "active_rows", "must not exceed rows, " + std::to_string(rows));
  f.kind("cell", cell, cell_kinds(), "The memory cell.");
  f.choice("encoding", encoding,
           {{"differential", "a weight is the difference of two columns"},
            {"offset", "weights are shifted to be positive; the shift is subtracted digitally"}},
           "How signed weights become conductances.");
  f.choice("subtraction", subtraction,
           {{"analog", "before the converter, which sees both signs"},
            {"digital", "after converting both columns"}},
           "Where a differential pair is subtracted; offset encoding: digital.");
  f.rule(encoding == Encoding::differential || subtraction == Subtraction::digital, "subtraction",
         "offset encoding subtracts digitally");
  f.flag("flip", flip,
         "Store a column inverted where that lowers its largest sum by one bit (ISAAC).",
         Presence::optional);
  f.rule(!flip || encoding == Encoding::offset, "flip", "needs encoding: offset");
  f.quantity("integration", integration, {1e-12, 1e-3},
             "Time that the rows are driven for one pass, after the DAC's delay.");
  f.choice("read_energy", read_energy,
           {{"ohmic", "V^2 G t of the programmed cells under the data"},
            {"constant", "array_read for each pass"}},
           "How the energy of reading the cells is found.");
  f.quantity("read_voltage", read_voltage, {0, 5},
             "read_energy ohmic: voltage across a cell at the DAC's full scale, at least 1 mV.",
             Presence::optional);
  f.rule(
      read_energy == ReadEnergy::ohmic ? read_voltage.value() >= 1e-3 : read_voltage.value() == 0,
      "read_voltage",
      "must be at least 1 mV with read_energy: ohmic; constant does not use it (0 V)");
  f.quantity("array_read", array_read, {0, 1e-6},
             "read_energy constant: energy of one pass of the array.", Presence::optional);
  f.rule((read_energy == ReadEnergy::constant) == (array_read.value() > 0), "array_read",
         "must be given with read_energy: constant, and only then");
  f.text("array_source", array_source,
         "Where array size, voltage, times and read energy come from.");
  f.section("dac", dac, "Row driver with digital-to-analog converter.");
  f.kind("adc", adc, adc_kinds(), "Column analog-to-digital converter.");
  f.integer("columns_per_adc", columns_per_adc, {1, 8192}, "Converted columns that share one ADC.");
  f.section("column", column, "Errors of a column before its converter; absent: none.");
  f.choice("drift_compensation", drift_compensation,
           {{"none", "outputs fade as conductances drift"},
            {"global", "one digital factor an array, measured when it is looked at"},
            {"per_column", "one digital factor a converted column"}},
           "How drift of the cells is compensated.", Presence::optional);
  f.flag("overlap", overlap, "Drive the next pass while the samples of this one are converted.");
  f.section("sample_hold", sample_hold,
            "Holds a column's value for the ADC; one per converted column.");
  f.section("column_mux", column_mux, "Connects a column to its ADC; one per ADC.");
  f.section("shift_add", shift_add, "Shifts and adds one code; one per ADC.");
  f.section("input_register", input_register,
            "Holds the inputs; action: one bit written and read.");
  f.section("output_register", output_register,
            "Holds partial sums; action: one written and read.");
  if (adc != nullptr)
    f.rule(
        adc->bits() > 1 || encoding != Encoding::differential || subtraction != Subtraction::analog,
        "adc", "needs bits of at least 2: a pair's analog difference has a sign");
  if (cell != nullptr) {
    const int pair = encoding == Encoding::differential ? 2 : 1;
    f.rule(columns % pair == 0, "columns", "must be even for differential pairs");
    const double largest =
        static_cast<double>(active_rows) * ((1 << dac.bits) - 1) * cell->levels();
    f.rule(largest <= std::ldexp(1.0, 24), "active_rows",
           "x DAC levels x cell levels must not exceed 2^24, the resolution of a column sum");
  }
}

void VectorUnitSpec::fields(Fields& f) {
  f.integer("lanes", lanes, {1, 65536}, "Elementary operations per cycle.");
  f.quantity("clock", clock, {1e3, 1e11}, "Clock.");
  cost.fields(f);
}

void TileSpec::fields(Fields& f) {
  f.integer("macros", macros, {1, 4096}, "Macros of one tile.");
  f.section("macro", macro, "An array with its converters and registers.");
  f.section("input_buffer", input_buffer, "Activations that wait for their window.");
  f.section("bus", bus, "From the buffer to the macros; action: one bit.");
  f.section("accumulator", accumulator, "Adds partial sums of arrays; action: one addition.");
  f.section("vector_unit", vector_unit,
            "Scale, bias, activation, pooling, element-wise operations.");
  f.section("control", control, "Sequencer; action: one output pixel.");
}

void NocSpec::fields(Fields& f) {
  f.integer("columns", columns, {1, 1024}, "Routers in one row of the mesh.");
  f.integer("tiles_per_router", tiles_per_router, {1, 64}, "Tiles that share a router.");
  f.integer("flit_bits", flit_bits, {8, 8192}, "Bits of a flit: what a link moves in a cycle.");
  f.quantity("clock", clock, {1e3, 1e11}, "Clock of routers and links.");
  f.integer("router_cycles", router_cycles, {1, 100}, "Head latency of one hop, router and link.");
  f.integer("buffer_flits", buffer_flits, {1, 1000000},
            "Flits that an input port holds; a full one pushes back.");
  f.section("router", router, "Router with its links; action: one flit through it.");
}

void HostLinkSpec::fields(Fields& f) {
  f.integer("width", width_bits, {1, 65536}, "Bits per cycle, each direction.");
  f.quantity("clock", clock, {1e3, 1e11}, "Clock.");
  f.quantity("latency", latency, {0, 1e-2}, "Time of flight of the first bit.");
  f.section("port", cost, "The port on the chip; action: one bit.");
}

void ChipSpec::fields(Fields& f) {
  f.text("name", name, "Name of the machine.");
  f.text("source", source, "The paper or design that this file describes.");
  f.quantity("technology", technology, {1e-9, 1e-6}, "Technology node.");
  f.integer("tiles", tiles, {0, 65536}, "Tiles on the chip; 0: as many as the network needs.");
  f.section("tile", tile, "A tile.");
  f.section("noc", noc, "Mesh network between tiles.");
  f.section("global_buffer", global_buffer, "Memory between the host link and the tiles.");
  f.section("host_link", host_link, "Link to the host.");
}

}  // namespace mho
