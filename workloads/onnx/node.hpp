// One node of an ONNX file as its importer sees it: inputs with shapes, attributes with types.
// Every complaint becomes an InputError with file and node.
#pragma once

#include <onnx/onnx_pb.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/graph/graph.hpp"
#include "workloads/graph/reading_budget.hpp"
#include "workloads/onnx/tensor.hpp"

namespace mho {

/// Constants by name that are not floats: shapes, flags, and types only their refusal needs.
using OtherConstants = std::map<std::string, StoredTensor>;

/// What is known of the model when a node is read.
struct Surroundings {
  const Graph& graph;
  const OtherConstants& others;
  ReadingBudget& budget;
  const std::set<int>& integers;      ///< values that are integers, from those of an input
  const std::set<std::string>& used;  ///< names that a node, or the output of the model, reads
  std::int64_t batch;
};

class OnnxNode {
 public:
  /// `inputs` holds a value's index for each input: kAbsent when left out, kOther when it is one of
  /// `others`.
  static constexpr int kAbsent = -1, kOther = -2;

  OnnxNode(const onnx::NodeProto& proto, const Surroundings& around, std::vector<int> inputs,
           std::int64_t operator_set);

  std::int64_t operator_set() const { return operator_set_; }
  /// The fixed batch that the file was exported with, where one image stands for it here.
  std::int64_t batch() const { return around_.batch; }
  const std::string& type() const { return proto_.op_type(); }
  int output_count() const { return proto_.output_size(); }
  /// Whether the node names this output.
  bool has_output(int index) const {
    return index < output_count() && !proto_.output(index).empty();
  }
  /// Whether anything reads it.
  bool uses_output(int index) const {
    return has_output(index) && around_.used.contains(proto_.output(index));
  }
  int input_count() const { return static_cast<int>(inputs_.size()); }
  bool has_input(int index) const;

  /// Is the input an integer that is computed from integers of the network's input?
  bool is_computed_integer(int index) const;

  /// The value's index of a float input, kAbsent when it is left out; fails for other types.
  int value(int index) const;
  /// The shape of a float input that must be there.
  const Shape& shape(int index) const;
  /// The shape of an input of any type.
  const Shape& any_shape(int index) const;
  int rank(int index) const { return static_cast<int>(shape(index).size()); }

  /// A constant list of integers (a shape); fails when it is computed or of another type.
  const std::vector<std::int64_t>& constant_integers(int index, std::string_view what) const;
  /// Whether the input is absent, or known while the file is read.
  bool is_constant(int index) const;
  /// A constant of floats or integers, copied; fails when it is computed or of another type.
  StoredTensor constant(int index) const;
  /// ... or of integers of any type, as weights are stored.
  StoredTensor stored(int index) const;
  /// A constant float scalar, which is a number.
  float constant_scalar(int index, std::string_view what) const;
  /// Fails when there is no room for a constant of this shape, before it is made. `integers` may
  /// be none.
  void claim(const Shape& shape, bool integers) const;

  bool has_attribute(std::string_view name) const { return find(name) != nullptr; }
  std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
  /// A finite number.
  float number(std::string_view name, float otherwise) const;
  /// A number that may be infinite.
  float limit(std::string_view name, float otherwise) const;
  std::string text(std::string_view name, std::string_view otherwise) const;
  /// A tensor attribute; a float 0 when it is absent.
  StoredTensor tensor(std::string_view name) const;
  /// The list, or nothing when the attribute is absent.
  std::vector<std::int64_t> integers(std::string_view name) const;
  /// A list of `size` integers in smallest..2^24; when absent, `size` times `otherwise`.
  std::vector<int> sizes(std::string_view name, std::size_t size, int smallest,
                         int otherwise) const;
  /// The list, or nothing when the attribute is absent.
  std::vector<std::string> texts(std::string_view name) const;
  /// A graph attribute, or null.
  const onnx::GraphProto* body(std::string_view name) const;
  /// An axis attribute made non-negative; it lies in -rank..last. Sets before 11 knew no negative
  /// ones; as runtimes do, they are taken in any.
  int axis(int otherwise, int rank, int last) const;
  /// An axis of a tensor of `rank` dimensions, counted from its end when negative.
  int resolved_axis(std::int64_t axis, int rank) const;
  /// The axes of a reduction, squeeze or slice, as the attribute `axes` or else input `index`:
  /// rising, none twice. Nothing when they are left out.
  std::vector<int> axes(int index, int rank) const;
  /// A list that is the attribute `name` or else input `index`: what was an attribute in an older
  /// operator set became an input.
  std::vector<std::int64_t> listed(std::string_view name, int index) const;
  const onnx::AttributeProto* find(std::string_view name) const;

  [[noreturn]] void fail(const std::string& message) const;

 private:
  const onnx::AttributeProto* find(std::string_view name, int type) const;

  const onnx::NodeProto& proto_;
  const Surroundings around_;
  std::vector<int> inputs_;
  std::int64_t operator_set_;
};

/// The node's name, or that of its output.
std::string node_name(const onnx::NodeProto& node);

/// "node 'conv1'", the key of problems.
std::string node_key(const onnx::NodeProto& node);

}  // namespace mho
