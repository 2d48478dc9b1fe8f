// IDX files, plain or packed.
#include "tests/fuzz/array_target.hpp"
#include "tests/fuzz/input_file.hpp"
#include "tests/fuzz/mutation.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const mho::fuzz::InputFile file({data, size});
  return mho::fuzz::check_array([&](int limit) { return mho::read_idx(file.path(), limit); });
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed) {
  return mho::fuzz::mutate_in_place(data, size, most, seed, mho::fuzz::mutate_bytes);
}
