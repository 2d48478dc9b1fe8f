#include "sim/cli/network_text.hpp"

#include "sim/report/columns.hpp"
#include "workloads/graph/file_bits.hpp"
#include "workloads/quantize/layer_summary.hpp"

namespace mho {

namespace {

const char* unit_name(RunsOn unit) {
  switch (unit) {
    case RunsOn::arrays:
      return "arrays";
    case RunsOn::dynamic_arrays:
      return "written arrays";
    case RunsOn::vector_unit:
      return "vector unit";
  }
  return "";
}

std::string shape_of(const LayerSummary& layer) {
  return std::to_string(layer.channels) + " x " + std::to_string(layer.height) + " x " +
         std::to_string(layer.width);
}

}  // namespace

std::string network_text(const Graph& graph) {
  Columns table({{"layer", 36, false},
                 {"kind", 14, false},
                 {"runs on", 15, false},
                 {"output", 16, true},
                 {"MACs", 10, true},
                 {"parameters", 9, true}});
  std::int64_t macs = 0, parameters = 0;
  bool written = false;
  for (const LayerSummary& layer : layer_summaries(graph)) {
    table.row({layer.name, name_of(layer.kind), unit_name(layer.on), shape_of(layer),
               some(layer.macs), some(layer.parameters)});
    macs += layer.macs;
    parameters += layer.parameters;
    written |= layer.on == RunsOn::dynamic_arrays;
  }
  table.row({"all", "", "", "", some(macs), some(parameters)});
  std::string text = table.text();
  if (written)
    text +=
        "Written arrays: a product of activations, on arrays that are written for each image "
        "where the\nchip has such ('tile' with dynamic arrays), else in the vector unit.\n";
  if (const FileBits file = file_bits(graph); file.any())
    text += "Quantized by its file: " + text_of(file) + ".\n";
  return text;
}

}  // namespace mho
