// The two functions of a fuzz target, which are libFuzzer's: `clang++ -fsanitize=fuzzer` links a
// target instead of driver.cpp, too.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

/// Reads the input. 0: accepted; -1: refused, as it should where it is wrong. Whatever else happens
/// (an exception, a signal, no end) is a defect.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Changes the input in its place, the same for the same seed; its new size.
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed);
}
