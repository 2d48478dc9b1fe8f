// IDX files: what they hold, and every way they can be wrong.
#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/workloads/scratch_folder.hpp"
#include "workloads/datasets/dataset.hpp"

namespace mho {

namespace {

Bytes big_endian(std::uint32_t value) {
  return {static_cast<unsigned char>(value >> 24), static_cast<unsigned char>(value >> 16),
          static_cast<unsigned char>(value >> 8), static_cast<unsigned char>(value)};
}

Bytes idx(const std::vector<std::uint32_t>& shape, const Bytes& values) {
  Bytes bytes{0, 0, 8, static_cast<unsigned char>(shape.size())};
  for (std::uint32_t size : shape)
    for (unsigned char byte : big_endian(size)) bytes.push_back(byte);
  bytes.insert(bytes.end(), values.begin(), values.end());
  return bytes;
}

Bytes counting(int count) {
  Bytes bytes;
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<unsigned char>(i));
  return bytes;
}

std::string write_packed(const std::string& file, const Bytes& bytes) {
  gzFile packed = gzopen(file.c_str(), "wb");
  gzwrite(packed, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(packed);
  return file;
}

DatasetSpec spec_of(const std::string& images, const std::string& labels, double scale = 1) {
  DatasetSpec spec;
  spec.format = DataFormat::idx;
  spec.images = images;
  spec.labels = labels;
  spec.scale = scale;
  return spec;
}

/// The message of the InputError that loading images of these bytes gives.
std::string error_of(const Bytes& images, int limit = 0) {
  const ScratchFolder folder;
  const auto labels = folder.write("labels", idx({2}, {3, 1}));
  try {
    load_dataset(spec_of(folder.write("images", images), labels), limit);
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems()[0].place.file == folder.path("images"));
    return error.problems()[0].message;
  }
  return "no error";
}

}  // namespace

TEST_CASE("IDX images and labels are read, scaled, plain or packed") {
  const ScratchFolder folder;
  const bool packed = GENERATE(false, true);
  const Bytes images = idx({2, 3, 2}, counting(12));
  const Bytes labels = idx({2}, {3, 1});
  const Dataset data = load_dataset(
      packed ? spec_of(write_packed(folder.path("images"), images),
                       write_packed(folder.path("labels"), labels), 0.5)
             : spec_of(folder.write("images", images), folder.write("labels", labels), 0.5),
      0);
  CHECK(data.channels == 1);
  CHECK(data.height == 3);
  CHECK(data.width == 2);
  REQUIRE(data.images() == 2);
  CHECK(data.labels == std::vector<std::int32_t>{3, 1});
  CHECK(data.image(1)[0] == 3.0f);
  CHECK(data.image(1)[5] == 5.5f);
}

TEST_CASE("a limit takes the first images, one beyond the end takes all") {
  const ScratchFolder folder;
  const auto spec = spec_of(folder.write("images", idx({3, 1, 2}, counting(6))),
                            folder.write("labels", idx({3}, {7, 8, 9})));
  const Dataset two = load_dataset(spec, 2);
  CHECK(two.labels == std::vector<std::int32_t>{7, 8});
  CHECK(two.pixels == std::vector<float>{0, 1, 2, 3});
  CHECK(load_dataset(spec, 4).images() == 3);
}

TEST_CASE("wrong IDX files are refused with what is wrong") {
  using Catch::Contains;
  CHECK(error_of(idx({2, 2, 2}, counting(8))) == "no error");
  CHECK_THAT(error_of({}), Contains("cut short"));
  CHECK_THAT(error_of({0, 0, 8}), Contains("cut short"));
  CHECK_THAT(error_of({1, 0, 8, 3}), Contains("magic number"));
  CHECK_THAT(error_of({0, 0, 13, 3}), Contains("type code 13"));
  CHECK_THAT(error_of({0, 0, 8, 5}), Contains("rank 5"));
  CHECK_THAT(error_of({0, 0, 8, 3, 0, 0}), Contains("cut short"));
  CHECK_THAT(error_of(idx({2, 2, 2}, counting(7))), Contains("needs 8 bytes, 7 are there"));
  CHECK_THAT(error_of(idx({2, 2, 2}, counting(9))), Contains("more data than its header states"));
  CHECK_THAT(error_of(idx({2, 0, 2}, {})), Contains("holds nothing"));
  CHECK_THAT(error_of(idx({2}, counting(2))), Contains("must have shape [n][elements]"));
}

