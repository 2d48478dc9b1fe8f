// Which mho this is.
#pragma once

namespace mho {

/// The version of the project that the library was built from: "0.2.0".
const char* version();

}  // namespace mho
