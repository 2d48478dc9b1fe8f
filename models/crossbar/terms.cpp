#include "models/crossbar/terms.hpp"

#include <algorithm>
#include <cmath>

#include "models/crossbar/kernel/layout.hpp"
#include "models/crossbar/store.hpp"
#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

namespace {

using Terms = std::vector<std::vector<float>>;

/// The matrices of all terms (S), each coefficient times the read voltage's power.
Terms terms_of(const ArrayModel& model, std::span<const float> conductance_s) {
  Terms terms{{conductance_s.begin(), conductance_s.end()}};
  if (!model.conditions.effects.has(Effect::nonlinearity)) return terms;
  for (int t = 2; t <= model.cell.voltage_terms(); ++t) {
    require(model.read_voltage.value() > 0, "program_array: nonlinear cells need a read voltage");
    std::vector<float>& term = terms.emplace_back(conductance_s.size());
    model.cell.voltage_term(t, conductance_s, term);
    const auto power = static_cast<float>(std::pow(model.read_voltage.value(), t - 1));
    for (float& g : term) g *= power;
  }
  return terms;
}

/// The terms of a voltage that is 0 or full add up to one conductance.
void collapse(Terms& terms) {
  for (std::size_t t = 1; t < terms.size(); ++t)
    for (std::size_t i = 0; i < terms[t].size(); ++i) terms[0][i] += terms[t][i];
  terms.resize(1);
}

template <class Values>
double largest_of(const Values& values, std::size_t first, std::size_t end) {
  double largest = 0;
  for (std::size_t i = first; i < end; ++i)
    largest = std::max(largest, std::fabs(static_cast<double>(values[i])));
  return largest;
}

/// The largest level of each term in DAC steps, all slices together with analog accumulation.
std::vector<double> largest_levels(const MvmFormat& f, int terms, std::span<const double> outputs) {
  if (outputs.empty()) return {static_cast<double>(f.largest_code())};
  const std::size_t codes = std::size_t{1} << f.dac_bits;
  const double slices = static_cast<double>(f.largest_code()) / static_cast<double>(codes - 1);
  std::vector<double> largest(terms, 0.0);
  for (std::size_t first = 0; first < outputs.size(); first += codes) {
    double& own = largest[first / codes % terms];
    own = std::max(own, largest_of(outputs, first, first + codes) * std::max(1.0, slices));
  }
  return largest;
}

struct FixedPoint {
  int level_bits = 0;        ///< F
  int conductance_bits = 0;  ///< m
};

FixedPoint share_bits(const ProgrammedArray& array, const std::vector<double>& levels,
                      const std::vector<double>& conductances, bool fractional) {
  double sum = 0, level = 0, conductance = 0;
  for (std::size_t t = 0; t < levels.size(); ++t) {
    sum += levels[t] * conductances[t];
    level = std::max(level, levels[t]);
    conductance = std::max(conductance, conductances[t]);
  }
  const double rows = static_cast<double>(most_driven_rows(array)) / array.drive.terms;
  // Half a step of rounding on each side of every product is in the margin of 2.
  const double room = kMost32 / (2 * rows * std::max(sum, 1e-30));
  if (room < 1)
    throw InputError({}, "active_rows",
                     "drive column sums beyond 2^31, which 32 bits hold, with the errors of their "
                     "drivers and the nonlinearity of the cells: " +
                         format_si_rounded(rows * sum, "", 3) +
                         " steps at most; allowed: half of 2^31, by fewer rows or smaller errors");
  // A readout that does not quantize counts in fixed steps of at least 2^-16 units.
  const int both = std::min(std::ilogb(room), kPartialSumFraction);
  // A pair's difference has twice the range of a coefficient of either sign.
  const double most = array.format.signed_conversion() ? kMost16 / 2 : kMost16;
  const int most_conductance = std::ilogb(most / std::max(conductance, 1e-3));
  if (!fractional) return {0, std::min(both, most_conductance)};
  const int most_level = std::ilogb(kMost16 / std::max(level, 1e-3));
  if (most_level < 0)
    throw InputError({}, "dac.errors",
                     "take the row drivers to " + format_si_rounded(level, "", 3) +
                         " steps of their code; allowed: up to 32767, which 16 bits hold, all "
                         "slices together that are accumulated in analog");
  const auto balanced =
      static_cast<int>(std::floor((both + std::log2(conductance) - std::log2(level)) / 2));
  FixedPoint point;
  point.level_bits = std::clamp(balanced, 0, std::max(0, std::min(most_level, both)));
  point.conductance_bits = std::min(both - point.level_bits, most_conductance);
  point.level_bits = std::clamp(both - point.conductance_bits, 0, most_level);
  if (point.conductance_bits < 0 || most_conductance < 0)
    throw InputError({}, "cell",
                     "with its errors and nonlinearity conducts " +
                         format_si_rounded(conductance, "", 3) +
                         " of its level steps; allowed: up to 32767, which 16 bits hold, a pair's "
                         "half of it");
  return point;
}

/// Ohmic cells whose rows carry their codes: the step depends on the format and the cell alone.
void set_ohmic(ProgrammedArray& array, const Cell& cell, const Terms& terms) {
  const MvmFormat& f = array.format;
  const double ceiling_units = cell.g_ceiling().value() * f.devices / array.unit_s;
  const double largest_cell = ceiling_units * f.group_weight();
  const double largest_sum = largest_cell * f.active_rows * f.largest_code();
  const double room = std::min(kMost16 / largest_cell, kMost32 / largest_sum);
  require(room >= 1, "column sums of this array do not fit 32 bits");
  array.conductance_units = array.fixed_step = std::ldexp(1.0, -std::ilogb(room));
  // The ceiling is a whole number of steps for exact cells, up to the division's rounding.
  store_conductances(
      array, terms,
      static_cast<std::int64_t>(std::floor(ceiling_units / array.conductance_units + 1e-6)));
}

}  // namespace

void set_terms(ProgrammedArray& array, const ArrayModel& model,
               std::span<const float> conductance_s, const Stream& drivers) {
  const MvmFormat& f = array.format;
  const bool errs = model.dac_errors.any() && model.conditions.effects.has(Effect::dac_error);
  const DacErrors errors = errs ? model.dac_errors : DacErrors{};
  Terms terms = terms_of(model, conductance_s);
  const bool ohmic = terms.size() == 1;
  if (f.input != InputDrive::voltage || (f.dac_bits == 1 && !errs)) collapse(terms);
  array.drive.terms = static_cast<int>(terms.size());
  const std::vector<double> outputs =
      drive_outputs(f, errors, array.drive.terms, array.rows * f.rows_per_input(), drivers);
  if (ohmic && outputs.empty()) return set_ohmic(array, model.cell, terms);

  std::vector<double> conductances;
  for (const std::vector<float>& term : terms)
    conductances.push_back(largest_of(term, 0, term.size()) * f.devices * f.group_weight() /
                           array.unit_s);
  const FixedPoint point = share_bits(array, largest_levels(f, array.drive.terms, outputs),
                                      conductances, !outputs.empty());
  if (!outputs.empty()) array.drive = drive_levels(outputs, array.drive.terms, point.level_bits);
  array.conductance_units = std::ldexp(1.0, -point.conductance_bits);
  array.fixed_step = std::ldexp(array.conductance_units, -point.level_bits);
  store_conductances(array, terms, static_cast<std::int64_t>(kMost16));
}

}  // namespace mho
