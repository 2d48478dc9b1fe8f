// The nodes and constants of a file while normalize_quantization() rewrites them. Private to it.
#pragma once

#include <onnx/onnx_pb.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "workloads/onnx/tensor.hpp"

namespace mho {

/// The integers of a value: names of its scale and zero point (empty: 0), and what the codes are.
struct StoredFormat {
  std::string scale, zero_point;
  std::int64_t low = 0, high = 0;
  std::int64_t axis = 1;
  bool bipolar = false;  ///< -1 and 1
};

/// Lowest and highest number of an integer type of at most 16 bits; nothing for others.
std::optional<std::pair<std::int64_t, std::int64_t>> range_of_type(int type);

class QuantizationRewriter {
 public:
  QuantizationRewriter(onnx::ModelProto& model, const std::string& file);

  /// Rewrites all nodes.
  void run();

 private:
  // quantized/rewriter.cpp: constants and nodes
  [[noreturn]] void fail(const onnx::NodeProto& node, const std::string& message) const;
  const onnx::TensorProto* constant(const std::string& name) const;
  /// The numbers of a constant; fails when it is computed or has none.
  std::vector<double> numbers(const onnx::NodeProto& node, int input, const char* what) const;
  std::string input(const onnx::NodeProto& node, int index) const {
    return index < node.input_size() ? node.input(index) : "";
  }
  std::string free_name(const std::string& wish);
  std::string add_floats(const std::string& wish, const std::vector<float>& values,
                         const std::vector<std::int64_t>& shape);
  /// A node with `of`'s name and attributes, in another place.
  onnx::NodeProto& emit(const onnx::NodeProto& of, const std::string& type,
                        const std::vector<std::string>& inputs, const std::string& output,
                        bool with_attributes = false);
  void set(onnx::NodeProto& node, const std::string& name, std::int64_t value);

  // quantized/formats.cpp: number formats of values
  void emit_quantize(const onnx::NodeProto& of, const std::string& x, const StoredFormat& format,
                     const std::string& output, bool one_multiplier = false);
  /// The name of a float value that is what `name`, codes of this format, stand for.
  std::string dequantized(const onnx::NodeProto& of, const std::string& name,
                          const StoredFormat& format, std::int64_t block_size = 0);
  /// The format by three inputs of a node: codes (a type), scale, zero point.
  StoredFormat format_at(const onnx::NodeProto& node, int scale, int zero_point,
                         std::int64_t axis) const;
  /// Fails where a scale is not a constant of finite numbers above 0.
  void check_scale(const onnx::NodeProto& node, int scale) const;
  bool same_numbers(const std::string& one, const std::string& other) const;
  std::pair<std::int64_t, std::int64_t> codes_of(const onnx::NodeProto& node,
                                                 const std::string& zero_point) const;

  // quantized/rewriter.cpp, quantized/linear.cpp, quantized/integer.cpp, quantized/qonnx.cpp
  void rewrite(const onnx::NodeProto& node);
  void rewrite_quantize(const onnx::NodeProto& node);
  void rewrite_dequantize(const onnx::NodeProto& node);
  void rewrite_clip(const onnx::NodeProto& node);
  bool clips_constant(const onnx::NodeProto& node) const;
  onnx::NodeProto* maker(const std::string& value);
  std::string joined_integers(const onnx::NodeProto& concat, const std::string& name,
                              const StoredFormat& format);
  void rewrite_moves(const onnx::NodeProto& node);
  void rewrite_product(const onnx::NodeProto& node, const std::string& type);
  void rewrite_qgemm(const onnx::NodeProto& node);
  void rewrite_elementwise(const onnx::NodeProto& node, const std::string& type);
  void rewrite_unary(const onnx::NodeProto& node, const std::string& type);
  void rewrite_concat(const onnx::NodeProto& node);
  void rewrite_dynamic(const onnx::NodeProto& node);
  void rewrite_integer_product(const onnx::NodeProto& node, const std::string& type);
  void rewrite_quant(const onnx::NodeProto& node);
  void rewrite_bipolar(const onnx::NodeProto& node);
  // quantized/truncation.cpp
  void rewrite_trunc(const onnx::NodeProto& node);
  struct Truncation;
  Truncation truncation_of(const onnx::NodeProto& node) const;
  void limit(const onnx::NodeProto& node, Truncation& truncation);
  double single(const onnx::NodeProto& node, int index, const char* what) const;
  std::optional<std::pair<double, double>> range_of(const std::string& value);
  std::pair<std::string, double> before_factor(const std::string& value);
  std::string emit_step(const onnx::NodeProto& of, const std::string& type, const std::string& x,
                        double number);
  std::string whole_zero_point(const onnx::NodeProto& node, int index) const;

  onnx::ModelProto& model_;
  const std::string file_;
  std::map<std::string, const onnx::TensorProto*> constants_;
  std::map<std::string, StoredFormat> formats_;  ///< of computed integers
  /// Constants of integers behind a Clip.
  struct Clipped {
    std::string constant;
    std::int64_t low, high;
  };
  std::map<std::string, Clipped> clipped_;
  /// Floats that are the same as others: DequantizeLinear of what QuantizeLinear made.
  std::map<std::string, std::string> same_as_;
  std::set<std::string> outputs_;                            ///< of the graph
  std::map<std::string, std::pair<double, double>> ranges_;  ///< of what Trunc makes
  std::map<std::string, int> uses_;  ///< by value: inputs of nodes and outputs of the graph
  std::set<std::string> dynamic_;    ///< values whose scale is found while they run
  std::set<std::string> names_;
  std::vector<onnx::NodeProto> nodes_;
  std::vector<onnx::TensorProto> made_;
};

}  // namespace mho
