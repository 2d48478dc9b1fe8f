#include "sim/report/hdf5/netcdf_file.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <numeric>

#include "sim/base/text.hpp"

namespace mho {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
/// Rows that are compressed together.
constexpr std::size_t kPiece = 1 << 16;
/// Rows of a dimension that grows, a run each, that room is made for at once.
constexpr hsize_t kRowsThatGrow = 16;
/// zlib's fastest; with bytes of the same place side by side it packs tables as well as others.
constexpr unsigned kLevel = 1;

void demand(herr_t result, const char* what) {
  if (result < 0) throw Hdf5Error(what);
}

Hdf5Id properties(hid_t of) { return {H5Pcreate(of), H5Pclose, "make a list of properties"}; }

Hdf5Id one_value() { return {H5Screate(H5S_SCALAR), H5Sclose, "make a space"}; }

/// The same runs, the same bytes.
void leave_times_out(hid_t properties) {
  demand(H5Pset_obj_track_times(properties, 0), "leave times out");
}

Hdf5Id in_memory() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // Hdf5Error says what is wrong
  Hdf5Id access = properties(H5P_FILE_ACCESS);
  constexpr std::size_t kStep = 1 << 20;
  demand(H5Pset_fapl_core(access, kStep, 0), "keep a file in memory");
  return access;
}

/// Files in memory that are open at the same time need names that differ.
std::string new_name() {
  static std::atomic<int> files{0};
  return "mho" + std::to_string(++files) + ".h5";
}

Hdf5Id new_file(hid_t access) {
  const Hdf5Id creation = properties(H5P_FILE_CREATE);
  leave_times_out(creation);
  return {H5Fcreate(new_name().c_str(), H5F_ACC_EXCL, creation, access), H5Fclose, "make a file"};
}

Hdf5Id opened_file(hid_t access, std::string& bytes) {
  demand(H5Pset_file_image(access, bytes.data(), bytes.size()), "take a file from memory");
  return {H5Fopen(new_name().c_str(), H5F_ACC_RDWR, access), H5Fclose, "read this file"};
}

void write_text(hid_t object, const char* name, const std::string& value) {
  const std::string text = as_utf8(value);
  const char* pointer = text.c_str();
  const Hdf5Id type = text_type(), space = one_value();
  const Hdf5Id made(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                    "make an attribute");
  demand(H5Awrite(made, type, &pointer), "write an attribute");
}

void write_number(hid_t object, const char* name, double value) {
  const Hdf5Id space = one_value();
  const Hdf5Id made(H5Acreate2(object, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT),
                    H5Aclose, "make an attribute");
  demand(H5Awrite(made, H5T_NATIVE_DOUBLE, &value), "write an attribute");
}

void write_unit(hid_t variable, const std::string& units) {
  write_text(variable, "units", units.empty() ? "1" : units);
}

}  // namespace

Hdf5Id::Hdf5Id(hid_t id, herr_t (*close)(hid_t), const char* what) : id_(id), close_(close) {
  if (id < 0) throw Hdf5Error(what);
}

Hdf5Id text_type() {
  Hdf5Id type(H5Tcopy(H5T_C_S1), H5Tclose, "make a type");
  demand(H5Tset_size(type, H5T_VARIABLE), "make a type");
  demand(H5Tset_cset(type, H5T_CSET_UTF8), "make a type");
  return type;
}

int NetcdfGroup::dimension(const std::string& name, std::size_t size,
                           const std::string& long_name) {
  std::vector<int> numbers(size);
  std::iota(numbers.begin(), numbers.end(), 1);
  Hdf5Id scale = made(name, {size}, H5T_NATIVE_INT);
  demand(H5Dwrite(scale, H5T_NATIVE_INT, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()), "write");
  finish(scale, {}, long_name);
  demand(H5DSset_scale(scale, name.c_str()), "make a dimension");
  dimensions_.push_back({size, std::move(scale)});
  return static_cast<int>(dimensions_.size()) - 1;
}

