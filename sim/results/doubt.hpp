// How wrong a modelled figure may be. Of a figure whose shares p_c are given by models of class c,
// each off by a factor of its own that parts of one class share,
//
//   ln half width = sqrt(sum over classes (p_c s_c)^2)        s_c: spread of the class
//
// to first order; of its inverse (TOPS/J) the same. Two designs share the error of what is the same
// in both: a component by the same kind of model. So of the ratio of their figures
//
//   ln half width = sqrt(sum over classes s_c^2 ((p_c - q_c)^2 of what both share
//                                                + p_c^2 of the first alone + q_c^2 of the other))
//
// Ignored: what constants are off by, times that models give, and what two kinds of model of one
// class have in common (validation/population/README.md).
#pragma once

#include <optional>

#include "sim/results/results.hpp"

namespace mho {

/// ln of the half width of the 80 % interval; 0 where nothing is modelled.
double half_width(const Metric& metric);

/// Of the ratio of the same metric in two designs.
double half_width_of_ratio(const Metric& one, const Metric& other);

/// Whether one is nearer to the other than models tell; not of figures without doubt.
bool cannot_be_told_apart(const Metric& one, const Metric& other);

/// The share that brings most of the doubt, with those of the same component and class; none where
/// nothing is modelled.
std::optional<ModelledShare> most_doubtful(const Metric& metric);

}  // namespace mho
