// HDF5 files, through the guarded child: what libhdf5 does not survive is refused.
#include <string>

#include "tests/fuzz/array_target.hpp"
#include "tests/fuzz/input_file.hpp"
#include "tests/fuzz/mutation.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const mho::fuzz::InputFile file({data, size});
  const bool other_files = size % 2 == 1;
  return mho::fuzz::check_array(
      [&](int limit) { return mho::read_hdf5(file.path(), "x", limit, other_files); });
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed) {
  return mho::fuzz::mutate_in_place(data, size, most, seed, mho::fuzz::mutate_bytes);
}
