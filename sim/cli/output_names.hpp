// Which files a command writes, held against those that it reads and against each other before
// anything runs.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/arguments.hpp"
#include "sim/config/config.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

struct OutputFile {
  std::string option;  ///< "--json"
  std::string path;
};

/// What the command line gives for `options` ("json"), of those that are there.
std::vector<OutputFile> outputs_of(const Arguments& arguments,
                                   const std::vector<std::string>& options);

/// All files that the run reads.
std::vector<std::string> inputs_of(const Document& document, const RunSpec& spec);

/// Throws InputError when an output cannot be written, or is the same file as another output or as
/// one of the `inputs`, also through a link or by another path. What is no regular file (/dev/null)
/// may be named twice.
void check_outputs(const std::vector<OutputFile>& outputs, const std::vector<std::string>& inputs);

}  // namespace mho
