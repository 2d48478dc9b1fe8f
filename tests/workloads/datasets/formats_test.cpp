// CIFAR-10 and NPY files: what they hold, and the ways they can be wrong.
#include <catch2/catch.hpp>
#include <cstring>

#include "sim/base/error.hpp"
#include "tests/workloads/datasets/npy_bytes.hpp"
#include "tests/workloads/scratch_folder.hpp"
#include "workloads/datasets/dataset.hpp"

namespace mho {

namespace {

using Catch::Contains;

Bytes cifar_record(unsigned char label, unsigned char red, unsigned char green,
                   unsigned char blue) {
  Bytes record{label};
  for (unsigned char plane : {red, green, blue}) record.insert(record.end(), 1024, plane);
  return record;
}

const std::vector<std::uint8_t> kTwoByThreeByTwo{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

Dataset load_npy(const Bytes& images, const Bytes& labels, int limit = 0) {
  const ScratchFolder folder;
  DatasetSpec spec;
  spec.format = DataFormat::npy;
  spec.images = folder.write("images.npy", images);
  spec.labels = folder.write("labels.npy", labels);
  return load_dataset(spec, limit);
}

Bytes two_labels() { return npy<std::int64_t>("<i8", "(2,)", {4, 5}); }

}  // namespace

TEST_CASE("CIFAR-10 records are a label and three planes") {
  const ScratchFolder folder;
  Bytes bytes = cifar_record(9, 10, 20, 30);
  const Bytes second = cifar_record(0, 40, 50, 60);
  bytes.insert(bytes.end(), second.begin(), second.end());
  DatasetSpec spec;
  spec.format = DataFormat::cifar10;
  spec.images = folder.write("batch.bin", bytes);
  const Dataset data = load_dataset(spec, 0);
  CHECK(data.channels == 3);
  CHECK(data.height == 32);
  CHECK(data.width == 32);
  CHECK(data.labels == std::vector<std::int32_t>{9, 0});
  CHECK(data.image(0)[1023] == 10.0f);
  CHECK(data.image(0)[1024] == 20.0f);
  CHECK(data.image(1)[3071] == 60.0f);
  CHECK(load_dataset(spec, 1).labels == std::vector<std::int32_t>{9});

  bytes.pop_back();
  folder.write("batch.bin", bytes);
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("multiple of 3073"));
  CHECK_THROWS_WITH(load_dataset(spec, 2), Contains("multiple of 3073"));
  CHECK_THROWS_WITH(load_dataset(spec, 1), Contains("multiple of 3073"));
  folder.write("batch.bin", {});
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("multiple of 3073"));
  folder.write("batch.bin", cifar_record(10, 0, 0, 0));
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("label 10 is not in 0 to 9"));
}

TEST_CASE("NPY arrays are read in versions 1 and 2 and in every number type") {
  const int version = GENERATE(1, 2);
  const auto check = [&](const char* descr, auto zero) {
    using Number = decltype(zero);
    CAPTURE(descr);
    const std::vector<Number> values(kTwoByThreeByTwo.begin(), kTwoByThreeByTwo.end());
    const Dataset data = load_npy(npy(descr, "(2, 3, 2)", values, version), two_labels());
    REQUIRE(data.pixels == std::vector<float>(kTwoByThreeByTwo.begin(), kTwoByThreeByTwo.end()));
    REQUIRE(data.labels == std::vector<std::int32_t>{4, 5});
    REQUIRE(data.height == 3);
  };
  check("|u1", std::uint8_t{});
  check("|i1", std::int8_t{});
  check("<u2", std::uint16_t{});
  check("<i2", std::int16_t{});
  check("<u4", std::uint32_t{});
  check("<i4", std::int32_t{});
  check("<u8", std::uint64_t{});
  check("<i8", std::int64_t{});
  check("<f4", float{});
  check("<f8", double{});
}

TEST_CASE("wrong NPY files are refused with what is wrong") {
  const auto images = [](const std::string& descr, const std::string& shape, int version = 1,
                         const std::string& order = "False") {
    return npy(descr, shape, kTwoByThreeByTwo, version, order);
  };
  CHECK_THROWS_WITH(load_npy({'a', 'b'}, two_labels()), Contains("cut short"));
  CHECK_THROWS_WITH(load_npy(Bytes(100, 'a'), two_labels()), Contains("is not NPY"));
  CHECK_THROWS_WITH(load_npy(images("|u1", "(2, 3, 2)", 3), two_labels()), Contains("version 3"));
  CHECK_THROWS_WITH(load_npy(images(">f4", "(2, 3, 2)"), two_labels()), Contains("big-endian"));
  CHECK_THROWS_WITH(load_npy(images("<c8", "(2, 3, 2)"), two_labels()), Contains("'<c8'"));
  CHECK_THROWS_WITH(load_npy(images("|O", "(2, 3, 2)"), two_labels()), Contains("'|O'"));
  CHECK_THROWS_WITH(load_npy(images("|u1", "(2, 3, 2)", 1, "True"), two_labels()),
                    Contains("Fortran order"));
  CHECK_THROWS_WITH(load_npy(images("|u1", "()"), two_labels()), Contains("no valid 'shape'"));
  CHECK_THROWS_WITH(load_npy(images("|u1", "(-2, 3, 2)"), two_labels()),
                    Contains("no valid 'shape'"));
  CHECK_THROWS_WITH(load_npy(images("|u1", "(2, 3, 3)"), two_labels()),
                    Contains("needs 18 bytes, 12 are there"));
  CHECK_THROWS_WITH(load_npy(images("|u1", "(2, 3, 1)"), two_labels()), Contains("more data"));
  CHECK_THROWS_WITH(load_npy(images("|u1", "(999999999999, 999999999999, 9)"), two_labels()),
                    Contains("values allowed"));
  CHECK_THROWS_WITH(load_npy(images("|u1", "(9999999999999999999999, 1, 1)"), two_labels()),
                    Contains("too large"));
  CHECK_THROWS_WITH(load_npy(npy<std::uint8_t>("|u1", "(2,)", {1, 2}), two_labels()),
                    Contains("must have shape"));
  CHECK_THROWS_WITH(load_npy(images("|u1", "(2, 3, 2, 1, 1)"), two_labels()),
                    Contains("must have shape"));
}

