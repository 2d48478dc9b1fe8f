// What a modelled cost is of. A class's models share what was left out of them, so that they are
// off together; how far is learned on measured macros (validation/population).
#pragma once

#include <cstddef>

namespace mho {

/// Cells with wires and lines; converters; row drivers; the other circuits of a macro and static
/// power in it; all beyond macros.
enum class ModelClass { array, converter, driver, logic, periphery };
inline constexpr std::size_t kModelClasses = static_cast<std::size_t>(ModelClass::periphery) + 1;
/// "array", "converter", ...
const char* name_of(ModelClass model_class);

}  // namespace mho
