// How well ratios of simulated over published figures agree, and how wide models spread.
//
// A figure of macro i is the sum of its parts, x_i = sum_c p_ic. Each class of models c is off by a
// factor exp(e_c), e_c normal with deviation s_c and the same for all parts of the class, so that
// ln(ratio_i) has the variance sum_c (p_ic / x_i)^2 s_c^2 (to first order). The s_c are those of
// the largest likelihood on the population. What 80 % of the macros lie within is the quantile of
// |ln ratio_i| / deviation_i, not the normal distribution's 1.28: tails are heavy.
#pragma once

#include <functional>
#include <vector>

#include "sim/results/population.hpp"

namespace mho {

/// A compared figure, with the weight of its design point: one over the macro's points.
struct WeighedFigure {
  int macro = 0;
  ComparedFigure figure;
  double weight = 1;
};

/// Of one of ComparedMacro's figures, of the macros that `is_in`.
std::vector<WeighedFigure> weighed(const std::vector<ComparedMacro>& macros,
                                   std::optional<ComparedFigure> ComparedMacro::*figure,
                                   const std::function<bool(const ComparedMacro&)>& is_in);

Agreement agreement_of(const std::vector<WeighedFigure>& figures);

/// Factors of the classes with which the figures agree best: least squares of ln(ratio), each
/// factor held to 1 as by one macro that is off by 2.
std::array<double, kModelClasses> fitted_levels(const std::vector<WeighedFigure>& figures);

/// The same figures with each part times its class's level.
std::vector<WeighedFigure> at_levels(std::vector<WeighedFigure> figures,
                                     const std::array<double, kModelClasses>& levels);

/// Every macro at the levels that were fitted on all others.
std::vector<WeighedFigure> left_one_out(const std::vector<WeighedFigure>& figures);

/// ln of the factor that 80 % of the macros lie within, for a figure of this class alone.
std::array<double, kModelClasses> spreads_of(const std::vector<WeighedFigure>& figures);

/// ln of the half width of an 80 % interval of a figure of these parts.
double half_width(const ComparedFigure& figure, const std::array<double, kModelClasses>& spread);

/// Share of the macros, by weight, that the interval whose spreads were found on all others holds.
double coverage_of(const std::vector<WeighedFigure>& figures);

}  // namespace mho
