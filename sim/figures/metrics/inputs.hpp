// What the rows of the metrics draw on: a run's findings, and what several metrics share of what
// follows from them, each found once.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/prefixes.hpp"
#include "sim/figures/carbon.hpp"
#include "sim/figures/duty_cycle.hpp"
#include "sim/figures/metrics.hpp"
#include "sim/figures/part_amounts.hpp"
#include "sim/figures/pricing.hpp"
#include "sim/mapping/key_value_cache.hpp"
#include "sim/run/crossed.hpp"

namespace mho {

struct MetricInputs {
  /// Throws InputError as duty_cycle() does. Borrows the findings.
  explicit MetricInputs(const Findings& findings);

  const Findings& found;

  // Monte Carlo; null where nothing of the kind was measured.
  const AccuracyResult* accuracy = nullptr;
  const OutputSnr* output = nullptr;
  std::optional<CrossedMean> analog, loss;  ///< with `accuracy`; shares
  int chips = 0;                       ///< programmed ones that were judged; 0 of exact machines
  int good_chips = 0;                  ///< chips that lose no more than yield_loss
  std::optional<Interval> output_snr;  ///< dB

  /// Of a run that is judged by a score.
  struct Scored {
    JudgedBy kind;
    Interval in_float, quantized, analog, loss;
    int images = 0, trials = 0;
  };
  std::optional<Scored> scored;

  /// Per inference, J, each with the levels within.
  struct Energies {
    double macros = 0, tiles = 0, chip = 0, off_chip = 0, all = 0;
  };
  Energies energies;
  double static_energy = 0;  ///< J, of all images

  /// By part, of all images, J.
  struct Spent {
    PartAmounts actions, all;
  };
  std::optional<Spent> spent;  ///< where a model is behind a part; else no figure has an interval
  WeightWriting writing;       ///< of the network's weights, once

  double images = 0;                    ///< of the timed engine
  double seconds = 0;                   ///< simulated
  std::optional<double> steady;         ///< images per second; none without two turns
  double average = 0;                   ///< images per second
  std::optional<DutyCycle> duty;        ///< of a run that states one
  std::optional<CarbonFigures> carbon;  ///< of a run that asks for it
  double macs = 0;                      ///< of one image
  double macs_on_arrays = 0;            ///< of one image; vector units compute the others
  double conversions = 0;               ///< of all images
  KeyValueCache cache;                  ///< of one image
  int tokens = 0;                       ///< of one image; 0: the network reads none

  /// Of writing weights anew while the network runs, per inference.
  struct Reloading {
    double time = 0;     ///< s
    double exposed = 0;  ///< s
    double energy = 0;   ///< J
  };
  Reloading reloading;

  /// Of one image: 2 per multiply-accumulate.
  double operations() const { return 2.0 * macs; }
  double chip_mm2() const;
  /// Weights are on the chip at its peak: the memory is not accessed.
  Power system_peak_power() const;
  /// Macros in tiles; else layers run on a MAC array, one after another.
  bool has_tiles() const { return !found.chip.spec().sequenced(); }
};

}  // namespace mho
