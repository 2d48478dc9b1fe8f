// Published converters, one entry each, as papers state them: nothing is scaled.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/costs/converter_survey/converter_survey.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct PublishedConverter {
  std::string name;
  bool measured = true;  ///< false: what a paper on an architecture assumes
  Length node;
  double enob = 0;
  Frequency rate;
  Energy energy;  ///< of one conversion, all of the power at this rate in it
  Area area;
  std::string source;

  void fields(Fields& f);
};

/// Those of configs/circuits/published_converters.yaml, built into the program.
const std::vector<PublishedConverter>& published_converters();

/// How far a converter is from a demand: root of the squares of effective bits, decades of the rate
/// and octaves of the node between them.
double distance(const PublishedConverter& converter, const ConverterDemand& demand);

/// The nearest, the first of equals; measured ones only, if there are any. `converters` holds at
/// least one.
const PublishedConverter& nearest(std::span<const PublishedConverter> converters,
                                  const ConverterDemand& demand);

}  // namespace mho
