// HDF5's C library: its identifiers, and why it cannot open a file. Used in the child process of
// read_guarded() alone.
#pragma once

#include <hdf5.h>

#include <string>

namespace mho {

/// An HDF5 identifier and the function that closes it.
class Hdf5Handle {
 public:
  Hdf5Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Hdf5Handle(const Hdf5Handle&) = delete;
  Hdf5Handle& operator=(const Hdf5Handle&) = delete;
  ~Hdf5Handle() {
    if (id_ >= 0) close_(id_);
  }
  bool valid() const { return id_ >= 0; }
  hid_t id() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// What keeps HDF5 from opening this file, which it could not: open elsewhere, left open by a
/// writer that was stopped, no HDF5, damaged.
std::string why_not_opened(const std::string& file);

}  // namespace mho