void NetcdfGroup::numbers(const std::string& name, const std::vector<int>& dimensions,
                          const std::vector<double>& values, const std::string& long_name,
                          const std::string& units) {
  const Hdf5Id variable = made(name, sizes(dimensions), H5T_NATIVE_DOUBLE);
  if (!values.empty())
    demand(H5Dwrite(variable, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
           "write");
  write_number(variable, "_FillValue", kNone);
  finish(variable, dimensions, long_name);
  write_unit(variable, units);
}

void NetcdfGroup::numbers(const std::string& name, int dimension,
                          const std::function<double(std::size_t)>& at,
                          const std::string& long_name, const std::string& units) {
  const Hdf5Id variable = column(name, dimension, H5T_NATIVE_DOUBLE, at);
  write_number(variable, "_FillValue", kNone);
  finish(variable, {dimension}, long_name);
  write_unit(variable, units);
}

void NetcdfGroup::codes(const std::string& name, int dimension,
                        const std::function<std::int32_t(std::size_t)>& at,
                        const std::string& long_name) {
  const Hdf5Id variable = column(name, dimension, H5T_NATIVE_INT32, at);
  finish(variable, {dimension}, long_name);
}

void NetcdfGroup::texts(const std::string& name, const std::vector<int>& dimensions,
                        const std::vector<std::string>& values, const std::string& long_name) {
  std::vector<std::string> safe;
  for (const std::string& value : values) safe.push_back(as_utf8(value));
  std::vector<const char*> pointers;
  for (const std::string& value : safe) pointers.push_back(value.c_str());
  const Hdf5Id type = text_type();
  const Hdf5Id variable = made(name, sizes(dimensions), type);
  if (!values.empty())
    demand(H5Dwrite(variable, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), "write");
  finish(variable, dimensions, long_name);
}

void NetcdfGroup::text(const std::string& name, const std::string& value,
                       const std::string& long_name) {
  texts(name, {}, {value}, long_name);
}

void NetcdfGroup::attribute(const char* name, const std::string& value) {
  write_text(group_, name, value);
}

void NetcdfGroup::attribute(const char* name, double value) { write_number(group_, name, value); }

NetcdfGroup NetcdfGroup::group(const std::string& name) {
  const Hdf5Id creation = properties(H5P_GROUP_CREATE);
  leave_times_out(creation);
  return NetcdfGroup({H5Gcreate2(group_, name.c_str(), H5P_DEFAULT, creation, H5P_DEFAULT),
                      H5Gclose, "make a group"});
}

void NetcdfGroup::add_row(const std::string& name, const std::string& long_name) {
  growing_ = name;
  const bool is_new = H5Lexists(group_, name.c_str(), H5P_DEFAULT) <= 0;
  const Hdf5Id scale =
      is_new ? made(name, {0}, H5T_NATIVE_INT, false, true)
             : Hdf5Id(H5Dopen2(group_, name.c_str(), H5P_DEFAULT), H5Dclose, "open a dimension");
  if (is_new) {
    finish(scale, {}, long_name);
    demand(H5DSset_scale(scale, name.c_str()), "make a dimension");
  }
  const Hdf5Id space(H5Dget_space(scale), H5Sclose, "tell a space");
  rows_ = static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)) + 1;
  const int number = static_cast<int>(rows_);
  set_last(scale, H5T_NATIVE_INT, &number);
  // Variables that this row has nothing in grow as well.
  const auto grow = [](hid_t group, const char* child, const H5L_info_t*, void* data) -> herr_t {
    const auto& self = *static_cast<const NetcdfGroup*>(data);
    H5O_info_t info;
    if (H5Oget_info_by_name(group, child, &info, H5P_DEFAULT) < 0) return -1;
    if (info.type != H5O_TYPE_DATASET || child == self.growing_) return 0;
    const hid_t variable = H5Dopen2(group, child, H5P_DEFAULT);
    const hsize_t rows = self.rows_;
    const herr_t result = H5Dset_extent(variable, &rows);
    H5Dclose(variable);
    return result < 0 ? -1 : 0;
  };
  demand(H5Literate(group_, H5_INDEX_NAME, H5_ITER_INC, nullptr, grow, this), "let rows grow");
}

void NetcdfGroup::set_last(hid_t variable, hid_t type, const void* value) {
  const hsize_t rows = rows_, last = rows_ - 1, one = 1;
  demand(H5Dset_extent(variable, &rows), "let rows grow");
  const Hdf5Id file(H5Dget_space(variable), H5Sclose, "tell a space"), memory = one_value();
  demand(H5Sselect_hyperslab(file, H5S_SELECT_SET, &last, nullptr, &one, nullptr), "select a row");
  demand(H5Dwrite(variable, type, memory, file, H5P_DEFAULT, value), "write");
}

Hdf5Id NetcdfGroup::grown(const std::string& name, hid_t type, const std::string& long_name,
                          const std::string* units) {
  if (H5Lexists(group_, name.c_str(), H5P_DEFAULT) > 0)
    return {H5Dopen2(group_, name.c_str(), H5P_DEFAULT), H5Dclose, "open a variable"};
  Hdf5Id variable = made(name, {rows_}, type, false, true);
  if (units) write_number(variable, "_FillValue", kNone);
  finish(variable, {}, long_name);
  const Hdf5Id scale(H5Dopen2(group_, growing_.c_str(), H5P_DEFAULT), H5Dclose, "open a dimension");
  demand(H5DSattach_scale(variable, scale, 0), "give a variable its dimension");
  if (units) write_unit(variable, *units);
  return variable;
}

