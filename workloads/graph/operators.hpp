// What a graph alone tells of an operator: one row an operator (graph/operators.cpp). What other
// rooms do with operators are columns that those rooms own, tables by the same Op:
// float/operators.cpp runs them, onnx/operators.cpp reads and writes them,
// quantize/lowering/operators.cpp makes layers of them. None can lack an operator.
#pragma once

#include <initializer_list>
#include <span>

#include "workloads/graph/enum_table.hpp"
#include "workloads/graph/graph.hpp"

namespace mho {

template <class Entry>
using OperatorTable = EnumTable<Op, kLastOp, Entry>;

template <class Entry>
using FunctionTable = EnumTable<Function, kLastFunction, Entry>;

/// Where the elements of an operator's input are in its output.
enum class Places {
  lost,      ///< nowhere: each of the output is made of several, or chosen by its number
  same,      ///< each at its own place, as far as the output has the input's shape
  kept,      ///< the output is the input
  in_order,  ///< one after another as before, in another shape
  permuted,  ///< with the axes in the order of attributes.perm
  partly     ///< along the same axes, but some are left out, or others stand among them
};

/// Some inputs of an operator.
class InputSet {
 public:
  constexpr InputSet(std::initializer_list<int> inputs) {
    for (const int input : inputs) bits_ |= 1U << input;
  }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool contains(std::size_t input) const { return input < 32 && (bits_ >> input & 1U); }

 private:
  unsigned bits_ = 0;
};

/// A null function: not this operator.
struct Operator {
  const char* name = "";
  Places places = Places::lost;

  /// Pointwise: an element of the output from those of the inputs at its place, as broadcast.
  double (*element)(const Attributes&, std::span<const double> inputs) = nullptr;

  /// The inputs that are matrices of a product; the operator's terms are MACs then.
  InputSet matrices{};
  /// How many terms one element of the output is the sum or maximum of, where inputs are read more
  /// than once.
  std::int64_t (*terms)(const Graph&, const Node&) = nullptr;

  /// Reads [batch][channels][space...], with a kernel that slides over space.
  bool reads_image = false;
  /// The axis of the input that a matrix is multiplied with: its channels. Nothing where none is.
  std::optional<std::size_t> (*matrix_axis)(const Graph&, const Node&, std::size_t input) = nullptr;

  /// Foldable: the axis of the weights, input 1, that counts the channels on the output's axis 1,
  /// of which each takes a factor and a shift. Nothing where the channels lie otherwise.
  std::optional<std::size_t> (*channel_axis)(const Graph&, const Node&) = nullptr;

  /// May its constants be infinite: limits, and what is added or chosen as a mask? Lowering sees to
  /// it that nothing else is made of them.
  bool takes_infinite = false;
};

const Operator& operator_of(Op op);

/// Multiply-accumulates of the node.
std::int64_t macs_of(const Graph& graph, const Node& node);

/// What computing the node takes: elements that are read and written, and terms that are summed, as
/// far as they differ in order of magnitude.
double operations_of(const Graph& graph, const Node& node);

}  // namespace mho
