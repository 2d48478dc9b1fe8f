#include "workloads/onnx/file.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace mho {

namespace {

constexpr std::uintmax_t kLargestFile = (std::uintmax_t{1} << 31) - 1;

std::string contents(const std::string& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) throw InputError({file, 0}, "", "there is no such file");
  if (!std::filesystem::is_regular_file(status)) {
    throw InputError({file, 0}, "", "is not a regular file; an ONNX file is wanted");
  }
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) throw InputError({file, 0}, "", "cannot be read: " + error.message());
  if (size == 0) throw InputError({file, 0}, "", "is empty; an ONNX file is wanted");
  if (size > kLargestFile) {
    throw InputError({file, 0}, "",
                     "has " + std::to_string(size) + " bytes; an ONNX file has at most " +
                         std::to_string(kLargestFile));
  }
  std::string bytes(size, '\0');
  std::ifstream stream(file, std::ios::binary);
  if (!stream.read(bytes.data(), static_cast<std::streamsize>(size))) {
    throw InputError({file, 0}, "", "cannot be read");
  }
  return bytes;
}

/// ONNX lets a name be any bytes. Here names are text that can be shown and written in YAML;
/// different ones stay different.
void make_names_printable(onnx::GraphProto& graph) {
  const auto mend = [](std::string* name) { *name = distinct_printable(*name); };
  mend(graph.mutable_name());
  for (onnx::NodeProto& node : *graph.mutable_node()) {
    mend(node.mutable_name());
    for (std::string& input : *node.mutable_input()) mend(&input);
    for (std::string& output : *node.mutable_output()) mend(&output);
  }
  for (onnx::TensorProto& tensor : *graph.mutable_initializer()) mend(tensor.mutable_name());
  for (onnx::ValueInfoProto& input : *graph.mutable_input()) mend(input.mutable_name());
  for (onnx::ValueInfoProto& output : *graph.mutable_output()) mend(output.mutable_name());
}

}  // namespace

std::int64_t operator_set(const onnx::ModelProto& model) {
  for (const auto& set : model.opset_import()) {
    if (set.domain().empty() || set.domain() == "ai.onnx") return set.version();
  }
  return 0;
}

onnx::ModelProto read_onnx(const std::string& file) {
  const std::string bytes = contents(file);
  onnx::ModelProto model;
  if (!model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw InputError({file, 0}, "", "is not an ONNX model, or is cut short or damaged");
  }
  if (!model.has_ir_version() || !model.has_graph()) {
    throw InputError({file, 0}, "", "is not an ONNX model: it has no format version or no graph");
  }
  if (model.ir_version() > kNewestFormat) {
    throw InputError({file, 0}, "",
                     "has the ONNX file format (IR version) " + std::to_string(model.ir_version()) +
                         "; 1 to " + std::to_string(kNewestFormat) +
                         " are accepted (export the model with an older one)");
  }
  const std::int64_t version = operator_set(model);
  if (version == 0) {
    throw InputError({file, 0}, "",
                     "names no operator set of ONNX; it may be cut short, or older than ONNX 1.0");
  }
  if (version < 1 || version > kNewestOperatorSet) {
    throw InputError({file, 0}, "",
                     "wants operator set " + std::to_string(version) + "; 1 to " +
                         std::to_string(kNewestOperatorSet) +
                         " are accepted (export the model with an older one)");
  }
  make_names_printable(*model.mutable_graph());
  return model;
}

}  // namespace mho
