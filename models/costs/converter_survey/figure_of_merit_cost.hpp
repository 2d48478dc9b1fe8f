// A converter by one figure of merit: what the Walden and the Schreier model share.
#pragma once

#include "models/costs/converter_survey/converter_keys.hpp"

namespace mho {

class FigureOfMeritCost : public CostModel {
 public:
  Cost cost(const Duty& duty) const override;
  Sees sees() const override { return {false, false, false}; }

 protected:
  /// Keys other than the figure of merit.
  void common_fields(Fields& f);

 private:
  virtual Energy energy(double enob) const = 0;
  /// "Walden, 5 fJ a step".
  virtual std::string name() const = 0;
  /// What is wrong with the figure of merit at these bits.
  virtual std::vector<std::string> figure_warnings(double enob) const = 0;

  ConverterKeys keys_;
  Area area_;  ///< 0: the survey's at the energy
};

/// Where the medians of both figures since 2015 at 10 to 100 MS/s meet (24 fJ, 171.1 dB; the best
/// tenth meets at 12.6): below, noise is not what costs; above, it is.
inline constexpr double kNoiseLimitedBits = 12;

/// The fewest effective bits of a design of the survey.
inline constexpr double kFewestBits = 3.3;

}  // namespace mho
