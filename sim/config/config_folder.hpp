// Where the configurations that come with mho are: the nearest folder `configs` or
// `share/mho/configs` (one that holds `chips`) beside the program or above it, as in a source tree
// with build/release/mho, or in /usr with bin/mho; the environment variable MHO_CONFIGS, when set,
// names it instead.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mho {

/// Throws InputError when there is none.
std::filesystem::path config_folder();

/// A word of the command line that names a YAML file of `folder`: one without '/' and without the
/// ending ".yaml" is the name of folder/NAME.yaml; all else is a path. Throws InputError (key
/// `option`, with "did you mean") when there is no such file.
std::string file_in(const std::filesystem::path& folder, const std::string& word,
                    const std::string& option);

/// Names of the YAML files of a folder, sorted; none when it is missing.
std::vector<std::string> names_in(const std::filesystem::path& folder);

/// A word of the command line that names a configuration: one without '/' and without the ending
/// ".yaml" is the name of configs/KIND/NAME.yaml, KIND one of "chips", "workloads", "runs",
/// "devices"; all else is a path. Throws InputError (key `option`, with "did you mean") when there
/// is no such file.
std::string config_file(const std::string& word, const std::string& kind,
                        const std::string& option);

/// Names of the configurations of a kind, sorted.
std::vector<std::string> config_names(const std::string& kind);

/// Whether a value of a YAML file is a name, as `mho list` prints them, and no path: letters,
/// digits, '_' and '-', first a letter.
bool is_config_name(const std::string& word);

/// The kind of the configurations that a key of a YAML file takes by name ("cell": "cells"); empty
/// for other keys.
std::string config_kind_of(const std::string& key);

/// The file of the configuration `word` of a kind, or, where that is empty, of any; `named_in`, the
/// file that names it, tells where configs is when it is not about the program. None: no such file.
std::optional<std::string> named_config(const std::string& word, const std::string& kind,
                                        const std::string& named_in);

/// ", did you mean 'x'?" for a name that is none of these configurations.
std::string config_meant(const std::string& word, const std::string& kind,
                         const std::string& named_in);

}  // namespace mho
