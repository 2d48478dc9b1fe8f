// Options that stand for keys of a run, shared by the commands that run something.
#pragma once

#include "sim/cli/arguments.hpp"
#include "sim/config/config.hpp"

namespace mho {

/// The names of the options that apply_numbers() reads; each has a value.
inline const std::vector<std::string> kNumberOptions{"seed", "trials", "images", "engine-images"};

/// Sets the keys that the options stand for; throws InputError unless they are whole numbers in
/// range.
void apply_numbers(const Arguments& arguments, Document& document);

/// The value of --threads; 0 = one per core. Throws InputError likewise.
int threads_of(const Arguments& arguments);

}  // namespace mho
