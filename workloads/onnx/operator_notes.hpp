// What a user wants to know of each operator of ONNX that is accepted: what of a chip runs it, and
// what of it is not taken. docs/operators.md is made of this.
#pragma once

#include <string>
#include <vector>

namespace mho {

struct OperatorNote {
  std::string type;
  const char* runs_on;
  const char* restrictions;  ///< empty: none
};

/// One for each of onnx_operators(), and Constant, by name.
std::vector<OperatorNote> operator_notes();

/// "6 to 28": the operator sets of which it is read.
std::string operator_sets_of(const std::string& type);

}  // namespace mho
