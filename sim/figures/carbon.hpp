// The carbon of an executed run: use of the chip, its share of making, its share of training, and
// the same inference on a server. Formulas: models/carbon.hpp, carbon_service.hpp, docs/carbon.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/figures/duty_cycle.hpp"
#include "sim/results/results.hpp"
#include "sim/run/carbon_spec.hpp"

namespace mho {

/// What of a run its carbon depends on.
struct CarbonInputs {
  const CarbonSpec& spec;
  const Chip& chip;
  Energy energy;                         ///< of one inference, whole system
  double rate = 0;                       ///< inferences per second, without a duty cycle
  const std::optional<DutyCycle>& duty;  ///< replaces the rate
  double operations = 0;                 ///< of one inference
  double input_bits = 0;                 ///< of one inference
  double output_values = 0;
};

/// Making the chips and what is beside them, once.
struct MakingCarbon {
  double yield = 1;
  Mass dies, packages, memory;

  Mass all() const { return dies + packages + memory; }
};

/// The same inference on a server.
struct RemoteInference {
  double bytes = 0;
  Energy link, link_low, link_high;  ///< by the intensity of the network
  Energy server;                     ///< with idle time, cooling and power supply
  Energy machine;                    ///< of that, the machine while it works
  Mass use, use_low, use_high;
  Time latency;
  /// kWh/GB above which the device takes less; empty where the server alone takes more.
  std::optional<double> even_kwh_per_gb;

  Energy energy() const { return link + server; }
};

struct CarbonFigures {
  CarbonIntensity intensity;
  Energy energy;  ///< of one inference, at the meter
  Mass use;       ///< of one inference
  MakingCarbon making;
  double inferences = 0;             ///< in the chip's life
  Energy life_energy;                ///< at the meter, with the time between inferences
  std::optional<double> break_even;  ///< inferences
  std::optional<Mass> training;      ///< once
  std::optional<double> training_break_even;
  std::optional<RemoteInference> remote;

  Mass life() const { return making.all() + life_energy * intensity; }
};

MakingCarbon making_carbon(const CarbonSpec& spec, const Chip& chip);
CarbonFigures carbon_figures(const CarbonInputs& inputs);

/// What the figures were counted with, each with its source and key.
std::vector<FactorRow> carbon_factors(const CarbonSpec& spec, const Chip& chip);

/// What of the tables was extrapolated, and what is left out.
std::vector<std::string> notes_on_carbon(const CarbonSpec& spec, const Chip& chip);

}  // namespace mho
