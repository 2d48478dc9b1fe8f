// What the MVMs of a programmed network do on average, measured on some inputs: for a clock that
// runs without values, and for the error of counting so. A sample of each block's MVMs is executed
// on its own array with inputs of its layer, so that the moments of inputs and weights, and how
// they go together, are those of the network; what is estimated is the mean over positions and
// images.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/parallel.hpp"
#include "sim/inference/programmed_network.hpp"

namespace mho {

/// Activity of several MVMs of one array.
struct SampledMvm {
  MvmActivity sum;
  std::int64_t mvms = 0;
  std::vector<PassRecord> passes{};  ///< of some of them, one after another

  /// What MVM number n of an array counts: whole numbers that add up to n times the mean.
  MvmActivity share(std::int64_t n) const;
};

/// [index in placement.layers][block]; digital macros whose parts are constants:
/// empty, as nothing in them depends on data.
using MvmStatistics = std::vector<std::vector<SampledMvm>>;

/// From up to 64 of the images, spread over them, and up to 16 positions of each layer and copy.
/// Independent of `threads`.
MvmStatistics mvm_statistics(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                             int threads, const TellShare& tell = {});

/// Activity of one image, [index in placement.layers]: executed, and as the statistics have it.
std::vector<MvmActivity> executed_activity(const ProgrammedNetwork& network, const IntTensor& image,
                                           std::uint32_t index, int threads);
std::vector<MvmActivity> estimated_activity(const ProgrammedNetwork& network,
                                            const MvmStatistics& statistics);

}  // namespace mho
