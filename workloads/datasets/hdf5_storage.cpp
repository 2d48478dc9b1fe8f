#include "workloads/datasets/hdf5_storage.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/base/division.hpp"
#include "sim/base/hdf5_file.hpp"

namespace mho {

namespace {

namespace fs = std::filesystem;

herr_t met_link(const char*, const char*, const char* file, const char* name, unsigned*, hid_t,
                void* data) {
  auto& link = *static_cast<ExternalLink*>(data);
  link.target = std::string(file) + ":" + name;
  return link.allowed ? 0 : -1;
}

/// What a function that writes a text of a size that it tells has to say.
template <class Write>
std::string text_of(const Write& write) {
  const ssize_t size = write(nullptr, 0);
  if (size <= 0) return "";
  std::vector<char> text(static_cast<std::size_t>(size) + 1);
  write(text.data(), text.size());
  return {text.data(), static_cast<std::size_t>(size)};
}

/// A file that a data set names, which is looked for beside the set's own.
std::string beside(hid_t set, const std::string& name) {
  const fs::path own =
      text_of([&](char* text, std::size_t size) { return H5Fget_name(set, text, size); });
  return (own.parent_path() / name).string();
}

std::vector<hsize_t> extent_of(hid_t space) {
  std::vector<hsize_t> sizes(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
  H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
  return sizes;
}

/// One of the parts that a virtual data set is made of.
class VirtualPart {
 public:
  VirtualPart(hid_t set, hid_t layout, std::size_t index)
      : set_(set), layout_(layout), index_(index) {
    file_ = text_of([&](char* text, std::size_t size) {
      return H5Pget_virtual_filename(layout_, index_, text, size);
    });
    name_ = text_of([&](char* text, std::size_t size) {
      return H5Pget_virtual_dsetname(layout_, index_, text, size);
    });
  }

  bool elsewhere() const { return file_ != "."; }
  std::string source() const { return (elsewhere() ? file_ + ":" : "") + name_; }

  /// Elements that it fills; 0 where that is not fixed.
  hssize_t elements() const {
    const Hdf5Handle space(H5Pget_virtual_vspace(layout_, index_), H5Sclose);
    const hssize_t count = H5Sget_select_npoints(space.id());
    return count == static_cast<hssize_t>(H5S_UNLIMITED) || count < 0 ? 0 : count;
  }

  /// Whether its source is there, with all the elements that are taken of it.
  bool source_holds() const {
    const Hdf5Handle file(elsewhere()
                              ? H5Fopen(beside(set_, file_).c_str(), H5F_ACC_RDONLY, H5P_DEFAULT)
                              : H5Iget_file_id(set_),
                          H5Fclose);
    if (!file.valid()) return false;
    const Hdf5Handle source(H5Dopen2(file.id(), name_.c_str(), H5P_DEFAULT), H5Dclose);
    if (!source.valid() || storage_problem(source.id(), false)) return false;
    const Hdf5Handle space(H5Dget_space(source.id()), H5Sclose);
    const std::vector<hsize_t> sizes = extent_of(space.id());
    const Hdf5Handle taken(H5Pget_virtual_srcspace(layout_, index_), H5Sclose);
    if (H5Sget_select_type(taken.id()) == H5S_SEL_ALL) return true;  // then sizes are equal
    std::vector<hsize_t> first(sizes.size()), last(sizes.size());
    if (H5Sget_simple_extent_ndims(taken.id()) != static_cast<int>(sizes.size()) ||
        H5Sget_select_bounds(taken.id(), first.data(), last.data()) < 0)
      return false;
    for (std::size_t axis = 0; axis < sizes.size(); ++axis)
      if (last[axis] >= sizes[axis]) return false;
    return true;
  }

 private:
  hid_t set_, layout_;
  std::size_t index_;
  std::string file_, name_;
};

std::optional<std::string> virtual_problem(hid_t set, hid_t layout, bool allowed) {
  std::size_t parts = 0;
  H5Pget_virtual_count(layout, &parts);
  hssize_t filled = 0;
  for (std::size_t i = 0; i < parts; ++i) {
    const VirtualPart part(set, layout, i);
    if (part.elsewhere() && !allowed)
      return "HDF5 data set is virtual, with values in " + part.source() + kOtherFilesRefused;
    if (!part.source_holds())
      return "HDF5 data set is virtual, and " + part.source() + ", a part of it, is not all there";
    filled += part.elements();
  }
  const Hdf5Handle space(H5Dget_space(set), H5Sclose);
  if (filled < H5Sget_simple_extent_npoints(space.id()))
    return "HDF5 data set is virtual, and its parts do not fill it";
  return std::nullopt;
}

std::optional<std::string> external_problem(hid_t set, hid_t layout, bool allowed) {
  const int files = H5Pget_external_count(layout);
  for (int i = 0; i < files; ++i) {
    std::array<char, 4096> name{};
    off_t offset = 0;
    hsize_t size = 0;
    H5Pget_external(layout, static_cast<unsigned>(i), name.size() - 1, name.data(), &offset, &size);
    if (!allowed)
      return "HDF5 data set has its values in the file " + std::string(name.data()) +
             kOtherFilesRefused;
    std::error_code error;
    const std::uintmax_t there = fs::file_size(beside(set, name.data()), error);
    if (size == H5F_UNLIMITED) size = 0;
    if (error || there < static_cast<std::uintmax_t>(offset) + size)
      return "HDF5 data set has its values in the file " + std::string(name.data()) +
             ", which is not there or is cut short";
  }
  return std::nullopt;
}

/// Whether the bits of a number, integer or float, are bits of an element; libhdf5 1.10 does not
/// ask and converts what stands behind.
bool has_whole_numbers(hid_t set) {
  const Hdf5Handle handle(H5Dget_type(set), H5Tclose);
  const hid_t type = handle.id();
  const std::size_t bits = H5Tget_precision(type);
  const int offset = H5Tget_offset(type);
  constexpr std::size_t kBitsOfByte = 8;
  if (bits == 0 || offset < 0 ||
      bits + static_cast<std::size_t>(offset) > kBitsOfByte * H5Tget_size(type))
    return false;
  if (H5Tget_class(type) == H5T_INTEGER) return true;
  std::size_t sign = 0, exponent = 0, exponent_bits = 0, mantissa = 0, mantissa_bits = 0;
  return H5Tget_fields(type, &sign, &exponent, &exponent_bits, &mantissa, &mantissa_bits) >= 0 &&
         sign < bits && exponent + exponent_bits <= bits && mantissa + mantissa_bits <= bits;
}

/// Values that are not in chunks have room for all of them; where not, libhdf5 1.10 returns what
/// stands behind them in its memory.
bool lacks_bytes(hid_t set) {
  const Hdf5Handle space(H5Dget_space(set), H5Sclose);
  const Hdf5Handle type(H5Dget_type(set), H5Tclose);
  const double needed = static_cast<double>(H5Sget_simple_extent_npoints(space.id())) *
                        static_cast<double>(H5Tget_size(type.id()));
  return static_cast<double>(H5Dget_storage_size(set)) < needed;
}

/// Chunks that were never written read as zeros.
bool lacks_chunks(hid_t set, hid_t layout) {
  const Hdf5Handle space(H5Dget_space(set), H5Sclose);
  const std::vector<hsize_t> sizes = extent_of(space.id());
  std::vector<hsize_t> chunk(sizes.size());
  H5Pget_chunk(layout, static_cast<int>(chunk.size()), chunk.data());
  double needed = 1;
  for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
    if (chunk[axis] == 0) return true;
    needed *= static_cast<double>(ceil_divide(sizes[axis], chunk[axis]));
  }
  hsize_t written = 0;
  // Not H5S_ALL, which versions before 1.13 refuse.
  return H5Dget_num_chunks(set, space.id(), &written) < 0 || static_cast<double>(written) < needed;
}

}  // namespace

void note_external_links(hid_t access, ExternalLink& link) {
  H5Pset_elink_cb(access, met_link, &link);
}

void look_beside_file(hid_t access) { H5Pset_efile_prefix(access, "${ORIGIN}"); }

std::optional<std::string> storage_problem(hid_t set, bool other_files_allowed) {
  if (!has_whole_numbers(set))
    return "HDF5 data set is damaged: its numbers end behind its elements";
  const Hdf5Handle layout(H5Dget_create_plist(set), H5Pclose);
  const H5D_layout_t kind = H5Pget_layout(layout.id());
  if (kind == H5D_VIRTUAL) return virtual_problem(set, layout.id(), other_files_allowed);
  if (auto problem = external_problem(set, layout.id(), other_files_allowed)) return problem;
  // An empty file could claim any size and have it filled with zeros.
  if (H5Dget_storage_size(set) == 0) return "HDF5 data set holds no data";
  if (kind == H5D_CHUNKED && lacks_chunks(set, layout.id()))
    return "HDF5 data set holds only a part of its data: some chunks were never written";
  if (kind != H5D_CHUNKED && lacks_bytes(set))
    return "HDF5 data set is damaged: it has fewer bytes than its shape needs";
  return std::nullopt;
}

}  // namespace mho
