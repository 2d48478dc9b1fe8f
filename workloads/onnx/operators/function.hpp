// Which operator of ONNX is which function of one number; import and export read it.
#pragma once

#include <cstdint>
#include <string_view>

#include "workloads/graph/graph.hpp"

namespace mho {

struct FunctionOperator {
  std::string_view type;
  Function function;
  std::int64_t since;              ///< first operator set whose definition mho reads
  std::string_view first, second;  ///< the names of alpha and beta, empty where there is none
  float alpha = 1, beta = 1;       ///< defaults
};

/// The operator that is this function whatever its attributes; nullptr for gelu, gelu_tanh (one
/// operator) and silu (none).
const FunctionOperator* function_operator(Function function);

}  // namespace mho
