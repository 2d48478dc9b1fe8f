// Changes to an ONNX model that keep it a protobuf: fields, not bytes.
#pragma once

#include "tests/fuzz/mutation.hpp"

namespace mho::fuzz {

/// One change of a field anywhere in the model: numbers to edges, texts to other texts of the
/// model, repeated fields longer, shorter or in another order; bytes where it is no model.
void mutate_onnx(Bytes& bytes, Dice& dice);

}  // namespace mho::fuzz
