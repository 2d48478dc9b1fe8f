// NPY, NumPy's format of one array, versions 1 and 2: magic, version, length, a Python dictionary
// with type, order and shape, then the values
// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Little-endian C order
// only.
#include <bit>
#include <cstring>
#include <regex>

#include "workloads/byte_source.hpp"
#include "workloads/dataset_format.hpp"

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

/// The first group of `pattern` in the header.
std::string entry(const ByteSource& source, const std::string& header, const char* pattern,
                  const char* what) {
  std::smatch match;
  if (!std::regex_search(header, match, std::regex(pattern)))
    source.fail(std::string("NPY header has no valid ") + what);
  return match[1];
}

NumberType number_type(const ByteSource& source, const std::string& header) {
  const std::string descr =
      entry(source, header, "'descr' *: *'([^']*)'", "'descr' (a plain number type)");
  if (descr.starts_with('>'))
    source.fail("NPY type '" + descr + "' is big-endian; save the array little-endian");
  for (const NumberType& type : kTypes)
    if (descr.size() == 3 && descr.substr(1) == type.descr) return type;
  source.fail("NPY type '" + descr +
              "' is not supported, only u1, i1, u2, i2, u4, i4, u8, i8, f4, f8");
}

std::vector<std::int64_t> shape_of(const ByteSource& source, const std::string& header) {
  const std::string text = entry(source, header, "'shape' *: *\\(([0-9, ]{1,200})\\)", "'shape'");
  std::vector<std::int64_t> shape;
  const std::regex number("[0-9]+");
  for (std::sregex_iterator it(text.begin(), text.end(), number), end; it != end; ++it) {
    if (it->length() > 12) source.fail("NPY shape (" + text + ") is too large");
    shape.push_back(std::stoll(it->str()));
  }
  return shape;
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
  const std::string header = header_of(source);
  const NumberType type = number_type(source, header);
  if (entry(source, header, "'fortran_order' *: *(True|False)", "'fortran_order'") == "True")
    source.fail("NPY array is in Fortran order; save it in C order (numpy.ascontiguousarray)");
  NumberArray array{file, shape_of(source, header), {}};
  const std::int64_t count = values_to_read(file, array.shape, limit);
  const auto bytes = source.take(count * type.bytes, "what the NPY header states");
  if (limit == 0 || limit >= array.shape[0]) source.expect_end();
  array.values = type.convert(bytes);
  return array;
}

}  // namespace mho
