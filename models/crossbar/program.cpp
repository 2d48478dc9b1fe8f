// Programming an array: weights -> levels of cells -> conductances with their errors -> fixed point
// in the kernel's layout, with the digital corrections that belong to the encoding.
#include <algorithm>
#include <cmath>

#include "models/crossbar/kernel/layout.hpp"
#include "models/crossbar/kernel/small.hpp"
#include "models/crossbar/kernel/whole.hpp"
#include "models/crossbar/mvm.hpp"
#include "models/crossbar/store.hpp"
#include "models/crossbar/terms.hpp"
#include "models/crossbar/weight_levels.hpp"
#include "models/wires/wires.hpp"
#include "sim/base/division.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

void check(const MvmFormat& f, const Cell& cell, int rows, int outputs,
           std::span<const std::int32_t> weights) {
  require(rows > 0 && outputs > 0, "program_array: empty array");
  require(weights.size() == static_cast<std::size_t>(rows) * outputs,
          "program_array: weights are not [outputs][rows]");
  const std::string conflict = f.conflict();
  if (!conflict.empty()) throw Bug("program_array: " + conflict);
  require(cell.levels() >= 1 << f.cell_bits,
          "program_array: the cell has fewer levels than cell_bits");
  const std::int32_t limit = std::max(1, (1 << (f.weight_bits - 1)) - 1);
  for (const std::int32_t w : weights)
    require(w >= -limit && w <= limit, "program_array: weight out of range");
}

void set_columns(ProgrammedArray& array, const ColumnRoles& roles) {
  const int groups = array.format.row_groups(array.rows);
  array.column_output = roles.output;
  array.column_shift = roles.shift;
  array.column_sign.assign(static_cast<std::size_t>(groups) * array.columns_padded, 1);
  for (int g = 0; g < groups; ++g)
    std::copy_n(roles.sign.begin() + static_cast<std::ptrdiff_t>(g) * array.columns, array.columns,
                array.column_sign.begin() + static_cast<std::ptrdiff_t>(g) * array.columns_padded);
}

void set_corrections(ProgrammedArray& array, std::span<const std::int32_t> weights,
                     const ColumnRoles& roles) {
  const auto g_min_steps =
      static_cast<std::int64_t>(std::llround(std::ldexp(array.g_min_units, kPartialSumFraction)));
  Corrections owed =
      corrections(array.format, array.rows, array.outputs, weights, roles, g_min_steps);
  array.correction = std::move(owed.per_input);
  array.constant = std::move(owed.constant);
}

/// The part of the programming stream that belongs to the row drivers; cells have the numbers
/// below.
constexpr std::uint64_t kDrivers = 1 << 16;

float squared_ratio(float a, float b) { return b > 0 ? (a / b) * (a / b) : 0; }

/// What the cells seem to conduct behind the wires of the whole physical array, whose other cells
/// do not conduct.
std::vector<float> behind_wires(const ArrayModel& model, const CellGrid& used,
                                std::span<const float> conductance_s) {
  const int rows = std::max(model.physical_rows, used.rows);
  const int columns = std::max(model.physical_columns, used.columns);
  std::vector<float> whole(static_cast<std::size_t>(rows) * columns, 0.0F);
  for (int r = 0; r < used.rows; ++r)
    std::copy_n(&conductance_s[static_cast<std::size_t>(r) * used.columns], used.columns,
                &whole[static_cast<std::size_t>(r) * columns]);
  effective_conductance(*model.wires, rows, columns, whole, whole);
  std::vector<float> effective_s(conductance_s.size());
  for (int r = 0; r < used.rows; ++r)
    std::copy_n(&whole[static_cast<std::size_t>(r) * columns], used.columns,
                &effective_s[static_cast<std::size_t>(r) * used.columns]);
  return effective_s;
}

}  // namespace

std::size_t ProgrammedArray::bytes() const {
  const auto size = [](const auto& v) { return v.size() * sizeof(v[0]); };
  return sizeof(*this) + size(conductance) + size(small.cells) + size(variance) +
         size(column_output) + size(column_shift) + size(column_sign) + size(correction) +
         size(constant) + size(row_conductance) + (whole == nullptr ? 0 : whole->product.bytes());
}

ProgrammedArray program_array(const MvmFormat& format, const ArrayModel& model, int rows,
                              int outputs, std::span<const std::int32_t> weights,
                              const Stream& stream) {
  const Cell& cell = model.cell;
  check(format, cell, rows, outputs, weights);
  ProgrammedArray array;
  array.format = format;
  array.rows = rows;
  array.outputs = outputs;
  array.columns = format.converted_columns(outputs);
  array.columns_padded = ceil_divide(array.columns, kColumnBlock) * kColumnBlock;
  const WeightLevels levels = weight_levels(format, rows, outputs, weights);
  set_columns(array, levels.columns);

  const double g_min = cell.g_min().value();
  const double step_s = (cell.g_max().value() - g_min) / ((1 << format.cell_bits) - 1);
  const CellLevels& cells = levels.cells;
  std::vector<float> conductance_s(cells.level.size());
  for (std::size_t i = 0; i < conductance_s.size(); ++i)
    conductance_s[i] = static_cast<float>(g_min + cells.level[i] * step_s);
  const CellGrid grid{model.array, cells.rows, cells.columns};
  array.effort = cell.effort(grid, conductance_s, stream);
  // Both sides of a cell are written at once, and copies each by itself.
  if (format.encoding == Encoding::xnor_cell) array.effort.pulses /= 2;
  array.effort.pulses *= format.weight_copies;
  cell.conductances(grid, model.conditions, conductance_s, stream, conductance_s);
  std::vector<float> effective_s = conductance_s;
  if (model.wires != nullptr && model.conditions.effects.has(Effect::wire_resistance))
    effective_s = behind_wires(model, grid, conductance_s);
  array.unit_s = step_s * format.devices;
  set_terms(array, model, effective_s, stream.child(kDrivers));
  array.g_min_units = std::rint(g_min / step_s / array.conductance_units) * array.conductance_units;
  set_corrections(array, weights, levels.columns);
  store_row_conductances(array, effective_s, cell.g_ceiling().value(),
                         conductance_step(format, cell).value());
  array.small = small_cells(array);
  if (cell.has_read_noise(model.conditions.effects)) {
    std::vector<float> variance_s2(conductance_s.size());
    cell.read_variance(model.conditions, conductance_s, variance_s2);
    for (std::size_t i = 0; i < variance_s2.size(); ++i)
      if (effective_s[i] != conductance_s[i])
        variance_s2[i] *= squared_ratio(effective_s[i], conductance_s[i]);
    store_variances(array, variance_s2);
  }
  array.whole = whole_array(array);
  return array;
}

}  // namespace mho
