// Where the sources and the program are. One file knows them, so that no other object depends on
// the folder that it is built in: a compiler cache serves every clone.
#pragma once

#include <string>

namespace mho {

extern const char* const kSourceDir;
extern const char* const kProgram;

/// The file of a shipped chip or, where the name ends in "_constants", of one that only tests have:
/// all of its costs are constants.
inline std::string chip_file(const std::string& name) {
  return std::string(kSourceDir) + (name.ends_with("_constants") ? "/tests" : "") +
         "/configs/chips/" + name + ".yaml";
}

}  // namespace mho
