// NPY, NumPy's format of one array, versions 1 and 2: magic, version, length, a Python dictionary
// with type, order and shape, then the values
// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Little-endian C order
// only.
#include <algorithm>
#include <bit>
#include <cstring>

#include "workloads/datasets/byte_source.hpp"
#include "workloads/datasets/format.hpp"
#include "workloads/datasets/npy_header.hpp"

namespace mho {

static_assert(std::endian::native == std::endian::little, "values are copied as they stand");

namespace {

template <class Number>
std::vector<float> converted(const std::vector<unsigned char>& bytes) {
  std::vector<float> values(bytes.size() / sizeof(Number));
  for (std::size_t i = 0; i < values.size(); ++i) {
    Number number;
    std::memcpy(&number, bytes.data() + i * sizeof(Number), sizeof(Number));
    values[i] = static_cast<float>(number);
  }
  return values;
}

struct NumberType {
  const char* descr;  ///< NumPy's name without byte order
  int bytes;
  std::vector<float> (*convert)(const std::vector<unsigned char>&);
};

const NumberType kTypes[] = {
    {"u1", 1, converted<std::uint8_t>},  {"i1", 1, converted<std::int8_t>},
    {"u2", 2, converted<std::uint16_t>}, {"i2", 2, converted<std::int16_t>},
    {"u4", 4, converted<std::uint32_t>}, {"i4", 4, converted<std::int32_t>},
    {"u8", 8, converted<std::uint64_t>}, {"i8", 8, converted<std::int64_t>},
    {"f4", 4, converted<float>},         {"f8", 8, converted<double>},
};

NumberType number_type(const ByteSource& source, const std::string& descr) {
  if (descr.starts_with('>'))
    source.fail("NPY type '" + descr + "' is big-endian; save the array little-endian");
  for (const NumberType& type : kTypes) {
    // One byte has no order, which NumPy writes as "|".
    const bool ordered = descr.starts_with('<') || descr.starts_with('=');
    if (descr.substr(std::min<std::size_t>(descr.size(), 1)) == type.descr &&
        (ordered || (type.bytes == 1 && descr[0] == '|')))
      return type;
  }
  source.fail("NPY type '" + descr +
              "' is not supported, only u1, i1, u2, i2, u4, i4, u8, i8, f4, f8");
}

std::string header_of(ByteSource& source) {
  constexpr int kLongest = 1 << 16;
  const auto start = source.take(8, "the magic number");
  if (std::memcmp(start.data(), "\x93NUMPY", 6) != 0)
    source.fail("is not NPY: it does not begin with \\x93NUMPY");
  const int version = start[6];
  if (version != 1 && version != 2)
    source.fail("NPY version " + std::to_string(version) + " is not supported, only 1 and 2");
  const auto length_bytes = source.take(version == 1 ? 2 : 4, "the NPY header's length");
  std::int64_t length = 0;
  for (std::size_t i = 0; i < length_bytes.size(); ++i)
    length += std::int64_t{length_bytes[i]} << (8 * i);
  if (length > kLongest)
    source.fail("NPY header of " + std::to_string(length) + " bytes, more than 65536");
  const auto bytes = source.take(length, "the NPY header");
  return {bytes.begin(), bytes.end()};
}

}  // namespace

NumberArray read_npy(const std::string& file, int limit) {
  ByteSource source(file);
  return read_npy(source, file, limit);
}

NumberArray read_npy(ByteSource& source, const std::string& file, int limit) {
  const NpyHeader header = parse_npy_header(
      header_of(source), [&](const std::string& message) { source.fail(message); });
  const NumberType type = number_type(source, header.descr);
  if (header.fortran_order)
    source.fail("NPY array is in Fortran order; save it in C order (numpy.ascontiguousarray)");
  NumberArray array{file, header.shape, {}};
  const std::int64_t count = values_to_read(file, array.shape, limit);
  const char* what = "what the NPY header states";
  source.expect_left(stated_bytes(array.shape, type.bytes), what);
  const auto bytes = source.take(count * type.bytes, what);
  if (limit == 0 || limit >= array.shape[0]) source.expect_end();
  array.values = type.convert(bytes);
  return array;
}

}  // namespace mho
