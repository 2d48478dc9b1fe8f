// CIFAR-10, NPY and HDF5 files: what they hold, and the ways they can be wrong.
#include <hdf5.h>

#include <catch2/catch.hpp>
#include <cstring>

#include "sim/base/error.hpp"
#include "tests/workloads/npy_bytes.hpp"
#include "tests/workloads/scratch_folder.hpp"
#include "workloads/dataset.hpp"

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

/// Writes `values` of this HDF5 type as a data set, chunked and packed.
void add_set(hid_t file, const char* name, hid_t type, const std::vector<hsize_t>& shape,
             const void* values) {
  const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
  const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
  if (values) {
    H5Pset_chunk(layout, static_cast<int>(shape.size()), shape.data());
    H5Pset_deflate(layout, 6);
  }
  const hid_t set = H5Dcreate2(file, name, type, space, H5P_DEFAULT, layout, H5P_DEFAULT);
  if (values) H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
  H5Dclose(set);
  H5Pclose(layout);
  H5Sclose(space);
}

DatasetSpec hdf5_spec(const ScratchFolder& folder, const std::string& images = "x",
                      const std::string& labels = "group/y") {
  DatasetSpec spec;
  spec.format = DataFormat::hdf5;
  spec.images = folder.path("data.h5");
  spec.images_name = images;
  spec.labels_name = labels;
  return spec;
}

void write_hdf5(const ScratchFolder& folder) {
  const hid_t file =
      H5Fcreate(folder.path("data.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  H5Gclose(H5Gcreate2(file, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  std::vector<double> pixels;
  for (int i = 0; i < 12; ++i) pixels.push_back(i);
  const std::int64_t labels[] = {4, 5};
  add_set(file, "x", H5T_NATIVE_DOUBLE, {2, 3, 2}, pixels.data());
  add_set(file, "group/y", H5T_NATIVE_INT64, {2}, labels);
  add_set(file, "five", H5T_NATIVE_INT64, {2, 1, 1, 1, 1}, labels);
  add_set(file, "empty", H5T_NATIVE_INT64, {2, 1000, 1000}, nullptr);
  add_set(file, "claims", H5T_NATIVE_INT64, {2, 1000000, 1000000}, nullptr);
  const hid_t text = H5Tcopy(H5T_C_S1);
  H5Tset_size(text, 4);
  add_set(file, "text", text, {2}, "abc\0def");
  H5Tclose(text);
  H5Fclose(file);
}

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
  CHECK(load_dataset(spec, 1).images() == 1);
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

TEST_CASE("labels are whole numbers, pixels finite") {
  const Bytes images = npy("|u1", "(2, 3, 2)", kTwoByThreeByTwo);
  CHECK(load_npy(images, npy<float>("<f4", "(2,)", {3, 65535})).labels[1] == 65535);
  CHECK_THROWS_WITH(load_npy(images, npy<float>("<f4", "(2,)", {3, 65536})), Contains("label"));
  CHECK_THROWS_WITH(load_npy(images, npy<std::int8_t>("|i1", "(2,)", {3, -1})), Contains("label"));
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

TEST_CASE("HDF5 data sets are read by name, packed and in any number type") {
  const ScratchFolder folder;
  write_hdf5(folder);
  const Dataset data = load_dataset(hdf5_spec(folder), 0);
  CHECK(data.height == 3);
  CHECK(data.width == 2);
  CHECK(data.labels == std::vector<std::int32_t>{4, 5});
  CHECK(data.pixels == std::vector<float>(kTwoByThreeByTwo.begin(), kTwoByThreeByTwo.end()));
  const Dataset one = load_dataset(hdf5_spec(folder), 1);
  CHECK(one.labels == std::vector<std::int32_t>{4});
  CHECK(one.pixels.size() == 6);
}

TEST_CASE("wrong HDF5 files are refused with what is wrong") {
  const ScratchFolder folder;
  write_hdf5(folder);
  const auto with = [&](const char* images, const char* labels) {
    return load_dataset(hdf5_spec(folder, images, labels), 0);
  };
  CHECK_THROWS_WITH(with("z", "group/y"), Contains("data.h5: z: no HDF5 data set of this name"));
  CHECK_THROWS_WITH(with("group", "group/y"), Contains("no HDF5 data set of this name"));
  CHECK_THROWS_WITH(with("five", "group/y"), Contains("rank 1 to 4"));
  CHECK_THROWS_WITH(with("x", "text"), Contains("integers or floats"));
  CHECK_THROWS_WITH(with("empty", "group/y"), Contains("holds no data"));
  CHECK_THROWS_WITH(with("claims", "group/y"), Contains("values allowed"));
  folder.write("data.h5", Bytes(5000, 7));
  CHECK_THROWS_WITH(with("x", "group/y"), Contains("is not HDF5"));
  DatasetSpec missing = hdf5_spec(folder);
  missing.images = folder.path("absent.h5");
  CHECK_THROWS_WITH(load_dataset(missing, 0), Contains("cannot be opened"));
}

}  // namespace mho
