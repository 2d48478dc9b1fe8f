// IDX, the format of MNIST: two zero bytes, a type code, the rank, then sizes and values, all
// big-endian (http://yann.lecun.com/exdb/mnist). Only unsigned bytes (code 8) are read: all
// published sets of images use them.
#include "workloads/datasets/byte_source.hpp"
#include "workloads/datasets/format.hpp"

namespace mho {

NumberArray read_idx(const std::string& file, int limit) {
  constexpr int kUnsignedByte = 8;
  ByteSource source(file);
  const auto magic = source.take(4, "the magic number");
  const int rank = magic[3];
  if (magic[0] != 0 || magic[1] != 0)
    source.fail("is not IDX: the magic number must begin with two zero bytes");
  if (magic[2] != kUnsignedByte)
    source.fail("IDX type code " + std::to_string(magic[2]) +
                " is not supported, only 8 (unsigned byte)");
  if (rank < 1 || rank > 4)
    source.fail("IDX rank " + std::to_string(rank) + " is not supported, only 1 to 4");
  NumberArray array{file, {}, {}};
  const auto sizes = source.take(4 * rank, "the IDX header");
  for (std::size_t i = 0; i < sizes.size(); i += 4)
    array.shape.push_back((std::int64_t{sizes[i]} << 24) | (sizes[i + 1] << 16) |
                          (sizes[i + 2] << 8) | sizes[i + 3]);
  const std::int64_t count = values_to_read(file, array.shape, limit);
  const char* what = "what the IDX header states";
  source.expect_left(stated_bytes(array.shape, 1), what);
  const auto bytes = source.take(count, what);
  if (limit == 0 || limit >= array.shape[0]) source.expect_end();
  array.values.assign(bytes.begin(), bytes.end());
  return array;
}

}  // namespace mho
