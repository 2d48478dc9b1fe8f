// Plain matrix products to compare with: fp32, and unsigned by signed bytes, by oneDNN on one core.
#pragma once

#include <cstdint>
#include <vector>

namespace mho {

class PlainProducts {
 public:
  /// [items][rows] times [rows][outputs], of one value: speed does not depend on it.
  PlainProducts(int items, int outputs, int rows);

  /// False when the benchmarks were built without oneDNN; the products then do nothing.
  static bool available();

  void multiply_floats();
  void multiply_bytes();

 private:
  int items_, outputs_, rows_;
  std::vector<float> float_inputs_, float_weights_, float_sums_;
  std::vector<std::uint8_t> byte_inputs_;
  std::vector<std::int8_t> byte_weights_;
  std::vector<std::int32_t> byte_sums_;
};

}  // namespace mho
