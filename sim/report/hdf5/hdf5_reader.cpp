#include "sim/report/hdf5/hdf5_reader.hpp"

#include "sim/base/guarded.hpp"
#include "sim/report/hdf5/netcdf_file.hpp"

namespace mho {

namespace {

std::shared_ptr<const hid_t> held(hid_t id, herr_t (*close)(hid_t), const std::string& what) {
  if (id < 0) throw Hdf5Error(what);
  return {new hid_t(id), [close](const hid_t* own) {
            close(*own);
            delete own;
          }};
}

std::shared_ptr<const hid_t> opened(const std::string& bytes) {
  const Hdf5Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "make a list of properties");
  constexpr std::size_t kStep = 1 << 20;
  if (H5Pset_fapl_core(access, kStep, 0) < 0) throw Hdf5Error("keep a file in memory");
  std::string image = bytes;  // that it copies
  if (H5Pset_file_image(access, image.data(), image.size()) < 0)
    throw Hdf5Error("take a file from memory");
  return held(H5Fopen("mho.h5", H5F_ACC_RDONLY, access), H5Fclose, "read this file");
}

Hdf5Id dataset(hid_t group, const std::string& name) {
  return {H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose, "find a variable"};
}

/// Of all dimensions.
std::size_t count_of(hid_t space) {
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  if (count < 0) throw Hdf5Error("tell a variable's size");
  return static_cast<std::size_t>(count);
}

H5T_class_t class_of(hid_t type) { return H5Tget_class(type); }

/// Texts that the library has allocated; they go at the end.
class Texts {
 public:
  explicit Texts(hid_t space) : space_(space), pointers_(count_of(space), nullptr) {}
  Texts(const Texts&) = delete;
  ~Texts() { H5Dvlen_reclaim(type_, space_, H5P_DEFAULT, pointers_.data()); }

  hid_t type() const { return type_; }
  char** pointers() { return pointers_.data(); }
  std::vector<std::string> values() const {
    std::vector<std::string> values;
    for (const char* text : pointers_) values.emplace_back(text ? text : "");
    return values;
  }

 private:
  Hdf5Id type_ = text_type();
  hid_t space_;
  std::vector<char*> pointers_;
};

void check_text(hid_t type) {
  if (class_of(type) != H5T_STRING || H5Tis_variable_str(type) <= 0)
    throw Hdf5Error("have texts where texts should be");
}

}  // namespace

Hdf5Group::Hdf5Group(const std::string& file, const std::string& name)
    : file_(opened(file)),
      group_(held(H5Gopen2(*file_, name.c_str(), H5P_DEFAULT), H5Gclose, "find " + name)) {}

bool Hdf5Group::has(const std::string& name) const {
  return H5Lexists(*group_, name.c_str(), H5P_DEFAULT) > 0;
}

bool Hdf5Group::has_attribute(const std::string& name, H5T_class_t of) const {
  if (H5Aexists(*group_, name.c_str()) <= 0) return false;
  const Hdf5Id attribute(H5Aopen(*group_, name.c_str(), H5P_DEFAULT), H5Aclose, "open");
  const Hdf5Id type(H5Aget_type(attribute), H5Tclose, "tell a type");
  const Hdf5Id space(H5Aget_space(attribute), H5Sclose, "tell a space");
  return class_of(type) == of && count_of(space) == 1;
}

bool Hdf5Group::has_number(const std::string& attribute) const {
  return has_attribute(attribute, H5T_FLOAT);
}

bool Hdf5Group::has_text(const std::string& attribute) const {
  return has_attribute(attribute, H5T_STRING);
}

double Hdf5Group::number(const std::string& name) const {
  const Hdf5Id attribute(H5Aopen(*group_, name.c_str(), H5P_DEFAULT), H5Aclose, "find a number");
  double value = 0;
  if (H5Aread(attribute, H5T_NATIVE_DOUBLE, &value) < 0) throw Hdf5Error("read a number");
  return value;
}

std::string Hdf5Group::text(const std::string& name) const {
  const Hdf5Id attribute(H5Aopen(*group_, name.c_str(), H5P_DEFAULT), H5Aclose, "find a text");
  const Hdf5Id type(H5Aget_type(attribute), H5Tclose, "tell a type");
  check_text(type);
  const Hdf5Id space(H5Aget_space(attribute), H5Sclose, "tell a space");
  Texts texts(space);
  if (H5Aread(attribute, texts.type(), texts.pointers()) < 0) throw Hdf5Error("read a text");
  return texts.values().at(0);
}

std::vector<double> Hdf5Group::numbers(const std::string& variable) const {
  const Hdf5Id set = dataset(*group_, variable);
  const Hdf5Id space(H5Dget_space(set), H5Sclose, "tell a space");
  const Hdf5Id type(H5Dget_type(set), H5Tclose, "tell a type");
  if (class_of(type) != H5T_FLOAT && class_of(type) != H5T_INTEGER)
    throw Hdf5Error("have numbers in " + variable);
  expect_bytes(static_cast<std::int64_t>(count_of(space) * sizeof(double)));
  std::vector<double> values(count_of(space));
  if (H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    throw Hdf5Error("read " + variable);
  return values;
}

std::vector<std::string> Hdf5Group::texts(const std::string& variable) const {
  const Hdf5Id set = dataset(*group_, variable);
  const Hdf5Id space(H5Dget_space(set), H5Sclose, "tell a space");
  const Hdf5Id type(H5Dget_type(set), H5Tclose, "tell a type");
  check_text(type);
  Texts texts(space);
  if (H5Dread(set, texts.type(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.pointers()) < 0)
    throw Hdf5Error("read " + variable);
  return texts.values();
}

std::size_t Hdf5Group::size(const std::string& variable) const {
  const Hdf5Id set = dataset(*group_, variable);
  const Hdf5Id space(H5Dget_space(set), H5Sclose, "tell a space");
  hsize_t sizes[H5S_MAX_RANK] = {1};
  if (H5Sget_simple_extent_dims(space, sizes, nullptr) < 0)
    throw Hdf5Error("tell a variable's size");
  return static_cast<std::size_t>(sizes[0]);
}

Hdf5Group Hdf5Group::group(const std::string& name) const {
  Hdf5Group inner;
  inner.file_ = file_;
  inner.group_ = held(H5Gopen2(*group_, name.c_str(), H5P_DEFAULT), H5Gclose, "find " + name);
  return inner;
}

}  // namespace mho
