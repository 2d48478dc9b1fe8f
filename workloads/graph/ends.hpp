// The ends of a network as a chip sees them: one image in, one tensor out.
#pragma once

#include <string>

#include "workloads/graph/graph.hpp"

namespace mho {

/// The network with the output of this name alone; with all of them where it is empty. Throws
/// InputError when there is none of that name.
Graph with_output(Graph graph, const std::string& name);

/// Outputs that ArgMax or TopK made are what these choose from: accuracy takes the largest score
/// itself, as of a Softmax at the output.
Graph with_scores(Graph graph);

/// Several inputs as parts of one image, one behind another in the file's order, each flat; several
/// outputs likewise as one (outputs_joined). A network of one each stays as it is. Throws
/// InputError when some inputs are places in a table (tokens) and others are not: an image has one
/// number format.
Graph with_joined_ends(Graph graph);

}  // namespace mho
