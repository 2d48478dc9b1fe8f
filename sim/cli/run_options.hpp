// Options that stand for keys of a run, shared by the commands that run something.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/cli/arguments.hpp"
#include "sim/config/config.hpp"

namespace mho {

/// The names of the options that apply_numbers() reads; each has a value.
inline const std::vector<std::string> kNumberOptions{"seed", "trials", "images", "engine-images"};

/// Sets the keys that the options stand for; what is wrong with a value is told where the run is
/// read.
void apply_numbers(const Arguments& arguments, Document& document);

/// The file `run` (a name of configs/runs, or a path), or the defaults of one, with --chip and
/// --workload in it. Throws InputError when they do not make a run.
Document run_document(const Arguments& arguments, const std::optional<std::string>& run,
                      const std::string& command);

/// Sets the keys that the options of `mho run` about ages, errors, precision and the engine stand
/// for.
void apply_physics(const Arguments& arguments, Document& document);

/// The options that requested_run() reads.
OptionList run_key_options();

/// Is any of them given?
bool gives_run_keys(const Arguments& arguments);

/// The run that the options ask for: run_document() with all keys and assignments in it.
Document requested_run(const Arguments& arguments, const std::optional<std::string>& run,
                       const std::string& command);

/// The value of --threads; 0 = one per core. Throws InputError when it is none.
int threads_of(const Arguments& arguments);

}  // namespace mho
