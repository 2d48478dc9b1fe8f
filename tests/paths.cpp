#include "tests/paths.hpp"

namespace mho {

const char* const kSourceDir = MHO_SOURCE_DIR;
const char* const kProgram = MHO_PROGRAM;

}  // namespace mho
