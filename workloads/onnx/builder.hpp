// The graph while its ONNX file is read: values by name, the limits of memory, and constants
// computed as soon as everything they depend on is constant. Knows no operator.
#pragma once

#include <map>
#include <set>
#include <string>

#include "workloads/graph/graph.hpp"
#include "workloads/onnx/node.hpp"

namespace mho {

class OnnxGraphBuilder {
 public:
  OnnxGraphBuilder(const std::string& name, const std::string& file);

  const Graph& graph() const { return graph_; }
  const OtherConstants& others() const { return others_; }
  ReadingBudget& budget() { return budget_; }
  Graph take() && { return std::move(graph_); }

  bool known(const std::string& name) const { return indices_.count(name) || others_.count(name); }
  /// The value's index, OnnxNode::kOther for a constant that is not float, kAbsent when unknown.
  int find(const std::string& name) const;
  /// `wish`, or with a number behind when there is a value of that name.
  std::string free_name(const std::string& wish);

  // All of these throw InputError under `key` when the value's name is taken or empty, or its shape
  // is none or too large.
  int add_input(const std::string& name, const Shape& shape, const std::string& key,
                bool integer = false);
  void add_output(int value) { graph_.outputs.push_back(value); }
  void add_constant(const std::string& name, StoredTensor stored, const std::string& key);
  /// Appends a node with inputs that are values, or runs it when all of them are constant. Returns
  /// the index of its output.
  int add_node(Node node, const Shape& shape, const std::string& output, const std::string& key);

  /// Is the value computed from integers of the input, and an integer itself?
  bool is_integer(int value) const { return integers_.contains(value); }
  const std::set<int>& integers() const { return integers_; }
  /// The value of this name is a float from here on.
  void make_float(const std::string& name) { integers_.erase(find(name)); }
  /// A float constant that is integers in the file.
  void add_constant(const std::string& name, Tensor values, ConstantFormat format,
                    const std::string& key);

  /// A float constant whose values are the numbers of its elements, from `first` on.
  int add_positions(const Shape& shape, std::int64_t first, const std::string& key);
  /// While true, empty tensors are allowed: lists of integers may be empty.
  void set_allows_empty(bool allows) { allows_empty_ = allows; }
  /// Replaces a constant of positions by the elements of `pool` at these.
  void replace_positions(const std::string& name, const StoredTensor& pool);

 private:
  /// Of values that are integers, or constants beside them.
  bool stays_integer(const Node& node) const;
  int add_value(const std::string& name, const Shape& shape, const std::string& key,
                std::int64_t smallest = 1);
  void check_name(const std::string& name, const std::string& key) const;
  /// Fails with what a budget says.
  void ask(const std::optional<std::string>& problem, const std::string& key) const;
  [[noreturn]] void fail(const std::string& key, const std::string& message) const;

  Graph graph_;
  std::map<std::string, int> indices_;
  OtherConstants others_;
  std::set<int> integers_;
  std::map<std::string, int> numbered_;  ///< by wish: the last number behind it
  ReadingBudget budget_;
  bool allows_empty_ = false;
};

/// Where the importer of an operator that becomes several nodes puts them.
class NodeWriter {
 public:
  NodeWriter(OnnxGraphBuilder& builder, const onnx::NodeProto& proto)
      : builder_(builder), proto_(proto) {}

  /// Adds a node whose output is the ONNX node's output `number`, or an intermediate value when
  /// that is negative. Returns the output's index.
  int add(Op op, std::vector<int> inputs, const Shape& shape, Attributes attributes = {},
          int number = -1);
  int constant(Tensor tensor);
  /// The ONNX node's output, as a constant that is integers in the file.
  void output(Tensor values, ConstantFormat format);
  const Shape& shape(int value) const { return builder_.graph().values[value].shape; }

 private:
  OnnxGraphBuilder& builder_;
  const onnx::NodeProto& proto_;
};

}  // namespace mho
