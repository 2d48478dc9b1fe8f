#include "workloads/onnx/refused.hpp"

#include <string_view>
#include <vector>

#include "sim/base/error.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

struct Advice {
  std::vector<std::string_view> types;
  const char* words;
};

const std::vector<Advice>& advices() {
  static const std::vector<Advice> all{
      {{"NonMaxSuppression", "RoiAlign", "NonZero", "Compress", "Unique", "TensorScatter",
        "ScatterND", "ScatterElements", "GatherND", "GatherElements", "GridSample", "Det"},
       "is work of the host: cut the network in front of it (onnx.utils.extract_model)"},
      {{"Loop", "Scan", "If"}, "is control flow that the input's values decide"},
      {{"SequenceAt", "SequenceConstruct", "SequenceEmpty", "SequenceInsert", "SplitToSequence",
        "ConcatFromSequence", "SequenceLength", "Optional", "OptionalGetElement", "SequenceMap"},
       "is of sequences, which have no fixed size: export the network with fixed sizes"},
      {{"RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli",
        "Multinomial"},
       "draws at random: export the network for inference"},
      {{"StringNormalizer", "TfIdfVectorizer", "LabelEncoder", "StringConcat", "RegexFullMatch",
        "StringSplit", "ImageDecoder"},
       "prepares text or files: cut the network behind it, and give its output as data"},
      {{"STFT", "DFT", "MelWeightMatrix"},
       "prepares audio: cut the network behind it, and give its features as data"},
  };
  return all;
}

bool is_of_quantized(const std::string& type) {
  return type.find("QuantizeLinear") != std::string::npos || type == "DequantizeLinear" ||
         type.rfind("QLinear", 0) == 0 || type == "ConvInteger" || type == "MatMulInteger";
}

}  // namespace

std::string refusal_of(const std::string& type) {
  if (is_of_quantized(type))
    return "operator " + type +
           " is not accepted; of quantized networks QuantizeLinear, DequantizeLinear, QLinearConv, "
           "QLinearMatMul, QGemm, QLinearAdd, QLinearMul, QLinearConcat, QLinearAveragePool, "
           "QLinearGlobalAveragePool, QLinearLeakyRelu, QLinearReduceMean, QLinearSigmoid, "
           "QLinearSoftmax, ConvInteger, MatMulInteger, DynamicQuantizeLinear, and QONNX's Quant "
           "and BipolarQuant are";
  for (const Advice& each : advices())
    for (const std::string_view known : each.types)
      if (known == type) return "operator " + type + " is not accepted: it " + each.words;
  std::vector<std::string> names;
  for (const OnnxOperator& known : onnx_operators())
    if (!known.type.starts_with("mho.")) names.emplace_back(known.type);
  return "operator " + type + " is not accepted" + did_you_mean(type, names) +
         " ('mho list operators' has all that are); write it with those, or cut the network there "
         "(onnx.utils.extract_model)";
}

}  // namespace mho
