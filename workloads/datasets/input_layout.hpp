// Where the elements of a recorded image go in the tensor that stands for it: a matter of shapes
// and declared layouts, never of values. Private to the data set reader.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/input_format.hpp"

namespace mho {

/// Element of the file's image, by element of the network's image; nothing when they do not fit.
/// Axes of size 1 do not count. Layout as_network: the axes are those of the network's input; where
/// they have its sizes only with the axis of channels moved from one end to the other, that is
/// done. A declared layout is moved where the network's is another. A vector, on either side, has
/// the elements in order.
std::optional<std::vector<std::int32_t>> image_order(const Shape& image, DataLayout layout,
                                                     const InputFormat& input);

}  // namespace mho