void NetcdfGroup::set_number(const std::string& name, double value, const std::string& long_name,
                             const std::string& units) {
  set_last(grown(name, H5T_NATIVE_DOUBLE, long_name, &units), H5T_NATIVE_DOUBLE, &value);
}

void NetcdfGroup::set_text(const std::string& name, const std::string& value,
                           const std::string& long_name) {
  const std::string text = as_utf8(value);
  const char* pointer = text.c_str();
  const Hdf5Id type = text_type();
  set_last(grown(name, type, long_name, nullptr), type, &pointer);
}

std::vector<std::size_t> NetcdfGroup::sizes(const std::vector<int>& dimensions) const {
  std::vector<std::size_t> sizes;
  for (const int dimension : dimensions)
    sizes.push_back(dimensions_[static_cast<std::size_t>(dimension)].size);
  return sizes;
}

Hdf5Id NetcdfGroup::made(const std::string& name, const std::vector<std::size_t>& sizes, hid_t type,
                         bool in_pieces, bool grows) {
  const std::vector<hsize_t> extent(sizes.begin(), sizes.end());
  const std::vector<hsize_t> most(sizes.size(), H5S_UNLIMITED);
  const Hdf5Id space(H5Screate_simple(static_cast<int>(extent.size()), extent.data(),
                                      grows ? most.data() : nullptr),
                     H5Sclose, "make a space");
  const Hdf5Id creation = properties(H5P_DATASET_CREATE);
  leave_times_out(creation);
  if (H5Tequal(type, H5T_NATIVE_DOUBLE) > 0)
    demand(H5Pset_fill_value(creation, H5T_NATIVE_DOUBLE, &kNone), "fill what is missing");
  if (in_pieces) {
    const hsize_t piece = kPiece;
    demand(H5Pset_chunk(creation, 1, &piece), "write in pieces");
    demand(H5Pset_shuffle(creation), "shuffle");
    demand(H5Pset_deflate(creation, kLevel), "compress");
  }
  if (grows) {
    const hsize_t piece = kRowsThatGrow;
    demand(H5Pset_chunk(creation, 1, &piece), "write in pieces");
  }
  return {H5Dcreate2(group_, name.c_str(), type, space, H5P_DEFAULT, creation, H5P_DEFAULT),
          H5Dclose, "make a variable"};
}

template <class Number>
Hdf5Id NetcdfGroup::column(const std::string& name, int dimension, hid_t type,
                           const std::function<Number(std::size_t)>& at) {
  const std::size_t rows = sizes({dimension})[0];
  Hdf5Id variable = made(name, {rows}, type, rows > kPiece);
  const Hdf5Id file(H5Dget_space(variable), H5Sclose, "tell a space");
  std::vector<Number> piece;
  for (std::size_t first = 0; first < rows; first += kPiece) {
    piece.clear();
    for (std::size_t row = first; row < std::min(rows, first + kPiece); ++row)
      piece.push_back(at(row));
    const hsize_t start = first, count = piece.size();
    const Hdf5Id memory(H5Screate_simple(1, &count, nullptr), H5Sclose, "make a space");
    demand(H5Sselect_hyperslab(file, H5S_SELECT_SET, &start, nullptr, &count, nullptr),
           "select rows");
    demand(H5Dwrite(variable, type, memory, file, H5P_DEFAULT, piece.data()), "write");
  }
  return variable;
}

void NetcdfGroup::finish(hid_t variable, const std::vector<int>& dimensions,
                         const std::string& long_name) {
  write_text(variable, "long_name", long_name);
  for (std::size_t i = 0; i < dimensions.size(); ++i)
    demand(H5DSattach_scale(variable, dimensions_[static_cast<std::size_t>(dimensions[i])].scale,
                            static_cast<unsigned>(i)),
           "give a variable its dimension");
}

NetcdfFile::NetcdfFile() : access_(in_memory()), file_(new_file(access_)) {}

NetcdfFile::NetcdfFile(std::string bytes)
    : access_(in_memory()), file_(opened_file(access_, bytes)) {}

NetcdfGroup NetcdfFile::root() const {
  return NetcdfGroup({H5Gopen2(file_, "/", H5P_DEFAULT), H5Gclose, "open its root"});
}

std::string NetcdfFile::bytes() const {
  demand(H5Fflush(file_, H5F_SCOPE_LOCAL), "write");
  const ssize_t size = H5Fget_file_image(file_, nullptr, 0);
  demand(size < 0 ? -1 : 0, "say how large its file is");
  std::string image(static_cast<std::size_t>(size), '\0');
  demand(H5Fget_file_image(file_, image.data(), image.size()) < 0 ? -1 : 0, "give its file");
  return image;
}

}  // namespace mho
