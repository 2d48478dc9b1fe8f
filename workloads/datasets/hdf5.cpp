// A data set of numbers in an HDF5 file, through HDF5's C library, which converts the stored type.
#include <hdf5.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/hdf5_file.hpp"
#include "workloads/datasets/byte_source.hpp"
#include "workloads/datasets/format.hpp"
#include "workloads/datasets/guarded_read.hpp"
#include "workloads/datasets/hdf5_storage.hpp"

namespace mho {

namespace {

/// Runs in the child.
class Hdf5Reader {
 public:
  Hdf5Reader(const std::string& file, const std::string& name, int limit, bool other_files)
      : file_(file), name_(name), limit_(limit), other_files_(other_files) {}

  NumberArray read() const {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // we say what is wrong ourselves
    const Hdf5Handle container(H5Fopen(file_.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
    if (!container.valid()) throw InputError(Place{file_, 0}, "", why_not_opened(file_));
    ExternalLink link{other_files_, ""};
    const Hdf5Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
    note_external_links(access.id(), link);
    look_beside_file(access.id());
    const Hdf5Handle set(H5Dopen2(container.id(), name_.c_str(), access.id()), H5Dclose);
    if (!link.target.empty() && !other_files_)
      fail("HDF5 link leads to " + link.target + kOtherFilesRefused);
    if (!set.valid())
      fail(link.target.empty() ? "no HDF5 data set of this name"
                               : "HDF5 link leads to " + link.target + ", which is not there");
    return values_of(set.id());
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw InputError(Place{file_, 0}, name_, message);
  }

  NumberArray values_of(hid_t set) const {
    const Hdf5Handle type(H5Dget_type(set), H5Tclose);
    const H5T_class_t number = H5Tget_class(type.id());
    if (number != H5T_INTEGER && number != H5T_FLOAT)
      fail("HDF5 data set must hold integers or floats");
    const Hdf5Handle space(H5Dget_space(set), H5Sclose);
    const int rank = H5Sget_simple_extent_ndims(space.id());
    if (rank < 1 || rank > 4) fail("HDF5 data set must have rank 1 to 4");
    std::vector<hsize_t> sizes(static_cast<std::size_t>(rank));
    H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr);
    NumberArray array{file_ + ":" + name_, {}, {}};
    for (const hsize_t size : sizes)
      array.shape.push_back(static_cast<std::int64_t>(std::min<hsize_t>(size, INT64_MAX)));
    const std::int64_t count = values_to_read(array.source, array.shape, limit_);
    if (const auto problem = storage_problem(set, other_files_)) fail(*problem);
    // The library unpacks whole chunks, with a copy for each filter; two at a time is usual.
    constexpr std::int64_t kCopies = 3;
    expect_bytes(count * std::int64_t{sizeof(float)} + kCopies * chunk_bytes(set, type.id(), rank));
    if (limit_ > 0) sizes[0] = std::min<hsize_t>(sizes[0], static_cast<hsize_t>(limit_));
    const std::vector<hsize_t> start(sizes.size(), 0);
    H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, sizes.data(), nullptr);
    const Hdf5Handle memory(H5Screate_simple(rank, sizes.data(), nullptr), H5Sclose);
    array.values.resize(static_cast<std::size_t>(count));
    if (H5Dread(set, H5T_NATIVE_FLOAT, memory.id(), space.id(), H5P_DEFAULT, array.values.data()) <
        0)
      fail("HDF5 data set cannot be read: damaged, cut short, or packed with an unknown filter");
    return array;
  }

  /// Unpacked; 0 where there are none.
  std::int64_t chunk_bytes(hid_t set, hid_t type, int rank) const {
    constexpr double kMost = 1 << 30;
    const Hdf5Handle layout(H5Dget_create_plist(set), H5Pclose);
    if (H5Pget_layout(layout.id()) != H5D_CHUNKED) return 0;
    std::vector<hsize_t> chunk(static_cast<std::size_t>(rank));
    H5Pget_chunk(layout.id(), rank, chunk.data());
    auto bytes = static_cast<double>(H5Tget_size(type));
    for (const hsize_t size : chunk) bytes *= static_cast<double>(size);
    if (bytes > kMost)
      fail("HDF5 data set has chunks of more than 1 GiB; h5repack -l CHUNK=... makes smaller ones");
    return static_cast<std::int64_t>(bytes);
  }

  const std::string& file_;
  const std::string& name_;
  int limit_;
  bool other_files_;
};

}  // namespace

NumberArray read_hdf5(const std::string& file, const std::string& name, int limit,
                      bool other_files) {
  const ByteSource opens(file);  // says clearly why a file cannot be opened
  const Hdf5Reader reader(file, name, limit, other_files);
  return read_guarded({file, 0}, name, [&] { return reader.read(); });
}

}  // namespace mho
