// What a YAML file describes, told by its keys.
#pragma once

#include <string>

#include "sim/config/config.hpp"

namespace mho {

enum class FileKind { run, chip, workload, network, validation_case, device, cell, sweep, unknown };

FileKind kind_of(const Document& document);

/// The file that `word` names, in the folder of configs for its kind or as a path; throws
/// InputError when there is none, or its keys are those of something else. `option`: what takes it.
std::string file_of(FileKind kind, const std::string& word, const std::string& option);

/// Throws InputError when the document's keys are those of something else.
void check_kind(const Document& document, FileKind kind, const std::string& option);

}  // namespace mho
