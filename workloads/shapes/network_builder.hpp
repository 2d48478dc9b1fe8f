// Puts a float Graph together, value by value, with synthetic constants: what the blocks of
// shape-only networks (shapes/network_block.hpp) are written with. Convolutions are normalized as
// they are added: each channel gets a mean near 0 and a deviation near 1 on one synthetic input,
// the probe, by scaling its weights and choosing its bias. That is what folding a trained batch
// normalization does (and Mishkin and Matas, "All you need is a good init", ICLR 2016, where there
// is none), so activations stay normalized through any depth, and ReLU cuts off about half of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

/// Whether constants have values. Without, they have a shape alone: enough to map and to count.
enum class Values { off, on };

enum class Activation { none, relu, relu6, silu, gelu, gelu_tanh, sigmoid, tanh };

enum class Padding { same, valid };

struct Convolution {
  int channels = 0;
  int kernel_h = 1, kernel_w = 1;
  int stride_h = 1, stride_w = 1;
  Padding padding = Padding::same;
  int groups = 1;
  bool normalized = true;
};

/// Values are indices into the graph's; names of nodes start with the scope. Not thread-safe.
class NetworkBuilder {
 public:
  /// A network of one input, of the probe's shape. With Values::off the probe needs no values.
  /// `threads`: 0 = one per core; the same bits for any.
  NetworkBuilder(std::string name, std::uint64_t seed, Values values, Tensor probe, int threads);

  void set_scope(std::string scope) { scope_ = std::move(scope); }
  const std::string& scope() const { return scope_; }
  const Shape& shape(int value) const { return graph_.values[index(value)].shape; }
  int input() const { return graph_.inputs[0]; }
  /// Elements of the learned constants so far.
  std::int64_t parameters() const { return parameters_; }
  /// The network whose output is `output`.
  Graph take(int output) &&;

  /// Of [1][channels][height][width]. Throws InputError (key: the scope) when the kernel does not
  /// fit or groups do not divide the channels.
  int conv(const std::string& name, int x, const Convolution& convolution);
  int max_pool(const std::string& name, int x, int kernel, int stride, Padding padding);
  int average_pool(const std::string& name, int x, int kernel, int stride, Padding padding);
  int global_average_pool(const std::string& name, int x);
  /// Along the last axis of [1][n] (Gemm) or [1][tokens][n] (MatMul, Add). Weights have deviation
  /// gain / sqrt(n): 1 after Glorot and Bengio (2010), sqrt(2) behind a ReLU after He et al.
  /// (2015).
  int linear(const std::string& name, int x, int outputs, double gain, bool bias = true);
  int activate(const std::string& name, int x, Activation activation);
  int layer_norm(const std::string& name, int x);        ///< along the last axis
  int softmax(const std::string& name, int x);           ///< along the last axis
  int lstm(const std::string& name, int x, int hidden);  ///< [steps][1][n] -> [steps][1][hidden]

  int add(const std::string& name, int a, int b) { return elementwise(Op::add, name, a, b); }
  int multiply(const std::string& name, int a, int b) { return elementwise(Op::mul, name, a, b); }
  int matmul(const std::string& name, int a, int b);
  int concat(const std::string& name, int a, int b, int axis);
  int token(const std::string& name, int x, int position);  ///< [1][tokens][n] -> [1][n]
  int reshape(const std::string& name, int x, Shape shape);
  int transpose(const std::string& name, int x, std::vector<int> perm);

  /// A learned constant, trained-like around `mean`.
  int parameter(const std::string& name, Shape shape, double deviation, double mean = 0);
  /// What earlier runs of the network computed: standard normal.
  int computed_before(const std::string& name, Shape shape);
  /// A constant that is part of the structure (a mask): has its values with Values::off too.
  int structure(const std::string& name, Tensor tensor);

 private:
  static std::size_t index(int value) { return static_cast<std::size_t>(value); }
  std::string full(const std::string& name) const { return scope_ + "." + name; }
  [[noreturn]] void fail(const std::string& message) const;
  int add_value(const std::string& name, Shape shape);
  int add_node(Op op, const std::string& name, std::vector<int> inputs, Shape output,
               Attributes attributes = {});
  int elementwise(Op op, const std::string& name, int a, int b);
  int pool(Op op, const std::string& name, int x, int kernel, int stride, Padding padding);
  struct Window;
  /// Attributes and output sides of a window over [1][channels][height][width].
  Window window(int x, int kernel_h, int kernel_w, int stride_h, int stride_w,
                Padding padding) const;
  /// Gives the channels of the convolution with this output their mean and deviation.
  void normalize(int output);
  /// What `value` is when the input is the probe; computed once.
  Tensor& probe(int value);

  Graph graph_;
  std::int64_t parameters_ = 0;
  std::uint64_t seed_;
  Values values_;
  int threads_;
  std::string scope_;
  std::vector<int> producer_;  ///< of each value: its node, -1 = none
  std::vector<Tensor> probe_;  ///< of each value, once computed
};

}  // namespace mho
