// A data set of numbers in an HDF5 file, through HDF5's C library, which converts the stored type.
#include <hdf5.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/byte_source.hpp"
#include "workloads/dataset_format.hpp"

namespace mho {

namespace {

/// An HDF5 identifier and the function that closes it.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  bool valid() const { return id_ >= 0; }
  hid_t id() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// Keeps the library from printing its error stack; we say what is wrong ourselves.
class QuietErrors {
 public:
  QuietErrors() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  ~QuietErrors() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

}  // namespace

NumberArray read_hdf5(const std::string& file, const std::string& name, int limit) {
  const ByteSource opens(file);  // says clearly why a file cannot be opened
  const QuietErrors quiet;
  const auto fail = [&](const std::string& message) {
    throw InputError(Place{file, 0}, name, message);
  };
  const Handle container(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!container.valid()) opens.fail("is not HDF5 or is cut short");
  const Handle set(H5Dopen2(container.id(), name.c_str(), H5P_DEFAULT), H5Dclose);
  if (!set.valid()) fail("no HDF5 data set of this name");
  const Handle type(H5Dget_type(set.id()), H5Tclose);
  const H5T_class_t number = H5Tget_class(type.id());
  if (number != H5T_INTEGER && number != H5T_FLOAT)
    fail("HDF5 data set must hold integers or floats");
  const Handle space(H5Dget_space(set.id()), H5Sclose);
  const int rank = H5Sget_simple_extent_ndims(space.id());
  if (rank < 1 || rank > 4) fail("HDF5 data set must have rank 1 to 4");
  std::vector<hsize_t> sizes(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr);
  NumberArray array{file + ":" + name, {}, {}};
  for (hsize_t size : sizes)
    array.shape.push_back(static_cast<std::int64_t>(std::min<hsize_t>(size, INT64_MAX)));
  const std::int64_t count = values_to_read(array.source, array.shape, limit);
  // Without this, an empty file could claim any size and have it filled with zeros.
  if (H5Dget_storage_size(set.id()) == 0) fail("HDF5 data set holds no data");
  if (limit > 0) sizes[0] = std::min<hsize_t>(sizes[0], static_cast<hsize_t>(limit));
  const std::vector<hsize_t> start(sizes.size(), 0);
  H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, sizes.data(), nullptr);
  const Handle memory(H5Screate_simple(rank, sizes.data(), nullptr), H5Sclose);
  array.values.resize(static_cast<std::size_t>(count));
  if (H5Dread(set.id(), H5T_NATIVE_FLOAT, memory.id(), space.id(), H5P_DEFAULT,
              array.values.data()) < 0)
    fail("HDF5 data set cannot be read: damaged, cut short, or packed with an unknown filter");
  return array;
}

}  // namespace mho
