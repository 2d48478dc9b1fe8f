// The header of an NPY file: a Python dictionary of exactly three entries, such as
// {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, then blanks and a line break.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mho {

struct NpyHeader {
  std::string descr;  ///< byte order and type
  bool fortran_order = false;
  std::vector<std::int64_t> shape;  ///< of at least one axis
};

/// Reads `text` front to back; calls `fail`, which does not return, with what is wrong.
NpyHeader parse_npy_header(std::string_view text,
                           const std::function<void(const std::string& message)>& fail);

}  // namespace mho
