// Networks that are quantized already, in every way that files state it, brought to one: floats
// with mho.Quantize where a value is rounded to a number format, and mho.Dequantize where a
// constant is stored as integers. QLinear operators become the operator between both; integers that
// a file computes with are floats on the format's grid from here on, which is the same up to the
// rounding of float32 (MaxPool, Reshape, ... of integers are those of floats).
#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <string_view>

namespace mho {

/// The domain of what normalize_quantization() writes.
inline constexpr std::string_view kQuantizedDomain = "mho";

/// Rewrites QuantizeLinear, DequantizeLinear, QLinear operators, ConvInteger, MatMulInteger,
/// DynamicQuantizeLinear and QONNX's Quant, BipolarQuant and Trunc. Throws InputError, all nodes at
/// once, for scales that are computed and formats that do not agree. A DynamicQuantizeLinear is
/// left out: what it would round stays float.
void normalize_quantization(onnx::ModelProto& model, const std::string& file);

}  // namespace mho
