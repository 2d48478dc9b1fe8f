// Energy and area of analog-to-digital converters by regression over published designs: Andrulis,
// Chen, Lee, Emer, Sze, arXiv 2404.06553 (the model of Accelergy, whose constants these are),
// fitted on 619 designs of B. Murmann, ADC Performance Survey, revision 2023-10-03. It answers what
// the best share of designs takes (the published constants: the 20 % quantile of energy, 10 % of
// area).
//
// Ignored: architecture, supply, temperature. Stand-alone converters, mostly fast ones, are what
// the survey holds: energy hardly falls below 6 bits, so converters of 3 to 5 bits that serve a
// column of an array come out too dear.
#pragma once

#include <string>
#include <vector>

#include "sim/base/quantity.hpp"

namespace mho {

/// The converter that is asked for.
struct ConverterDemand {
  double enob = 0;  ///< effective number of bits
  Frequency rate;   ///< samples per second of one converter
  Length node;
};

/// The share of published designs that take less, %, for which the regression is asked.
inline constexpr double kSurveyEnergyPercentile = 20;
inline constexpr double kSurveyAreaPercentile = 10;

/// Energy of a conversion, all of the power at this rate in it. `percentile` is 5 to 95. Below 4
/// bits: that of 4 bits.
Energy survey_energy(const ConverterDemand& demand, double percentile);

/// Area of a converter that takes `energy` a conversion.
Area survey_area(const ConverterDemand& demand, Energy energy, double percentile);

/// The rate above which speed costs energy.
Frequency survey_knee(double enob);

/// Is this what the fitted designs span, from 4 bits on?
bool in_survey_range(const ConverterDemand& demand);

/// What is wrong with trusting the regression there; empty: nothing.
std::vector<std::string> survey_warnings(const ConverterDemand& demand);

/// The least energy of a conversion of any design with at least `enob` bits (survey, revision
/// 2025-06-09, 724 designs).
Energy survey_least_energy(double enob);

/// Figures of merit of the survey's 206 designs since 2015 at 100 kHz to 10 GHz (revision
/// 2025-06-09), in the decades around a rate: the best tenth and the median. Rates outside: those
/// of the nearest.
struct SurveyFigures {
  Frequency slowest;  ///< of the designs they come from
  Frequency fastest;
  Energy walden_best;  ///< of a conversion step, with a fast input
  Energy walden_median;
  double schreier_best;  ///< dB
  double schreier_median;
};
SurveyFigures survey_figures(Frequency rate);

}  // namespace mho
