// Published macros that are points beside ours and no more: for most of them too little is
// published to simulate them. validation/scatter.yaml lists them, and which of our chips stand
// beside.
#pragma once

#include <string>
#include <vector>

#include "sim/chip/chip_spec.hpp"
#include "sim/results/scatter.hpp"

namespace mho {

struct PublishedMacro {
  std::string name;
  Length node;
  int input_bits = 0;         ///< 0: not stated in what was read
  double tops_per_joule = 0;  ///< 0: not published
  double tops_per_mm2 = 0;    ///< 0: not published
  std::string source;

  void fields(Fields& f);
};

struct SimulatedMacro {
  ChipSpec chip;
  int weight_bits = 0;
  int activation_bits = 0;

  void fields(Fields& f);
};

struct ScatterSpec {
  std::vector<PublishedMacro> published;
  std::vector<SimulatedMacro> simulated;

  void fields(Fields& f);
};

/// The published points alone.
Scatter published_scatter(const std::vector<PublishedMacro>& macros);

/// The published points, then a macro of each chip at its peak, on random operands.
Scatter scatter_of(const ScatterSpec& spec);

}  // namespace mho
