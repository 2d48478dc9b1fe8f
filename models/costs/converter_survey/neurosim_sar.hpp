// The successive approximation converter of NeuroSim V1.4 (Peng, Huang, Jiang, Lu, Yu, IEDM 2019),
// as it prints it for a column of 64 cells of 100 kOhm: a table of 4 to 8 bits and six nodes, to
// check other models against. It lies far below measured converters of the same bits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/costs/converter_survey/converter_survey.hpp"

namespace mho {

struct NeurosimSar {
  Energy energy;  ///< of a conversion
  Area area;
  std::string source;
  std::vector<std::string> warnings;
};

/// Between tabulated values: along straight lines of logarithms. Empty outside of 4 to 8 bits or 7
/// to 130 nm.
std::optional<NeurosimSar> neurosim_sar(const ConverterDemand& demand);

}  // namespace mho
