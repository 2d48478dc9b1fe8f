// NPY files, plain or packed.
#include <string>

#include "tests/fuzz/array_target.hpp"
#include "tests/fuzz/input_file.hpp"
#include "tests/fuzz/mutation.hpp"

namespace mho::fuzz {

namespace {

/// Words of the header change places; else any bytes.
void mutate_npy(Bytes& bytes, Dice& dice) {
  static const std::vector<std::string> kWords{
      "'descr'",      "'fortran_order'", "'shape'",        "False",     "True", "'<f4'",
      "'|u1'",        "'<i8'",           "'>f8'",          "(2, 3, 2)", "(2,)", "()",
      "(1, 1, 1, 1)", "(999999999999,)", "[('a', '<f4')]", "{",         "}",    ": ",
      ", ",           "(((((((("};
  if (dice.one_in(2)) return mutate_bytes(bytes, dice);
  const std::string& word = dice.of(kWords);
  std::string text(bytes.begin(), bytes.end());
  const std::string& old = dice.of(kWords);
  const std::size_t at = text.find(old);
  if (at == std::string::npos) return mutate_bytes(bytes, dice);
  text.replace(at, dice.one_in(3) ? 0 : old.size(), word);
  bytes.assign(text.begin(), text.end());
  // As long as before, so that the header's length stays right: blanks follow the dictionary.
  const std::size_t end = text.find("}  ");
  if (end != std::string::npos && word.size() > old.size() && !dice.one_in(4))
    bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(end) + 1);
}

}  // namespace

}  // namespace mho::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const mho::fuzz::InputFile file({data, size});
  return mho::fuzz::check_array([&](int limit) { return mho::read_npy(file.path(), limit); });
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed) {
  return mho::fuzz::mutate_in_place(data, size, most, seed, mho::fuzz::mutate_npy);
}
