#include "sim/base/version.hpp"

namespace mho {

const char* version() { return MHO_VERSION; }

}  // namespace mho
