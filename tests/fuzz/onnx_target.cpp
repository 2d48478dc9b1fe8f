// ONNX: what is imported folds, is written as ONNX that imports to a graph of the same outputs, and
// either becomes layers or is refused.
#include <algorithm>
#include <cmath>
#include <string>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "tests/fuzz/fuzz_target.hpp"
#include "tests/fuzz/input_file.hpp"
#include "tests/fuzz/onnx_mutation.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho::fuzz {

namespace {

std::vector<Shape> output_shapes(const Graph& graph) {
  std::vector<Shape> shapes;
  for (const int output : graph.outputs)
    shapes.push_back(graph.values.at(static_cast<std::size_t>(output)).shape);
  return shapes;
}

/// Whether folding kept all constants within float's range; a run refuses the network where not.
bool is_finite(const Graph& graph) {
  return std::all_of(graph.values.begin(), graph.values.end(), [](const Value& value) {
    return !value.constant ||
           std::all_of(value.constant->values.begin(), value.constant->values.end(),
                       [](float number) { return std::isfinite(number); });
  });
}

/// As ONNX and back.
void check_written(const Graph& graph) {
  const InputFile file({});
  try {
    write_onnx(graph, file.path());
  } catch (const InputError&) {
    return;  // what ONNX cannot say
  }
  try {
    require(output_shapes(import_onnx(file.path())) == output_shapes(graph),
            "a written graph reads back with other outputs");
  } catch (const InputError& error) {
    throw Bug("a written graph is refused: " + std::string(error.what()));
  }
}

void read(const std::string& file) {
  const Graph imported = import_onnx(file);
  for (const Node& node : imported.nodes)
    require(printable(node.name) == node.name, "a name is not safe text");
  const Graph graph = fold(imported);
  require(output_shapes(graph) == output_shapes(imported), "folding changes the outputs");
  if (is_finite(graph)) check_written(graph);
  QuantizationSpec spec;
  spec.weight_bits = spec.activation_bits = 8;
  quantize_shapes(graph, spec, InputSign::either);
}

}  // namespace

}  // namespace mho::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const mho::fuzz::InputFile file({data, size});
  try {
    mho::fuzz::read(file.path());
    return 0;
  } catch (const mho::InputError&) {
    return -1;
  }
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed) {
  return mho::fuzz::mutate_in_place(data, size, most, seed, mho::fuzz::mutate_onnx);
}
