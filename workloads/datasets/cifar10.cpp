// The binary version of CIFAR-10: records of one label byte and 3 x 32 x 32 pixel bytes, red plane
// first (https://www.cs.toronto.edu/~kriz/cifar.html).
#include <algorithm>

#include "workloads/datasets/byte_source.hpp"
#include "workloads/datasets/format.hpp"

namespace mho {

Cifar10 read_cifar10(const std::string& file, int limit) {
  constexpr std::int64_t kPixels = 3 * 32 * 32;
  constexpr std::int64_t kRecord = 1 + kPixels;
  ByteSource source(file);
  const auto cut_short = [&](std::int64_t bytes) {
    source.fail("is not a CIFAR-10 binary or is cut short: its size must be a multiple of 3073, " +
                std::to_string(bytes) + " bytes were read");
  };
  if (const auto left = source.left(); left && *left % kRecord != 0) cut_short(*left);
  const std::int64_t wanted = limit > 0 ? limit : kMostValues / kPixels;
  const auto bytes = source.take_all(wanted * kRecord);
  const auto read = static_cast<std::int64_t>(bytes.size());
  if (limit == 0 || read < wanted * kRecord) source.expect_end();
  if (read == 0 || read % kRecord != 0) cut_short(read);
  const std::int64_t count = read / kRecord;
  Cifar10 data{{file, {count, 3, 32, 32}, {}}, {file, {count}, {}}};
  data.images.values.reserve(static_cast<std::size_t>(count * kPixels));
  for (auto record = bytes.begin(); record != bytes.end(); record += kRecord) {
    if (*record > 9)
      source.fail("is not a CIFAR-10 binary: label " + std::to_string(*record) +
                  " is not in 0 to 9");
    data.labels.values.push_back(*record);
    data.images.values.insert(data.images.values.end(), record + 1, record + kRecord);
  }
  return data;
}

}  // namespace mho
