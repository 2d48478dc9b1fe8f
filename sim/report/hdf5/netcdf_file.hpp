// HDF5 files that netCDF-4 reads as its own (NetCDF Users' Guide, appendix on file formats):
// dimensions are dimension scales, variables have units and long_name (CF conventions 1.10), what
// is missing is the _FillValue. Made in memory alone, in HDF5's earliest format: readers in
// browsers know neither attributes outside of an object's header nor headers that say when they
// move there, which tracking the order of creation brings.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mho {

/// What HDF5 does not do.
class Hdf5Error : public std::runtime_error {
 public:
  explicit Hdf5Error(const std::string& what) : std::runtime_error("HDF5 does not " + what) {}
};

/// An identifier of HDF5 that is closed at the end.
class Hdf5Id {
 public:
  /// Throws Hdf5Error("HDF5 does not " + what) where there is none.
  Hdf5Id(hid_t id, herr_t (*close)(hid_t), const char* what);
  Hdf5Id(Hdf5Id&& other) noexcept : id_(other.id_), close_(other.close_) { other.id_ = -1; }
  Hdf5Id(const Hdf5Id&) = delete;
  ~Hdf5Id() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// The type of UTF-8 texts of any length.
Hdf5Id text_type();

/// A group of variables that share dimensions.
class NetcdfGroup {
 public:
  explicit NetcdfGroup(Hdf5Id group) : group_(std::move(group)) {}

  /// Its number; its variable counts from 1.
  int dimension(const std::string& name, std::size_t size, const std::string& long_name);
  /// Missing values are NaN.
  void numbers(const std::string& name, const std::vector<int>& dimensions,
               const std::vector<double>& values, const std::string& long_name,
               const std::string& units);
  /// Row after row of one dimension, in compressed pieces. `at`: of a row.
  void numbers(const std::string& name, int dimension, const std::function<double(std::size_t)>& at,
               const std::string& long_name, const std::string& units);
  /// The same of numbers of texts.
  void codes(const std::string& name, int dimension,
             const std::function<std::int32_t(std::size_t)>& at, const std::string& long_name);
  void texts(const std::string& name, const std::vector<int>& dimensions,
             const std::vector<std::string>& values, const std::string& long_name);
  /// A text without dimension, of any length.
  void text(const std::string& name, const std::string& value, const std::string& long_name);
  void attribute(const char* name, const std::string& value);
  void attribute(const char* name, double value);
  NetcdfGroup group(const std::string& name);

  /// A row more of the variables of dimension `name`, which grows; without it, it is made.
  void add_row(const std::string& name, const std::string& long_name);
  /// Of the row that was added last; a variable that is new has nothing in the rows before.
  void set_number(const std::string& name, double value, const std::string& long_name,
                  const std::string& units);
  void set_text(const std::string& name, const std::string& value, const std::string& long_name);

 private:
  struct Dimension {
    std::size_t size;
    Hdf5Id scale;
  };

  std::vector<std::size_t> sizes(const std::vector<int>& dimensions) const;
  Hdf5Id made(const std::string& name, const std::vector<std::size_t>& sizes, hid_t type,
              bool in_pieces = false, bool grows = false);
  /// A variable of the dimension that grows, with as many rows as that has; made where it is not.
  Hdf5Id grown(const std::string& name, hid_t type, const std::string& long_name,
               const std::string* units);
  void set_last(hid_t variable, hid_t type, const void* value);
  void finish(hid_t variable, const std::vector<int>& dimensions, const std::string& long_name);
  template <class Number>
  Hdf5Id column(const std::string& name, int dimension, hid_t type,
                const std::function<Number(std::size_t)>& at);

  Hdf5Id group_;
  std::vector<Dimension> dimensions_;
  std::string growing_;  ///< name of the dimension that grows
  std::size_t rows_ = 0;
};

class NetcdfFile {
 public:
  /// A new one.
  NetcdfFile();
  /// One that is there, to be added to. Throws Hdf5Error where the bytes are no HDF5.
  explicit NetcdfFile(std::string bytes);

  NetcdfGroup root() const;
  std::string bytes() const;

 private:
  Hdf5Id access_, file_;
};

}  // namespace mho
