#include "sim/base/model_class.hpp"

#include "sim/base/error.hpp"

namespace mho {

const char* name_of(ModelClass model_class) {
  switch (model_class) {
    case ModelClass::array:
      return "array";
    case ModelClass::converter:
      return "converter";
    case ModelClass::driver:
      return "driver";
    case ModelClass::logic:
      return "logic";
    case ModelClass::periphery:
      return "periphery";
  }
  throw Bug("a model of no class");
}

}  // namespace mho
