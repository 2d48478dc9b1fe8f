// Groups of an HDF5 file as values. For files that are read in a child process (sim/base/guarded):
// the library may crash on one that is damaged.
#pragma once

#include <hdf5.h>

#include <memory>
#include <string>
#include <vector>

namespace mho {

/// Members throw Hdf5Error where the file has not what is asked for.
class Hdf5Group {
 public:
  /// None.
  Hdf5Group() = default;
  /// Of the bytes of a file, in memory.
  explicit Hdf5Group(const std::string& file, const std::string& name = "/");

  /// A variable or a group is there.
  bool has(const std::string& name) const;
  bool has_number(const std::string& attribute) const;
  bool has_text(const std::string& attribute) const;
  double number(const std::string& attribute) const;
  std::string text(const std::string& attribute) const;
  /// All values of a variable, the last dimension fastest.
  std::vector<double> numbers(const std::string& variable) const;
  std::vector<std::string> texts(const std::string& variable) const;
  /// Of the variable's first dimension; of one without any 1.
  std::size_t size(const std::string& variable) const;
  Hdf5Group group(const std::string& name) const;

 private:
  bool has_attribute(const std::string& name, H5T_class_t of) const;

  std::shared_ptr<const hid_t> file_, group_;
};

}  // namespace mho
