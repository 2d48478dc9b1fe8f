// Costs of several designs on a common scale.
#pragma once

#include <vector>

namespace mho {

/// By design, by objective; smaller is better.
using Costs = std::vector<std::vector<double>>;

/// Each objective from 0, its least of all designs, to 1, its largest; of one that is the same in
/// all designs 0.
Costs scaled(const Costs& costs);

}  // namespace mho
