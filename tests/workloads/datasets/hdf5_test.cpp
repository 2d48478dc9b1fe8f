// HDF5 files: what they hold, the ways they can be wrong or lead to others, and damaged ones that
// the library does not survive.
#include <hdf5.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "tests/workloads/scratch_folder.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/datasets/guarded_read.hpp"

namespace mho {

namespace {

using Catch::Contains;

const std::vector<std::uint8_t> kStored{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

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

/// A file of one data set "x" of 2 x 3 x 2 values from `first` on, and labels "group/y".
void write_part(const ScratchFolder& folder, const std::string& name, int first) {
  const hid_t file = H5Fcreate(folder.path(name).c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  H5Gclose(H5Gcreate2(file, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  std::vector<double> values;
  for (int i = 0; i < 12; ++i) values.push_back(first + i);
  const std::int64_t labels[] = {4, 5};
  add_set(file, "x", H5T_NATIVE_DOUBLE, {2, 3, 2}, values.data());
  add_set(file, "group/y", H5T_NATIVE_INT64, {2}, labels);
  H5Fclose(file);
}

/// Adds to data.h5 a data set of 2 x 3 x 2 doubles with these creation properties.
void add_with_layout(const ScratchFolder& folder, const char* name, hid_t layout) {
  const hid_t file = H5Fopen(folder.path("data.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hsize_t shape[] = {2, 3, 2};
  const hid_t space = H5Screate_simple(3, shape, nullptr);
  H5Dclose(H5Dcreate2(file, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, layout, H5P_DEFAULT));
  H5Sclose(space);
  H5Fclose(file);
}

/// A virtual data set of the first image of SOURCE and, when asked for, of the second.
void add_virtual(const ScratchFolder& folder, const char* name, const std::string& source,
                 bool second) {
  const hsize_t shape[] = {2, 3, 2}, size[] = {1, 3, 2};
  const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
  for (hsize_t image = 0; image < (second ? 2 : 1); ++image) {
    const hsize_t start[] = {image, 0, 0};
    const hid_t taken = H5Screate_simple(3, shape, nullptr), filled = H5Scopy(taken);
    H5Sselect_hyperslab(taken, H5S_SELECT_SET, start, nullptr, size, nullptr);
    H5Sselect_hyperslab(filled, H5S_SELECT_SET, start, nullptr, size, nullptr);
    H5Pset_virtual(layout, filled, source.c_str(), "x", taken);
    H5Sclose(filled);
    H5Sclose(taken);
  }
  add_with_layout(folder, name, layout);
  H5Pclose(layout);
}

void add_link(const ScratchFolder& folder, const char* name, const char* file, const char* target) {
  const hid_t container = H5Fopen(folder.path("data.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  H5Lcreate_external(file, target, container, name, H5P_DEFAULT, H5P_DEFAULT);
  H5Fclose(container);
}

/// What the images "NAME" of data.h5 are refused with, or "read: " and their first pixel.
std::string outcome(const ScratchFolder& folder, const std::string& name, bool other_files) {
  DatasetSpec spec = hdf5_spec(folder, name);
  spec.other_files = other_files;
  try {
    return "read: " + std::to_string(static_cast<int>(load_dataset(spec, 0).pixels[0]));
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems()[0].key == name);
    return error.problems()[0].message;
  }
}

constexpr const char* kNotAllowed =
    "; other files are read only where 'other_files: true' stands in this section";

/// What read_guarded() makes of a reader that does this.
std::string guarded(const std::function<NumberArray()>& read) {
  try {
    read_guarded({"data.h5", 0}, "x", read);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("HDF5 data sets are read by name, packed and in any number type") {
  const ScratchFolder folder;
  write_hdf5(folder);
  const Dataset data = load_dataset(hdf5_spec(folder), 0);
  CHECK(data.height == 3);
  CHECK(data.width == 2);
  CHECK(data.labels == std::vector<std::int32_t>{4, 5});
  CHECK(data.pixels == std::vector<float>(kStored.begin(), kStored.end()));
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
  Bytes bytes = folder.read("data.h5");
  bytes.resize(bytes.size() / 2);
  folder.write("data.h5", bytes);
  CHECK_THROWS_WITH(with("x", "group/y"), Contains("data.h5: is HDF5, but cut short or damaged"));
  folder.write("data.h5", Bytes(5000, 7));
  CHECK_THROWS_WITH(with("x", "group/y"), Contains("data.h5: is not HDF5"));
  DatasetSpec missing = hdf5_spec(folder);
  missing.images = folder.path("absent.h5");
  CHECK_THROWS_WITH(load_dataset(missing, 0), Contains("cannot be opened"));
}

TEST_CASE("external links are followed where that is asked for, and refused else") {
  const ScratchFolder folder;
  write_part(folder, "data.h5", 0);
  write_part(folder, "other.h5", 50);
  add_link(folder, "linked", "other.h5", "/x");
  add_link(folder, "broken", "absent.h5", "/x");
  add_link(folder, "outside", "other.h5", "/");
  CHECK(outcome(folder, "linked", false) ==
        std::string("HDF5 link leads to other.h5:/x") + kNotAllowed);
  CHECK(outcome(folder, "outside/x", false) ==
        std::string("HDF5 link leads to other.h5:/") + kNotAllowed);
  CHECK(outcome(folder, "linked", true) == "read: 50");
  CHECK(outcome(folder, "outside/x", true) == "read: 50");
  CHECK(outcome(folder, "broken", true) == "HDF5 link leads to absent.h5:/x, which is not there");
  CHECK(outcome(folder, "x", false) == "read: 0");
}

TEST_CASE("external storage is read where that is asked for, whole, and refused else") {
  const ScratchFolder folder;
  write_part(folder, "data.h5", 0);
  const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_external(layout, "raw.bin", 0, 12 * sizeof(double));
  add_with_layout(folder, "raw", layout);
  H5Pclose(layout);
  const std::string named = "HDF5 data set has its values in the file raw.bin";
  CHECK(outcome(folder, "raw", false) == named + kNotAllowed);
  CHECK(outcome(folder, "raw", true) == named + ", which is not there or is cut short");
  Bytes bytes(12 * sizeof(double));
  const double first = 7;
  std::memcpy(bytes.data(), &first, sizeof first);
  folder.write("raw.bin", bytes);
  CHECK(outcome(folder, "raw", true) == "read: 7");
  bytes.pop_back();
  folder.write("raw.bin", bytes);  // HDF5 would read zeros
  CHECK(outcome(folder, "raw", true) == named + ", which is not there or is cut short");
}

TEST_CASE("virtual data sets are called so; they are read where all their parts are there") {
  const ScratchFolder folder;
  write_part(folder, "data.h5", 0);
  write_part(folder, "other.h5", 50);
  add_virtual(folder, "v", "other.h5", true);
  add_virtual(folder, "own", ".", true);
  add_virtual(folder, "half", ".", false);
  add_virtual(folder, "missing", "absent.h5", true);
  CHECK(outcome(folder, "v", false) ==
        std::string("HDF5 data set is virtual, with values in other.h5:x") + kNotAllowed);
  CHECK(outcome(folder, "v", true) == "read: 50");
  CHECK(outcome(folder, "own", false) == "read: 0");
  CHECK(outcome(folder, "half", false) == "HDF5 data set is virtual, and its parts do not fill it");
  // HDF5 would read zeros.
  CHECK(outcome(folder, "missing", true) ==
        "HDF5 data set is virtual, and absent.h5:x, a part of it, is not all there");
}

TEST_CASE("an HDF5 data set of which only a part was written is refused, not read as zeros") {
  const ScratchFolder folder;
  write_part(folder, "data.h5", 0);
  const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
  const hsize_t chunk[] = {1, 3, 2}, start[] = {0, 0, 0};
  H5Pset_chunk(layout, 3, chunk);
  add_with_layout(folder, "part", layout);
  H5Pclose(layout);
  const hid_t file = H5Fopen(folder.path("data.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hid_t set = H5Dopen2(file, "part", H5P_DEFAULT), space = H5Dget_space(set);
  H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, chunk, nullptr);
  const hid_t memory = H5Screate_simple(3, chunk, nullptr);
  const std::vector<double> values(6, 1);
  H5Dwrite(set, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, values.data());
  H5Sclose(memory);
  H5Sclose(space);
  H5Dclose(set);
  H5Fclose(file);
  CHECK(outcome(folder, "part", false) ==
        "HDF5 data set holds only a part of its data: some chunks were never written");
}

TEST_CASE("an HDF5 file that is open for writing, or was left so, is called so") {
  const ScratchFolder folder;
  const auto refusal = [&] {
    try {
      load_dataset(hdf5_spec(folder), 0);
    } catch (const InputError& error) {
      return std::string(error.problems().at(0).message);
    }
    return std::string("no error");
  };
  // The writers are processes of their own: within one, HDF5 knows what it has open.
  const auto writer = [&](const ChildProcess::Send& send, bool swmr) {
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
    const hid_t file =
        H5Fcreate(folder.path("data.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
    add_set(file, "x", H5T_NATIVE_UINT8, {2, 3, 2}, kStored.data());
    H5Fflush(file, H5F_SCOPE_GLOBAL);
    if (swmr) H5Fstart_swmr_write(file);
    send("", 1);
    pause();
  };
  const std::string marked =
      "is marked as open for writing: another program writes it, or was stopped before it closed "
      "it; if none does, 'h5clear -s FILE' takes the mark away";
  char written = 0;
  {
    ChildProcess child([&](const ChildProcess::Send& send) { writer(send, false); });
    child.receive(&written, 1);
    CHECK(refusal() == "is locked: another program has it open for writing");
  }  // killed
  CHECK(refusal() == marked);
  ChildProcess child([&](const ChildProcess::Send& send) { writer(send, true); });
  child.receive(&written, 1);
  CHECK(refusal() == marked);
}

TEST_CASE("a library that does not survive a file is a file that is refused") {
  CHECK(guarded([]() -> NumberArray { std::abort(); }) ==
        "data.h5: x: cannot be read: damaged (the library that reads it ended with signal 6)");
  CHECK(guarded([]() -> NumberArray { _exit(0); }) ==
        "data.h5: x: cannot be read: damaged (the library that reads it gave up)");
  CHECK(guarded([]() -> NumberArray { throw std::bad_alloc(); }) ==
        "data.h5: x: cannot be read: damaged (reading it takes too much memory)");
  CHECK(guarded([]() -> NumberArray {
          limit_computing(0);
          for (;;) static_cast<void>(getpid());
        }) ==
        "data.h5: x: cannot be read: damaged (the library that reads it does not come to an "
        "end)");
  // That is not the file's fault.
  CHECK(guarded([]() -> NumberArray { _exit(raise(SIGKILL)); }) ==
        "data.h5: x: the process that reads it was ended from outside, by signal 9, as happens "
        "when memory is short");
  CHECK(guarded([]() -> NumberArray {
          throw InputError({"data.h5", 0}, "x", "is of no use");
        }) == "data.h5: x: is of no use");
}

TEST_CASE("a guarded reader has memory for what it reads, not for what damage makes it take") {
  constexpr std::size_t kBytes = std::size_t{3} << 30;
  const auto take = [](bool expected) {
    return guarded([expected] {
      if (expected) expect_bytes(kBytes);
      void* memory = std::malloc(kBytes);
      if (memory == nullptr) throw std::bad_alloc();
      std::free(memory);
      return NumberArray{"", {1}, {1}};
    });
  };
  CHECK(take(true) == "no error");
  // A sanitizer's malloc ends the program.
  CHECK_THAT(take(false), Contains("cannot be read: damaged"));
}

}  // namespace mho
