#include "workloads/onnx/tensor.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "sim/base/error.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/external_data.hpp"

namespace mho {

namespace {

static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");

/// IEEE 754 binary16.
float float_of_half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31;
  const auto fraction = static_cast<float>(bits & 1023);
  const float sign = (bits >> 15) != 0 ? -1.0f : 1.0f;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  if (exponent < 31) return sign * std::ldexp(1024 + fraction, exponent - 25);
  return fraction == 0 ? sign * std::numeric_limits<float>::infinity()
                       : std::numeric_limits<float>::quiet_NaN();
}

/// The upper half of a float.
float float_of_bfloat(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

class TensorReader {
 public:
  TensorReader(const onnx::TensorProto& tensor, const std::string& file, const std::string& key)
      : tensor_(tensor), file_(file), key_(key) {}

  Shape shape() const {
    Shape shape(tensor_.dims().begin(), tensor_.dims().end());
    // An empty list of integers is a shape (that of a scalar); an empty one of floats stands for an
    // input that is left out.
    if (const auto problem = shape_problem(shape, 0)) fail(*problem);
    return shape;
  }

  /// `count` elements of type Stored from the file beside, the raw bytes, or else the typed field.
  template <class Stored, class Out, class Field>
  std::vector<Out> elements(std::int64_t count, const Field& field) const {
    const auto size = static_cast<std::size_t>(count);
    const bool outside = lies_outside(tensor_);
    if (!outside && !tensor_.has_raw_data()) {
      if (field.size() == 0 && size > 0) fail(kNoValues);
      check(static_cast<std::size_t>(field.size()), size, "elements");
      return std::vector<Out>(field.begin(), field.end());
    }
    const std::size_t bytes = size * sizeof(Stored);
    OutsideValues place;
    if (outside)
      place = outside_values(tensor_, file_, bytes);
    else
      check(tensor_.raw_data().size(), bytes, "bytes");
    if (!place.problem.empty()) fail(place.problem);
    std::vector<Stored> stored(size);
    if (outside && !place.read(bytes, stored.data())) fail("its file cannot be read");
    if (!outside && size > 0) std::memcpy(stored.data(), tensor_.raw_data().data(), bytes);
    if constexpr (std::is_same_v<Stored, Out>)
      return stored;
    else
      return std::vector<Out>(stored.begin(), stored.end());
  }

  /// Halves are stored as the bits of an integer.
  std::vector<float> halves(std::int64_t count, float (*value)(std::uint16_t)) const {
    std::vector<float> values;
    for (const std::uint16_t bits :
         elements<std::uint16_t, std::uint16_t>(count, tensor_.int32_data()))
      values.push_back(value(bits));
    return values;
  }

  /// Can the values be had? Of weights without their file a shape is left.
  bool has_values(std::int64_t count) const {
    if (!lies_outside(tensor_))
      return tensor_.has_raw_data() || tensor_.float_data_size() > 0 ||
             tensor_.double_data_size() > 0 || tensor_.int32_data_size() > 0 || count == 0;
    return !outside_values(tensor_, file_, 0).is_missing;
  }

  /// Integers of fewer bits than a byte, the first in the lowest bits.
  std::vector<std::int64_t> packed(std::int64_t count, int bits, bool is_signed) const {
    const auto size = static_cast<std::size_t>(count);
    const std::size_t in_byte = 8 / static_cast<std::size_t>(bits);
    const std::size_t bytes = (size + in_byte - 1) / in_byte;
    const auto stored = elements<std::uint8_t, std::int64_t>(static_cast<std::int64_t>(bytes),
                                                             tensor_.int32_data());
    std::vector<std::int64_t> values(size);
    const std::int64_t levels = std::int64_t{1} << bits;
    for (std::size_t i = 0; i < size; ++i) {
      const std::int64_t code = stored[i / in_byte] >> (i % in_byte * bits) & (levels - 1);
      values[i] = is_signed && code >= levels / 2 ? code - levels : code;
    }
    return values;
  }

  [[noreturn]] void fail(const std::string& message) const {
    throw InputError({file_, 0}, key_, message);
  }

 private:
  static constexpr const char* kNoValues =
      "has a shape and no values; a file with weights is wanted (times and counts alone need none: "
      "--values off)";

  void check(std::size_t held, std::size_t wanted, const char* what) const {
    if (held == wanted) return;
    fail("holds " + std::to_string(held) + ' ' + what + ", but its shape wants " +
         std::to_string(wanted));
  }

  const onnx::TensorProto& tensor_;
  const std::string& file_;
  const std::string& key_;
};

}  // namespace

std::string onnx_type_name(int type) {
  static constexpr const char* kNames[] = {"undefined",  "float",   "uint8",  "int8",   "uint16",
                                           "int16",      "int32",   "int64",  "string", "bool",
                                           "float16",    "double",  "uint32", "uint64", "complex64",
                                           "complex128", "bfloat16"};
  switch (type) {
    case kUint4:
      return "uint4";
    case kInt4:
      return "int4";
    case kUint2:
      return "uint2";
    case kInt2:
      return "int2";
    default:
      break;
  }
  if (type >= 0 && type < static_cast<int>(std::size(kNames))) return kNames[type];
  return "number " + std::to_string(type);
}

bool reads_as_float(int type) {
  return type == onnx::TensorProto::FLOAT || type == onnx::TensorProto::FLOAT16 ||
         type == onnx::TensorProto::BFLOAT16;
}

StoredTensor read_tensor(const onnx::TensorProto& tensor, const std::string& file,
                         const std::string& key, bool values) {
  const TensorReader reader(tensor, file, key);
  if (tensor.has_segment()) reader.fail("is stored in segments, which are not accepted");
  StoredTensor stored;
  stored.type = reads_as_float(tensor.data_type()) ? onnx::TensorProto::FLOAT : tensor.data_type();
  stored.shape = reader.shape();
  const std::int64_t count = element_count(stored.shape);
  if (!values && stored.is_float() && !reader.has_values(count)) return stored;
  switch (tensor.data_type()) {
    case onnx::TensorProto::FLOAT:
      stored.floats = reader.elements<float, float>(count, tensor.float_data());
      break;
    case onnx::TensorProto::FLOAT16:
      stored.floats = reader.halves(count, float_of_half);
      break;
    case onnx::TensorProto::BFLOAT16:
      stored.floats = reader.halves(count, float_of_bfloat);
      break;
    case onnx::TensorProto::DOUBLE: {
      const auto doubles = reader.elements<double, double>(count, tensor.double_data());
      for (const double value : doubles) stored.floats.push_back(static_cast<float>(value));
      break;
    }
    case onnx::TensorProto::INT64:
      stored.integers = reader.elements<std::int64_t, std::int64_t>(count, tensor.int64_data());
      break;
    case onnx::TensorProto::INT32:
      stored.integers = reader.elements<std::int32_t, std::int64_t>(count, tensor.int32_data());
      break;
    case onnx::TensorProto::BOOL:
      stored.integers = reader.elements<std::uint8_t, std::int64_t>(count, tensor.int32_data());
      break;
    case onnx::TensorProto::UINT8:
      stored.integers = reader.elements<std::uint8_t, std::int64_t>(count, tensor.int32_data());
      break;
    case onnx::TensorProto::INT8:
      stored.integers = reader.elements<std::int8_t, std::int64_t>(count, tensor.int32_data());
      break;
    case onnx::TensorProto::UINT16:
      stored.integers = reader.elements<std::uint16_t, std::int64_t>(count, tensor.int32_data());
      break;
    case onnx::TensorProto::INT16:
      stored.integers = reader.elements<std::int16_t, std::int64_t>(count, tensor.int32_data());
      break;
    case kUint4:
    case kInt4:
      stored.integers = reader.packed(count, 4, stored.type == kInt4);
      break;
    case kUint2:
    case kInt2:
      stored.integers = reader.packed(count, 2, stored.type == kInt2);
      break;
    default:
      break;  // Refused where a node uses it.
  }
  return stored;
}

}  // namespace mho
