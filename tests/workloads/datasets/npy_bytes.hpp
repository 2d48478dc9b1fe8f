// The bytes of an NPY file, for tests.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "tests/workloads/scratch_folder.hpp"

namespace mho {

template <class Number>
Bytes npy(const std::string& descr, const std::string& shape, const std::vector<Number>& values,
          int version = 1, const std::string& order = "False") {
  std::string header =
      "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
  Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', static_cast<unsigned char>(version), 0};
  bytes.push_back(static_cast<unsigned char>(header.size()));
  bytes.push_back(0);
  if (version == 2) bytes.insert(bytes.end(), 2, 0);
  bytes.insert(bytes.end(), header.begin(), header.end());
  const std::size_t start = bytes.size();
  bytes.resize(start + values.size() * sizeof(Number));
  std::memcpy(bytes.data() + start, values.data(), values.size() * sizeof(Number));
  return bytes;
}

}  // namespace mho
