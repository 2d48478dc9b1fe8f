// A figure of a run followed down to the constants that it is made of: a tree of values, each with
// how it was found, and at its leaves the keys of the YAML that state them, with file:line and
// source. Built from Results alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

struct Explanation {
  std::string name;               ///< of a metric, component, action, layer, tile or key
  std::optional<double> value{};  ///< none of a key that is one of several behind a price
  std::string unit{};
  std::string how{};  ///< "9216 x 1.2 pJ", or the formula
  std::string sentence{};
  std::string source{};                   ///< of a constant: paper, table, or derivation
  std::string place{};                    ///< of a key: "file:line"
  std::vector<ModelledShare> modelled{};  ///< of a metric or a component, as of Metric
  std::optional<double> share{};  ///< of the whole that the parts of a sum add up to, in [0, 1]
  std::vector<Explanation> parts{};
};

/// What energies are first taken apart by; components and actions follow.
enum class Grouping { component, layer, tile };

struct ExplainOptions {
  Grouping grouping = Grouping::component;
  double least_share = 0.01;  ///< smaller parts of a sum are told together
};

/// The metric of that name, which the run must have.
Explanation explain(const Results& results, const std::string& metric,
                    const ExplainOptions& options);

/// The words of a formula that may name metrics, in their order, each once.
std::vector<std::string> words_of(const std::string& formula);

}  // namespace mho