TEST_CASE("NPY headers are read as Python writes them, and as nothing else") {
  const auto outcome = [](const std::string& header) -> std::string {
    Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0};
    for (int i = 0; i < 4; ++i)
      bytes.push_back(static_cast<unsigned char>(header.size() >> (8 * i)));
    bytes.insert(bytes.end(), header.begin(), header.end());
    bytes.insert(bytes.end(), kTwoByThreeByTwo.begin(), kTwoByThreeByTwo.end());
    try {
      return std::to_string(load_npy(bytes, two_labels()).images()) + " images";
    } catch (const InputError& error) {
      return error.problems().at(0).message;
    }
  };
  const std::string type = "'descr': '|u1'", order = "'fortran_order': False",
                    shape = "'shape': (2, 3, 2)";
  CHECK(outcome("{" + type + ", " + order + ", " + shape + ", }      \n") == "2 images");
  CHECK(outcome("{" + shape + "," + type + "," + order + "}") == "2 images");
  CHECK(outcome("{\"descr\": \"|u1\", " + order + ", 'shape': (2L, 3L, 2L), }") == "2 images");
  CHECK(outcome("{" + type + ", " + type + ", " + order + ", " + shape + "}") ==
        "NPY header states 'descr' twice");
  CHECK(outcome("{" + type + ", " + order + ", " + shape + ", 'shape': (2, 3, 2)}") ==
        "NPY header states 'shape' twice");
  CHECK(outcome("{" + type + ", " + order + ", " + shape + ", 'color': 1}") ==
        "NPY header has the unknown key 'color'; there are 'descr', 'fortran_order' and 'shape'");
  CHECK(outcome("{" + type + ", " + shape + "}") == "NPY header has no valid 'fortran_order'");
  CHECK(outcome("{" + order + ", " + shape + "}") ==
        "NPY header has no valid 'descr' (a plain number type)");
  CHECK(outcome("{'descr': [('a', '<f4')], " + order + ", " + shape + "}") ==
        "NPY header has no valid 'descr' (a plain number type)");
  CHECK(outcome("{" + type + ", " + order + ", 'shape': (12)}") ==
        "NPY header has no valid 'shape'");
  CHECK(outcome("{" + type + ", 'fortran_order': 0, " + shape + "}") ==
        "NPY header has no valid 'fortran_order'");
  CHECK(outcome("{" + type + ", " + order + ", " + shape + "} x") ==
        "NPY header goes on behind its dictionary");
  CHECK(outcome("{" + type + ", " + order + ", " + shape) == "NPY header has no valid 'shape'");
  CHECK(outcome("") == "NPY header has no valid dictionary: '{' is missing");
  CHECK(outcome("{" + type + " 'x") == "NPY header has no valid 'descr'");
  // A recursive parser would overflow its stack.
  CHECK(outcome("{" + std::string(65000, '(') + "}") ==
        "NPY header has no valid key, which stands in quotes");
  CHECK(outcome("{'descr': '" + std::string(60000, '<') + "', " + order + ", " + shape + "}") ==
        "NPY header has no valid 'descr' (a plain number type)");
}

TEST_CASE("labels are whole numbers, pixels finite") {
  const Bytes images = npy("|u1", "(2, 3, 2)", kTwoByThreeByTwo);
  CHECK(load_npy(images, npy<float>("<f4", "(2,)", {3, 65535})).labels[1] == 65535);
  // Numbers that are no classes may be targets; a network of classes refuses them.
  CHECK_THAT(load_npy(images, npy<float>("<f4", "(2,)", {3, 65536})).bad_label,
             Contains("label 65536 of image 1 is no class number, 0 to 65535"));
  CHECK_THAT(load_npy(images, npy<std::int8_t>("|i1", "(2,)", {3, -1})).bad_label,
             Contains("label -1"));
  CHECK(load_npy(images, npy<std::int8_t>("|i1", "(2, 1)", {3, 1})).labels ==
        std::vector<std::int32_t>{3, 1});
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(load_npy(npy<float>("<f4", "(2, 1, 1)", {nan, 1}), two_labels()),
                    Contains("finite"));
}

TEST_CASE("targets that are no class numbers are no labels, and the set says why") {
  const Bytes images = npy("|u1", "(2, 3, 2)", kTwoByThreeByTwo);
  const Dataset broken = load_npy(images, npy<float>("<f4", "(2,)", {3, -0.5f}));
  CHECK(!broken.labelled());
  CHECK_THAT(broken.no_classes, Contains("are not class numbers: image 1 has -0.5"));
  const Dataset maps = load_npy(images, images);
  CHECK(!maps.labelled());
  CHECK_THAT(maps.no_classes, Contains("have shape [2, 3, 2], not one class number an image"));
  CHECK(load_npy(images, two_labels()).no_classes.empty());
  CHECK_THROWS_WITH(load_npy(images, npy<std::uint8_t>("|u1", "(1, 2)", {3, 1})),
                    Contains("1 labels for 2 images"));
}

}  // namespace mho
