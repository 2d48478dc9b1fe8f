// Where the sources and the program are. One file knows them, so that no other object depends on
// the folder that it is built in: a compiler cache serves every clone.
#pragma once

namespace mho {

extern const char* const kSourceDir;
extern const char* const kProgram;

}  // namespace mho
