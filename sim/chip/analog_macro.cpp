// Keys and rules of an analog macro.
#include "sim/chip/analog_macro.hpp"

#include <bit>
#include <string_view>

#include "models/crossbar/mvm.hpp"

namespace mho {

void DacErrorsSpec::fields(Fields& f) {
  f.number("gain", errors.gain, {0, 1}, "Standard deviation of a driver's gain from 1.",
           Presence::optional);
  f.number("offset", errors.offset, {0, 1},
           "Standard deviation of a driver's offset, of full scale.", Presence::optional);
  f.number("level", errors.level, {0, 1},
           "Standard deviation of each of a driver's levels but that of code 0, of full scale.",
           Presence::optional);
  f.text("source", source, "Where these values come from.");
}

void DacSpec::fields(Fields& f) {
  f.integer("bits", bits, {1, 8}, "Input bits that one drive turns into a row voltage or pulses.");
  f.choice("input", input,
           {{"voltage", "the height of the pulse is the code"},
            {"pulse_width", "its length is: code x integration at full voltage"},
            {"pulse_count", "as many pulses of length integration at full voltage as the code"}},
           "What of a row's pulse carries the code.", Presence::optional);
  f.section("errors", errors,
            "Errors of each row's driver, drawn once; of pulses, of their length. Absent: none.");
  f.rule(!errors || input != InputDrive::pulse_count ||
             (errors->errors.offset == 0 && errors->errors.level == 0),
         "errors", "of counted pulses can only be gain");
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

void ArrayChargeSpec::fields(Fields& f) {
  f.choice("model", model,
           {{"stated", "capacitances and voltages as given here"},
            {"geometry",
             "row and column from the cell's edges and the node: 0.2 fF/um of wire, and a gate or "
             "half a drain two nodes wide, 1 fF/um; voltages that are not given are the supply"}},
           "Where the capacitances of the wires come from.", Presence::optional);
  const bool is_stated = model == ChargeModel::stated;
  f.integer("bit_cells", bit_cells, {1, 16},
            "model geometry: bit cells side by side that make one cell of the array.",
            Presence::optional);
  f.rule(!is_stated || bit_cells == 1, "bit_cells", "needs model: geometry");
  const Presence presence = is_stated ? Presence::required : Presence::optional;
  f.quantity("row", row, {0, 1e-12}, "Capacitance of a row's wire for each cell on it.", presence);
  f.quantity("row_voltage", row_voltage, {0, 5}, "Voltage of a row at the DAC's full scale.",
             presence);
  f.quantity("column", column, {0, 1e-12}, "Capacitance of a column's wire for each cell on it.",
             presence);
  f.rule(is_stated || (row.value() == 0 && column.value() == 0), row.value() > 0 ? "row" : "column",
         "stands beside model: geometry");
  f.quantity("column_supply", column_supply, {0, 5}, "Voltage that charges the columns.", presence);
  f.quantity("column_swing", column_swing, {0, 5}, "By how much a pass discharges a column.",
             presence);
  f.quantity("cell", cell, {0, 1e-12},
             "Capacitance that a cell at its highest level charges to column_supply in one pass at "
             "the DAC's full scale; in proportion to the level and to the squared code, or the "
             "pulses.",
             presence);
  f.text("source", source, "Where these values come from.", presence);
}

Effects ColumnSpec::effects() const {
  Effects effects;
  if (noise > 0) effects = effects.with({Effect::column_noise});
  if (limit > 0 || saturation > 0) effects = effects.with({Effect::column_limit});
  return effects;
}

void PipelineSpec::fields(Fields& f) {
  f.flag("load_drive", load_drive,
         "Double input registers: the next MVM's inputs are loaded while this one's are driven.");
  f.flag("drive_integrate", drive_integrate,
         "Latched DACs: the next pass's row voltages are set while this one is integrated.");
  f.flag("integrate_convert", integrate_convert,
         "Sample-and-hold: the next pass is integrated while this one is converted.");
  f.flag("convert_shift_add", convert_shift_add,
         "The next column is converted while this one's code is shifted and added.");
  f.flag("shift_add_output", shift_add_output,
         "Double output registers: partial sums leave while the next MVM's are added up.");
  f.quantity("load", load, {0, 1e-3},
             "Time to take an MVM's inputs into the register, beyond buffer and bus.",
             Presence::optional);
  f.quantity("output", output, {0, 1e-3},
             "Time to hand an MVM's partial sums to the output register.", Presence::optional);
  f.quantity("cycle", cycle, {0, 1e-3},
             "Stages hand over at its multiples, counted from the start of an MVM; 0: at once.",
             Presence::optional);
  f.text("source", source, "Where the overlaps and times come from.");
}

void AnalogMacroSpec::time_fields(Fields& f) {
  f.gone("overlap",
         "allowed: pipeline, whose integrate_convert says it; false is what an absent pipeline is");
  f.section("pipeline", pipeline,
            "Which neighboring stages of an MVM overlap. Absent: load and drive, conversion and "
            "shift-and-add, shift-and-add and output do, and no others.");
  f.rule(!pipeline || !pipeline->drive_integrate || accumulation == Accumulation::digital,
         "pipeline", "drive_integrate needs accumulation: digital");
  f.choice("zero_skipping", zero_skipping,
           {{"none", "zeros are driven like any input"},
            {"slice",
             "an input slice that is zero in all active rows is not driven, integrated or "
             "converted"},
            {"row", "rows that are zero in a slice are not driven, and do not count as active"}},
           "What is left out where inputs are zero.", Presence::optional);
  format_rules(f, "zero_skipping");
}

void AnalogMacroSpec::encoding_fields(Fields& f) {
  f.choice(
      "encoding", encoding,
      {{"differential",
        "a weight is the difference of two columns; with 2-bit weights in cells of two levels, "
        "ternary"},
       {"offset", "weights are shifted to be positive; the shift is subtracted digitally"},
       {"twos_complement",
        "magnitude bits in slices, the sign bit in a column of its own whose codes are "
        "subtracted"},
       {"xnor",
        "weights -1 and 1 (1 bit) as complementary pairs of cells on two rows; the input "
        "drives one, its complement the other"},
       {"xnor_cell",
        "weights -1 and 1 (1 bit) in the two sides of one cell, whose difference the column "
        "sees; with signed_inputs: row_pair one row and one pass for inputs of both signs"}},
      "How signed weights become conductances.");
  f.choice("subtraction", subtraction,
           {{"analog", "before the converter, which sees both signs"},
            {"digital", "after converting both columns"}},
           "Where a differential pair is subtracted; other encodings: digital.");
  f.rule(circuit_format().has_pairs() || subtraction == Subtraction::digital, "subtraction",
         "only differential pairs subtract in analog; allowed with this encoding: digital");
  f.rule(encoding != Encoding::xnor_cell || subtraction == Subtraction::analog, "subtraction",
         "must be analog with encoding: xnor_cell, whose columns see the difference");
  f.flag("flip", flip,
         "Store a column inverted where that lowers its largest sum by one bit (ISAAC).",
         Presence::optional);
  format_rules(f, "flip");
  f.flag("two_sided", two_sided,
         "Both cells of a differential pair move around mid scale, by half the weight each; else "
         "one stays at g_min.",
         Presence::optional);
  format_rules(f, "two_sided");
  f.integer(
      "devices_per_weight", devices_per_weight, {1, 64},
      "Cells in parallel wherever a weight has one: their currents add, their errors average.",
      Presence::optional);
  f.integer("summed_slices", summed_slices, {1, kMostSummedBits},
            "Weight slices whose currents or charges are added with their binary weights before "
            "one conversion; a weight takes whole groups of so many.",
            Presence::optional);
  format_rules(f, "summed_slices");
  f.integer("weight_copies", weight_copies, {1, 8},
            "Copies of the weights, in as many equal parts of the columns, each with row drivers "
            "of its own; they take as many input slices at once.",
            Presence::optional);
  f.flag("unit_column", unit_column,
         "Measure the shift of offset encoding with a column for each slice that stores a weight "
         "of 0, instead of adding up the inputs.",
         Presence::optional);
  format_rules(f, "unit_column");
  f.choice(
      "signed_inputs", signed_inputs,
      {{"two_phase", "positive parts, then negative parts, subtracted digitally"},
       {"offset", "shifted to be positive; the shift's product with the weights is a constant"},
       {"twos_complement", "bit by bit; codes of the top bit are subtracted"},
       {"row_pair",
        "a row is a pair of lines; the magnitude drives one or the other, by the sign"}},
      "How layers with signed inputs drive the rows.", Presence::optional);
  f.choice("accumulation", accumulation,
           {{"digital", "every slice is converted, codes are shifted and added"},
            {"analog",
             "charges or currents of all slices are added with their binary weights, and "
             "converted once"}},
           "Where the input slices of one polarity are added.", Presence::optional);
  f.integer("accumulated_slices", accumulated_slices, {0, 16},
            "accumulation analog: input slices that meet before a conversion; the codes of several "
            "such groups are added digitally; 0: all slices.",
            Presence::optional);
  f.choice("slice_weights", slice_weights,
           {{"circuit", "charge or current division: every slice is integrated once"},
            {"repetition", "a slice is integrated as often as its weight says"}},
           "accumulation analog: what gives slices their binary weights.", Presence::optional);
  f.rule(accumulation == Accumulation::analog ||
             (accumulated_slices == 0 && slice_weights == SliceWeights::circuit),
         accumulated_slices != 0 ? "accumulated_slices" : "slice_weights",
         "needs accumulation: analog");
}

void AnalogMacroSpec::read_fields(Fields& f, const ArraySpec& array) {
  f.quantity("integration", integration, {1e-12, 1e-3},
             "Time that the rows are driven for one pass, after the DAC's delay; pulse inputs: "
             "length of one unit pulse.");
  f.choice("read_energy", read_energy,
           {{"ohmic", "V^2 G t of the programmed cells under the data"},
            {"constant", "array_read for each pass"},
            {"capacitive", "C V^2 of rows, columns and cells under the data (array_charge)"}},
           "How the energy of reading the cells is found.");
  f.rule(slice_weights == SliceWeights::circuit || read_energy == ReadEnergy::constant,
         "slice_weights",
         "repetition reads cells more often than their currents and charges are counted; allowed "
         "with it: read_energy: constant");
  f.quantity("read_voltage", read_voltage, {0, 5},
             "read_energy ohmic, or nonlinear cells: voltage across a cell at the DAC's full "
             "scale, at least 1 mV.",
             Presence::optional);
  const bool nonlinear = array.cell != nullptr && array.cell->voltage_terms() > 1;
  f.rule(read_energy == ReadEnergy::ohmic || nonlinear ? read_voltage.value() >= 1e-3
                                                       : read_voltage.value() == 0,
         "read_voltage",
         nonlinear ? "must be at least 1 mV with nonlinear cells"
                   : "must be at least 1 mV with read_energy: ohmic; others do not use it (0 V)");
  f.quantity("read_supply", read_supply, {0, 20},
             "read_energy ohmic: supply that the cells' current is drawn from, through drivers and "
             "clamps; 0: read_voltage, what the cells themselves turn into heat.",
             Presence::optional);
  f.rule(read_supply.value() == 0 || read_energy == ReadEnergy::ohmic, "read_supply",
         "needs read_energy: ohmic");
  f.rule(read_supply.value() == 0 || read_supply >= read_voltage, "read_supply",
         "must not be below read_voltage");
  f.quantity("array_read", array_read, {0, 1e-6},
             "read_energy constant: energy of one pass of the array.", Presence::optional);
  f.rule((read_energy == ReadEnergy::constant) == (array_read.value() > 0), "array_read",
         "must be given with read_energy: constant, and only then");
  f.section("array_charge", array_charge, "read_energy capacitive: what is charged.");
  f.rule((read_energy == ReadEnergy::capacitive) == array_charge.has_value(), "array_charge",
         "must be given with read_energy: capacitive, and only then");
  f.text("array_source", array_source,
         "Where array size, voltage, times and read energy come from.");
}

void AnalogMacroSpec::circuit_fields(Fields& f) {
  f.section("dac", dac, "Row driver with digital-to-analog converter.");
  f.kind("adc", adc, adc_kinds(), "Column analog-to-digital converter.");
  f.integer("columns_per_adc", columns_per_adc, {1, 8192}, "Converted columns that share one ADC.");
  f.section("wires", wires, "Resistance of the array's wires and terminals; absent: none.");
  f.section("column", column, "Errors of a column before its converter; absent: none.");
  f.choice("drift_compensation", drift_compensation,
           {{"none", "outputs fade as conductances drift"},
            {"global", "one digital factor an array, measured when it is looked at"},
            {"per_column", "one digital factor a converted column"}},
           "How drift of the cells is compensated.", Presence::optional);
  time_fields(f);
  f.section("slice_adder", slice_adder,
            "Adds the slices of a group (summed_slices above 1) with their weights, as current "
            "mirrors do; one per converted column. Absent: in the converter.");
  f.rule(!slice_adder || summed_slices > 1, "slice_adder", "needs summed_slices above 1");
  f.section("sample_hold", sample_hold,
            "Holds a column's value for the ADC; one per converted column.");
  f.section("column_mux", column_mux, "Connects a column to its ADC; one per ADC.");
  rule_no_logic(f, dac.cost, "dac");
  rule_no_logic(f, sample_hold, "sample_hold");
  if (slice_adder) rule_no_logic(f, *slice_adder, "slice_adder");
  rule_no_logic(f, column_mux, "column_mux");
  f.section("shift_add", shift_add, "Shifts and adds one code; one per ADC.");
}

void AnalogMacroSpec::rules(Fields& f, const ArraySpec& array) const {
  const int converted = converted_columns(array);
  f.rule(
      read_supply.value() == 0 || dac.bits == 1 || dac.input != InputDrive::voltage, "read_supply",
      "draws a current in proportion to the code, and cells are counted with its square; allowed "
      "with it: dac.bits: 1, or pulses");
  f.rule(converted > 0, "columns",
         "must be at least " + std::to_string(columns_per_conversion()) +
             ", the cells of one converted column");
  f.rule(active_columns <= array.columns && active_columns % columns_per_conversion() == 0,
         "active_columns",
         "is " + std::to_string(active_columns) + ", of " + std::to_string(array.columns) +
             " columns; allowed: up to as many, in groups of " +
             std::to_string(columns_per_conversion()) + ", the cells of one converted column");
  format_rules(f, "active_columns");
  f.rule(converted == 0 || columns_per_adc <= converted, "columns_per_adc",
         "is " + std::to_string(columns_per_adc) + ", but there are " + std::to_string(converted) +
             " converted columns; allowed: 1 to " + std::to_string(converted));
  if (adc != nullptr)
    f.rule(adc->bits() > 1 || !signed_conversion(), "adc",
           "needs bits of at least 2: a pair's analog difference has a sign");
  const bool pairs_of_rows =
      array.rows % rows_per_input() == 0 && array.active_rows % rows_per_input() == 0;
  f.rule(pairs_of_rows, "active_rows", "and rows must be even for xnor's pairs of rows");
  const bool interleaved = wires && wires->topology == WireTopology::interleaved;
  const bool pairs = encoding == Encoding::differential && signed_conversion();
  f.rule(!interleaved || (devices_per_weight == 1 && pairs), "wires",
         "topology interleaved needs differential pairs with analog subtraction and one device a "
         "weight");
  f.rule(!wires || encoding != Encoding::xnor_cell, "wires",
         "have no resistance between the sides of one cell (encoding: xnor_cell)");
  format_rules(f, "signed_inputs");
  f.rule(signed_inputs != SignedInput::row_pair || !dac.errors || dac.errors->errors.offset == 0,
         "dac.errors", "of pairs of lines (signed_inputs: row_pair) cannot be offset");
  format_rules(f, "weight_copies");
  const int of_copies = weight_copies * columns_per_conversion();
  f.rule(weight_copies == 1 || array.columns % of_copies == 0, "columns",
         "must be a multiple of " + std::to_string(of_copies) +
             ", one converted column in each of " + std::to_string(weight_copies) +
             " copies of the weights");
  if (adc != nullptr && adc->early_termination() != nullptr) {
    const Time shortest =
        column_mux.delay + adc->early_termination()->fixed_share * adc->cost().delay;
    f.rule(active_columns == 0, "active_columns",
           "conversions that end early need all columns to be read at once");
    f.rule(weight_copies == 1, "weight_copies",
           "conversions that end early take their own times; allowed: 1");
    f.rule(!stages().convert_shift_add || shift_add.delay <= shortest, "shift_add",
           "delay must not exceed that of the column_mux and the fixed share of a conversion that "
           "ends early");
  }
  if (array.cell == nullptr) return;
  const int pair = encoding == Encoding::differential ? 2 : 1;
  f.rule(array.columns % pair == 0, "columns", "must be even for differential pairs");
  f.rule(
      (encoding != Encoding::xnor && encoding != Encoding::xnor_cell) || array.cell->levels() == 2,
      "cell", "must have 2 levels with encoding: xnor or xnor_cell");
  MvmFormat slice;
  slice.cell_bits = std::bit_width(static_cast<unsigned>(array.cell->levels())) - 1;
  slice.summed_slices = summed_slices;
  const int summed_bits = summed_slices * slice.cell_bits;
  f.rule(summed_slices == 1 || summed_bits <= kMostSummedBits, "summed_slices",
         "of " + std::to_string(slice.cell_bits) + "-bit cells add up to " +
             std::to_string(summed_bits) + " bits; allowed: up to " +
             std::to_string(kMostSummedBits));
  if (summed_bits > kMostSummedBits) slice.summed_slices = 1;
  slice.dac_bits = slice.input_bits = dac.bits;
  slice.active_rows = array.active_rows / rows_per_input();
  const SumConflict sums = sum_conflict(slice, *array.cell);
  f.rule(sums.message.empty(), sums.of_cell ? "cell" : "active_rows", sums.message);
}

Effects AnalogMacroSpec::effects(const ArraySpec& array) const {
  Effects effects = array.cell->effects().with(adc->effects());
  if (column) effects = effects.with(column->effects());
  if (dac.errors && dac.errors->errors.any()) effects = effects.with({Effect::dac_error});
  if (wires) effects = effects.with({Effect::wire_resistance});
  return effects;
}

MvmFormat AnalogMacroSpec::circuit_format() const {
  MvmFormat format;
  format.dac_bits = dac.bits;
  format.encoding = encoding;
  format.subtraction = subtraction;
  format.flip = flip;
  format.two_sided = two_sided;
  format.devices = devices_per_weight;
  format.unit_column = unit_column;
  format.summed_slices = summed_slices;
  format.weight_copies = weight_copies;
  format.signed_inputs = signed_inputs;
  format.input = dac.input;
  format.accumulation = accumulation;
  format.accumulated_slices = accumulated_slices;
  format.zero_skipping = zero_skipping;
  format.columns_at_once = active_columns / columns_per_conversion();
  return format;
}

void AnalogMacroSpec::format_rules(Fields& f, const char* key) const {
  MvmFormat format = circuit_format();
  format.inputs_are_signed = true;
  for (const MacroRule& rule : macro_rules())
    if (std::string_view(rule.key) == key) f.rule(!rule.is_broken(format), key, rule.message);
}

MvmFormat AnalogMacroSpec::format(const ArraySpec& array, int weight_bits, int input_bits,
                                  bool is_signed) const {
  MvmFormat format = circuit_format();
  format.weight_bits = weight_bits;
  format.input_bits = input_bits;
  format.inputs_are_signed = is_signed;
  format.active_rows = array.active_rows / rows_per_input();
  format.cell_bits = std::bit_width(static_cast<unsigned>(array.cell->levels())) - 1;
  return with_even_slices(format);
}

void AnalogMacroSpec::fields(Fields& f, const ArraySpec& array) {
  encoding_fields(f);
  f.integer(
      "active_columns", active_columns, {0, 8192},
      "Columns of cells that are read at once; the others take turns, and the rows are driven "
      "for each; 0: all of them.",
      Presence::optional);
  read_fields(f, array);
  circuit_fields(f);
}

}  // namespace mho