TEST_CASE("a header that claims far more than the file holds is refused at once") {
  using Catch::Contains;
  const std::uint32_t huge = 0xffffffff;
  CHECK_THAT(error_of(idx({huge, huge, huge, huge}, counting(8))), Contains("values allowed"));
  CHECK_THAT(error_of(idx({500, 1000, 1000}, counting(8))), Contains("8 are there"));
}

TEST_CASE("a packed file that unpacks to more than its header states is refused") {
  const ScratchFolder folder;
  const auto bomb =
      write_packed(folder.path("bomb"), idx({2, 2, 2}, Bytes(std::size_t{64} << 20, 0)));
  REQUIRE_THROWS_WITH(load_dataset(spec_of(bomb, bomb), 0),
                      Catch::Contains("more data than its header states"));
}

TEST_CASE("a packed file cut short or damaged is refused") {
  const ScratchFolder folder;
  const auto labels = folder.write("labels", idx({2}, {3, 1}));
  Bytes noise;
  for (unsigned i = 0; i < 2000; ++i) noise.push_back(static_cast<unsigned char>(i * i * 37 / 11));
  const auto file = write_packed(folder.path("images"), idx({2, 50, 20}, noise));
  REQUIRE(load_dataset(spec_of(file, labels), 0).images() == 2);
  const Bytes whole = folder.read("images");
  for (std::size_t kept : {whole.size() / 2, whole.size() - 8, whole.size() - 1}) {
    CAPTURE(kept);
    folder.write("images", Bytes(whole.begin(), whole.begin() + static_cast<long>(kept)));
    REQUIRE_THROWS_WITH(load_dataset(spec_of(file, labels), 0), Catch::Contains("cut short"));
  }
  Bytes damaged = whole;
  damaged[whole.size() - 6] ^= 1;  // in the checksum
  folder.write("images", damaged);
  REQUIRE_THROWS_AS(load_dataset(spec_of(file, labels), 0), InputError);
}

TEST_CASE("a packed file with a wrong checksum or length is refused, and one with garbage behind") {
  using Catch::Contains;
  const ScratchFolder folder;
  const auto labels = folder.write("labels", idx({2}, {3, 1}));
  const auto file = write_packed(folder.path("images"), idx({2, 50, 20}, counting(2000)));
  const Bytes whole = folder.read("images");
  const auto error_of_packed = [&](const Bytes& bytes, int limit) -> std::string {
    folder.write("images", bytes);
    try {
      load_dataset(spec_of(file, labels), limit);
    } catch (const InputError& error) {
      return error.problems().at(0).message;
    }
    return "no error";
  };
  const auto changed = [&](std::size_t from_end) {
    Bytes bytes = whole;
    bytes[bytes.size() - from_end] ^= 1;
    return bytes;
  };
  const auto with = [&](const Bytes& more) {
    Bytes bytes = whole;
    bytes.insert(bytes.end(), more.begin(), more.end());
    return bytes;
  };
  CHECK(error_of_packed(whole, 0) == "no error");
  CHECK(error_of_packed(changed(8), 0) == "cannot be unpacked: damaged (incorrect data check)");
  CHECK(error_of_packed(changed(4), 0) == "cannot be unpacked: damaged (incorrect length check)");
  CHECK(error_of_packed(with({'x'}), 0) == "has more data behind its packed data");
  CHECK(error_of_packed(with({0, 0}), 0) == "has more data behind its packed data");
  CHECK(error_of_packed(with({0x1f, 0x8b, 8, 0}), 0) ==
        "is cut short: the packed data has no proper end");
  const Bytes no_trailer(whole.begin(), whole.end() - 8);
  for (const int limit : {0, 2, 3})
    CHECK(error_of_packed(no_trailer, limit) == "is cut short: the packed data has no proper end");
}

