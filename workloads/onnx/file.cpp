#include "workloads/onnx/file.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace mho {

namespace {

constexpr std::uintmax_t kLargestFile = (std::uintmax_t{1} << 31) - 1;

void check_file(const std::string& file) {
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
                         std::to_string(kLargestFile) + " (weights may lie in a file beside it)");
  }
}

void mend(std::string* name) { *name = distinct_printable(*name); }

void make_names_printable(onnx::GraphProto& graph);

void make_names_printable(onnx::NodeProto& node) {
  mend(node.mutable_name());
  for (std::string& input : *node.mutable_input()) mend(&input);
  for (std::string& output : *node.mutable_output()) mend(&output);
  for (onnx::AttributeProto& attribute : *node.mutable_attribute())
    if (attribute.has_g()) make_names_printable(*attribute.mutable_g());
}

/// ONNX lets a name be any bytes. Here names are text that can be shown and written in YAML;
/// different ones stay different.
void make_names_printable(onnx::GraphProto& graph) {
  mend(graph.mutable_name());
  for (onnx::NodeProto& node : *graph.mutable_node()) make_names_printable(node);
  for (onnx::TensorProto& tensor : *graph.mutable_initializer()) mend(tensor.mutable_name());
  for (onnx::ValueInfoProto& input : *graph.mutable_input()) mend(input.mutable_name());
  for (onnx::ValueInfoProto& output : *graph.mutable_output()) mend(output.mutable_name());
}

void make_names_printable(onnx::FunctionProto& function) {
  for (onnx::NodeProto& node : *function.mutable_node()) make_names_printable(node);
  for (std::string& input : *function.mutable_input()) mend(&input);
  for (std::string& output : *function.mutable_output()) mend(&output);
}

}  // namespace

onnx::ModelProto read_onnx(const std::string& file) {
  check_file(file);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError({file, 0}, "", "cannot be read");
  onnx::ModelProto model;
  if (!model.ParseFromIstream(&stream)) {
    throw InputError({file, 0}, "", "is not an ONNX model, or is cut short or damaged");
  }
  if (!model.has_ir_version() || !model.has_graph()) {
    throw InputError({file, 0}, "", "is not an ONNX model: it has no format version or no graph");
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
  for (onnx::FunctionProto& function : *model.mutable_functions()) make_names_printable(function);
  return model;
}

}  // namespace mho
