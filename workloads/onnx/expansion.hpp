// Operators that are several of ONNX's own: written as such nodes, which are imported in their
// place. Shapes and constants of the parts are then found as those of any other node.
#pragma once

#include <onnx/onnx_pb.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

class Expansion {
 public:
  using Attribute = std::variant<std::int64_t, float, std::string, std::vector<std::int64_t>>;
  using NamedAttributes = std::initializer_list<std::pair<const char*, Attribute>>;

  /// `number` tells the expansions of a model apart.
  Expansion(const onnx::NodeProto& from, int number);

  /// The name of an input or output of the node that is expanded; "" where it is absent.
  std::string input(int index) const;
  std::string output(int index) const;

  /// A node of operator set 18; returns the name of its output, which is `output` or a new one.
  std::string add(const std::string& type, std::vector<std::string> inputs,
                  NamedAttributes attributes = {}, const std::string& output = "");
  /// A node as it is.
  void add(onnx::NodeProto node) { nodes_.push_back(std::move(node)); }

  std::string number(float value) { return floats({{}, {value}}); }
  std::string floats(const Tensor& tensor);
  std::string integers(const std::vector<std::int64_t>& values);
  std::string integer(std::int64_t value);

  // What most operators are made of. `output` as of add().
  std::string reshape(const std::string& value, const Shape& shape, const std::string& output = "");
  std::string transpose(const std::string& value, std::vector<std::int64_t> perm,
                        const std::string& output = "");
  /// [first, last) along the axis.
  std::string slice(const std::string& value, std::int64_t axis, std::int64_t first,
                    std::int64_t last, const std::string& output = "");
  std::string gather(const std::string& value, std::int64_t axis,
                     const std::vector<std::int64_t>& indices, const std::string& output = "");

  std::string free_name();
  const std::string& base() const { return base_; }
  std::vector<onnx::NodeProto> take() && { return std::move(nodes_); }

 private:
  std::string constant(onnx::TensorProto tensor);

  const onnx::NodeProto& from_;
  std::string base_, prefix_;
  int values_ = 0;
  std::vector<onnx::NodeProto> nodes_;
};

/// The operator set that expansions are written for.
inline constexpr std::int64_t kExpansionSet = 18;

}  // namespace mho