TEST_CASE("packed files that follow one another are one, as gzip has them") {
  const ScratchFolder folder;
  const auto labels = folder.write("labels", idx({2}, {3, 1}));
  const Bytes bytes = idx({2, 3, 2}, counting(12));
  write_packed(folder.path("one"), Bytes(bytes.begin(), bytes.begin() + 20));
  write_packed(folder.path("two"), Bytes(bytes.begin() + 20, bytes.end()));
  Bytes both = folder.read("one");
  const Bytes second = folder.read("two");
  both.insert(both.end(), second.begin(), second.end());
  const Dataset data = load_dataset(spec_of(folder.write("images", both), labels), 0);
  CHECK(data.image(1)[5] == 11.0f);
}

TEST_CASE("a file that is not packed is held against its header's sizes also where few are read") {
  using Catch::Contains;
  CHECK(error_of(idx({2, 2, 2}, counting(8)), 1) == "no error");
  CHECK_THAT(error_of(idx({2, 2, 2}, counting(7)), 1), Contains("needs 8 bytes, 7 are there"));
  CHECK_THAT(error_of(idx({2, 2, 2}, counting(9)), 1),
             Contains("more data than its header states"));
}

TEST_CASE("images and labels of different number are refused, also within the limit") {
  const ScratchFolder folder;
  const auto spec = spec_of(folder.write("images", idx({2, 2, 2}, counting(8))),
                            folder.write("labels", idx({3}, {1, 2, 3})));
  const int limit = GENERATE(0, 1);
  REQUIRE_THROWS_WITH(load_dataset(spec, limit), Catch::Contains("3 labels for 2 images"));
}

TEST_CASE("a missing file is named, Fashion-MNIST's with its Debian package") {
  using Catch::Contains;
  CHECK_THROWS_WITH(
      load_dataset(spec_of("/nonexistent/images", "/nonexistent/labels"), 0),
      Contains("/nonexistent/images: cannot be opened: No such file") && !Contains("package"));
  CHECK_THROWS_WITH(
      load_dataset(spec_of("/usr/share/datasets/fashion-mnist/absent.gz", "labels"), 0),
      Contains("Debian package dataset-fashion-mnist"));
  CHECK_THROWS_WITH(load_dataset(spec_of("/", "/"), 0), Contains("is a folder"));
}

TEST_CASE("a pipe or a device is refused, not waited for") {
  using Catch::Contains;
  const ScratchFolder folder;
  const std::string pipe = folder.path("pipe");
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_THROWS_WITH(load_dataset(spec_of(pipe, pipe), 0), Contains("is not a regular file"));
  CHECK_THROWS_WITH(load_dataset(spec_of("/dev/zero", pipe), 0), Contains("is not a regular file"));
}

TEST_CASE("Debian's Fashion-MNIST test set has 10,000 images, 1,000 of each class") {
  const std::string folder = "/usr/share/datasets/fashion-mnist/t10k-";
  const Dataset data = load_dataset(
      spec_of(folder + "images-idx3-ubyte.gz", folder + "labels-idx1-ubyte.gz", 1.0 / 255), 0);
  REQUIRE(data.images() == 10000);
  CHECK(data.channels == 1);
  CHECK(data.height == 28);
  CHECK(data.width == 28);
  for (int label = 0; label < 10; ++label)
    CHECK(std::count(data.labels.begin(), data.labels.end(), label) == 1000);
  const auto [low, high] = std::minmax_element(data.pixels.begin(), data.pixels.end());
  CHECK(*low == 0.0f);
  CHECK(*high == 1.0f);
}

}  // namespace mho
