// mho fit-cell: a cell from measured conductances.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>

#include "devices/fit/cell_fit.hpp"
#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/cell_file.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/fit_cell_text.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/config/config_folder.hpp"

namespace mho {

namespace {

constexpr const char* kFitCellHelp =
    R"help(mho fit-cell - a memory cell from measured conductances

SYNOPSIS
  mho fit-cell MEASURED.csv [--out CELL.yaml] [OPTION]...

DESCRIPTION
  MEASURED.csv has one reading a line, below a line of heads that name the columns and their units:
    target, conductance   what programming aimed at, and what was read: "target (uS)" time since
        programming ended : "time (s)",
                      min, h, day,
                      year temperature at which the cell was kept since : "temperature (C)" or
                                                                          (K) device any name; readings of one device at one time are repeats
  Target and conductance are needed. Fits, by maximum likelihood, the programming error by level, the
  change with time (and with temperature, by Arrhenius' law) and the noise of a read, and prints
  each with its 95 % interval and how well it describes the data. What the data do not support is
  left out, with the reason: no repeats, no read noise; one time, no drift. docs/fit_cell.md has the
  equations.

OPTIONS
  --out FILE           the cell as a file of configs/cells, that a chip can take at once
  --residuals FILE     CSV of measured and predicted means and deviations, by level and time
  --hold-out RULE      readings to predict and not to fit: 'time>1 h', 'temperature=180 C',
                       'target<10 uS', or a share of the devices, '30 %'; may be given again
  --drift FORM         of the change with time: choose (the likeliest of the others), none, relaxation
                       (ln t, one law for all levels), trend (ln t, by level) or table (as measured
                       at each time)
  --robust             medians and median absolute deviations: the core of the distribution, without
                       its tails
  --kind KIND          rram, sonos or flash; without: rram
  --levels N           of the cell, a power of two; without: as many as targets, rounded down
  --horizon TIME       age to which a trend is continued ('10 year'); without: the longest measured
  --like CELL          the cell whose area, write energy, write time and leakage are taken, which no
                       reading tells; without: a published cell of the kind
  --column WHAT=NAME   the head of a column that has another name; may be given again
  --unit WHAT=UNIT     the unit of a column whose head names none; may be given again
  --resamples N        bootstrap resamples of the devices for the intervals; without: 200
  --seed N             of the resamples and of the devices that are held out; without: 1
  --help               print this text

EXAMPLE
  mho fit-cell measured.csv --out mine.yaml
  mho run quickstart --set chip.tile.macro.cell=mine.yaml

EXIT STATUS
  0  done    1  the input is wrong    2  an error in mho
)help";

const Place kHere{"mho fit-cell", 0};

/// The published cell of a kind.
const std::map<std::string, std::string>& published_cells() {
  static const std::map<std::string, std::string> cells{{"rram", "rram_wan_nature_2022"},
                                                        {"sonos", "sonos_agrawal_iedm_2022"},
                                                        {"flash", "flash_guo_cicc_2017"}};
  return cells;
}

std::map<std::string, std::string> pairs_of(const Arguments& arguments, const char* option) {
  std::map<std::string, std::string> pairs;
  std::string all;
  for (const std::string& each : measured_quantities()) all += (all.empty() ? "" : ", ") + each;
  for (const std::string& given : arguments.all(option)) {
    const std::size_t equals = given.find('=');
    const std::string what = given.substr(0, equals);
    const auto& known = measured_quantities();
    if (equals == std::string::npos || std::find(known.begin(), known.end(), what) == known.end())
      throw InputError(kHere, std::string("--") + option,
                       "is '" + given +
                           "', must be WHAT=" + (std::string(option) == "unit" ? "UNIT" : "NAME") +
                           " with WHAT one of " + all);
    if (!pairs.emplace(what, given.substr(equals + 1)).second)
      throw InputError(kHere, std::string("--") + option, "names " + what + " twice");
  }
  return pairs;
}

std::string without_blanks(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? ""
                                    : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// "time>1 h", "temperature = 180 C", "30 %".
HoldOut hold_out_of(const std::string& text) {
  const auto wrong = [&](const std::string& message) {
    return InputError(
        kHere, "--hold-out",
        "'" + text + "' " + message +
            "; allowed: 'time>1 h', 'temperature=180 C', 'target<10 uS', with <, > or "
            "=, or '30 %' of the devices");
  };
  const std::string whole = without_blanks(text);
  if (whole.ends_with('%')) {
    const std::string number = without_blanks(whole.substr(0, whole.size() - 1));
    return {HoldOut::Quantity::devices, '=',
            number_in(number, {0.1, 99}, "a percentage", kHere, "--hold-out") / 100};
  }
  const std::size_t at = whole.find_first_of("<>=");
  const std::string quantity = without_blanks(whole.substr(0, at));
  const std::map<std::string, HoldOut::Quantity> known{
      {"target", HoldOut::Quantity::target},
      {"time", HoldOut::Quantity::time},
      {"temperature", HoldOut::Quantity::temperature}};
  const auto found = known.find(quantity);
  if (at == std::string::npos || found == known.end()) throw wrong("is no rule");
  const std::string value = without_blanks(whole.substr(at + 1));
  const std::size_t unit_at = value.find_first_not_of("+-.0123456789eE");
  if (unit_at == std::string::npos || unit_at == 0) throw wrong("has no value with a unit");
  const double number = number_in(without_blanks(value.substr(0, unit_at)), {-1e12, 1e12},
                                  "a number", kHere, "--hold-out");
  const MeasuredUnit unit =
      measured_unit(quantity, without_blanks(value.substr(unit_at)), "mho fit-cell: --hold-out", 0);
  return {found->second, whole[at], number * unit.factor + unit.zero};
}

DriftForm drift_of(const std::string& word) {
  std::vector<std::string> words;
  std::string all;
  for (const Word& each : drift_forms()) {
    if (word == each.name) return static_cast<DriftForm>(words.size());
    words.emplace_back(each.name);
    all += (all.empty() ? "" : ", ") + words.back();
  }
  throw InputError(kHere, "--drift",
                   "no form '" + word + "'" + did_you_mean(word, words) + "; allowed: " + all);
}

std::string cell_named(const Arguments& arguments, const std::string& kind) {
  return config_file(arguments.value("like").value_or(published_cells().at(kind)), "cells",
                     "--like");
}

CellFitOptions options_of(const Arguments& arguments) {
  CellFitOptions options;
  options.kind = arguments.value("kind").value_or("rram");
  if (!published_cells().contains(options.kind))
    throw InputError(kHere, "--kind",
                     "no kind '" + options.kind + "' that is fitted; allowed: flash, rram, sonos");
  options.drift = drift_of(arguments.value("drift").value_or("choose"));
  options.robust = arguments.has("robust");
  options.resamples = static_cast<int>(arguments.whole("resamples", 0, 10000).value_or(200));
  options.seed = static_cast<std::uint64_t>(arguments.whole("seed", 0, 1000000000).value_or(1));
  options.levels = static_cast<int>(arguments.whole("levels", 2, 256).value_or(0));
  if (options.levels > 0 && !is_power_of_two(options.levels))
    throw InputError(kHere, "--levels", "must be a power of two");
  if (const auto horizon = arguments.value("horizon")) {
    const auto time_s = parse_si(*horizon, "s");
    if (!time_s || *time_s <= 0 || *time_s > 1e10)
      throw InputError(kHere, "--horizon",
                       "'" + *horizon + "' is no time with its unit, up to 1e10 s: '10 year'");
    options.horizon_s = *time_s;
  }
  for (const std::string& each : arguments.all("hold-out"))
    options.hold_out.push_back(hold_out_of(each));
  return options;
}

int fit_cell_words(const std::vector<std::string>& words) {
  const Arguments arguments(
      "fit-cell", words,
      {{"robust"},
       {"out", "residuals", "drift", "kind", "levels", "horizon", "like", "resamples", "seed"},
       {"hold-out", "column", "unit"}},
      1);
  if (arguments.operands().empty())
    throw InputError(kHere, "MEASURED.csv", "is missing; a CSV file of measured conductances");
  const std::string file = arguments.operands()[0];
  CellFitOptions options = options_of(arguments);
  const std::string like = cell_named(arguments, options.kind);
  options.cost = read_cell_file(like)->cost();
  check_outputs(outputs_of(arguments, {"out", "residuals"}), {file, like});
  const Measurements measurements =
      read_measurements(file, {pairs_of(arguments, "column"), pairs_of(arguments, "unit")});
  options.cost.source =
      "Fitted by mho fit-cell to the " + std::to_string(measurements.readings.size()) +
      " readings of " + std::filesystem::path(file).filename().string() +
      ". Area, write energy, write time and leakage are not measured there: those "
      "of the cell " +
      arguments.value("like").value_or(published_cells().at(options.kind)) + ".";
  const CellFit fit = fit_cell(measurements, options);
  print_fit(std::cout, fit, file);
  if (!measurements.unused.empty()) {
    std::cout << "\ncolumns that were not used:";
    for (const std::string& each : measurements.unused) std::cout << " '" << each << "'";
    std::cout << "\n";
  }
  if (const auto residuals = arguments.value("residuals"))
    write_file(*residuals, residuals_csv(fit), "--residuals");
  if (const auto out = arguments.value("out")) {
    write_file(*out, fit.yaml(), "--out");
    std::cout << "\nwrote " << *out
              << "\nnext: mho run quickstart --set chip.tile.macro.cell=" << *out << "\n";
  }
  return 0;
}

}  // namespace

const Command fit_cell_command{"fit-cell", "a memory cell from measured conductances", kFitCellHelp,
                               fit_cell_words};

}  // namespace mho
