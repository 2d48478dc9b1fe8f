// Magnitude pruning without retraining: weights, or whole rows and columns of a layer's weight
// matrix, that matter least are taken out; the first step of quantize().
//
// Weights: the smallest magnitudes of a layer become zero (Han et al., NIPS 2015, who retrain; here
// nothing is). Columns and rows: those with the smallest root of summed squares (He et al., Soft
// filter pruning, IJCAI 2018, for filters) are removed, the same number of every group, so that the
// rest is a smaller matrix. Columns go first; rows, then weights, are judged by what is left.
#pragma once

#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/config/fields.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// Shares of every matrix layer, rounded down; 0 = off.
struct PruningSpec {
  double weights = 0;
  double rows = 0;
  double columns = 0;
  std::vector<std::string> exclude{};  ///< layers that stay whole

  void fields(Fields& f);
};

/// Prunes one layer: `weights` (sizes, kept_rows and kept_outputs) with its `real` values,
/// [outputs][rows_per_group]. `columns_too` false: no column is removed. Ties go to the later
/// weight, row or column, which stays.
void prune(MatrixWeights& weights, std::vector<float>& real, const PruningSpec& spec,
           bool columns_too);

}  // namespace mho
