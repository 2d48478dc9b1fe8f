// The operators of ONNX that mho takes, as a table of docs/operators.md.
#pragma once

#include <string>

namespace mho {

/// A line of Markdown an operator: what of a chip runs it, its operator sets, what is restricted.
std::string operators_markdown();

}  // namespace mho
