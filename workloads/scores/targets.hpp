// Targets that are numbers of the output's shape. Private to this folder.
#pragma once

#include "workloads/scores/scores.hpp"

namespace mho {

std::string targets_misfit(const Graph& network, const Dataset& set, ScoreForm& form);

double squared_error(const ScoredImage& image);

}  // namespace mho
