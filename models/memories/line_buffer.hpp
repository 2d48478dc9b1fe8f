// The shift window of convolutions: registers that keep the pixels of a window for the next window
// of the same row, so that each pixel column is read once a row. Which pixels those are,
// sim/engine/plan/line_buffer.hpp counts; here are the buffer's constants.
#pragma once

#include <cstdint>

#include "models/costs/component.hpp"

namespace mho {

struct LineBufferSpec : Component {
  std::int64_t capacity_bytes = 0;  ///< of one instance

  void fields(Fields& f) {
    f.bytes("capacity", capacity_bytes, {1, 1e9},
            "What one instance holds; windows that do not fit are read whole.");
    Component::fields(f);
  }
};

}  // namespace mho
