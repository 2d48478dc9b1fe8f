#include "sim/engine/plan/windows.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "workloads/integer/window_part.hpp"

namespace mho {

namespace {

void pixels_under_window(const QuantizedTensor& input, const QuantizedTensor& output,
                         const Window& window, int position, std::vector<int>& pixels) {
  const WindowPart part = window_part(window, input, output, position);
  for (int i = part.i_begin; i < part.i_end; ++i)
    for (int j = part.j_begin; j < part.j_end; ++j)
      pixels.push_back((part.row + i * window.dilation_h) * input.width + part.column +
                       j * window.dilation_w);
}

/// The pixels that a permute layer takes elements from.
void pixels_of_sources(const QuantizedGraph& graph, const QuantizedLayer& layer, int slot,
                       int position, std::vector<int>& pixels) {
  const QuantizedTensor& input = graph.tensors[layer.inputs[slot]];
  const QuantizedTensor& output = graph.tensors[layer.output];
  std::int64_t begin = 0;  // of the input's elements among those of all inputs
  for (int before = 0; before < slot; ++before) begin += graph.tensors[layer.inputs[before]].size();
  for (int channel = 0; channel < output.channels; ++channel) {
    const std::int64_t element =
        layer.source_index[static_cast<std::size_t>(channel) * output.pixels() + position] - begin;
    if (element < 0 || element >= input.size()) continue;
    const int pixel = static_cast<int>(element % input.pixels());
    if (pixels.empty() || pixels.back() != pixel) pixels.push_back(pixel);
  }
  std::sort(pixels.begin(), pixels.end());
  pixels.erase(std::unique(pixels.begin(), pixels.end()), pixels.end());
}

/// Leading pixels of an input that output pixels 0 .. n-1 need, for every n.
std::vector<int> leading_pixels(const QuantizedGraph& graph, const QuantizedLayer& layer,
                                int slot) {
  const int positions = graph.tensors[layer.output].pixels();
  std::vector<int> leading(positions + 1, 0);
  std::vector<int> pixels;
  for (int position = 0; position < positions; ++position) {
    window_pixels(graph, layer, slot, position, pixels);
    leading[position + 1] = std::max(leading[position], pixels.empty() ? 0 : pixels.back() + 1);
  }
  return leading;
}

/// By tensor and input slot of its layer: leading_pixels.
using Leading = std::vector<std::vector<std::vector<int>>>;

/// Leading pixels of every ancestor of a tensor (and of itself) that stand behind each entry of
/// `wanted`, leading pixels of the tensor itself. `producers` are the layers before this one.
using Demand = std::map<int, std::vector<int>>;

Demand demand_of(const QuantizedGraph& graph, int producers, int tensor, std::vector<int> wanted,
                 const Leading& leading) {
  Demand demand;
  demand[tensor] = std::move(wanted);
  for (int producer = producers - 1; producer >= 0; --producer) {
    const QuantizedLayer& above = graph.layers[producer];
    const auto found = demand.find(above.output);
    if (found == demand.end()) continue;
    const std::vector<int> of_output = found->second;
    for (std::size_t input = 0; input < above.inputs.size(); ++input) {
      std::vector<int>& needs = demand[above.inputs[input]];
      needs.resize(of_output.size(), 0);
      for (std::size_t p = 0; p < of_output.size(); ++p)
        needs[p] = std::max(needs[p], leading[producer][input][of_output[p]]);
    }
  }
  return demand;
}

bool covers(const Demand& longer, const Demand& shorter) {
  for (const auto& [tensor, needs] : shorter) {
    const auto found = longer.find(tensor);
    if (found == longer.end()) continue;
    for (std::size_t p = 0; p < needs.size(); ++p)
      if (found->second[p] < needs[p]) return false;
  }
  return true;
}

/// Per position of a join, how many leading pixels of a tensor can have been made when every
/// ancestor has made no more than `longest` asks for: what comes while the longest path is awaited.
/// `own` is the demand behind each pixel of the tensor.
std::vector<int> made_meanwhile(const Demand& own, const Demand& longest, int pixels) {
  const std::size_t positions = longest.begin()->second.size();
  std::vector<int> made(positions, pixels);
  for (const auto& [ancestor, behind] : own) {
    const auto found = longest.find(ancestor);
    if (found == longest.end()) continue;
    for (std::size_t p = 0; p < positions; ++p) {
      const auto last = std::upper_bound(behind.begin(), behind.end(), found->second[p]);
      made[p] = std::min(made[p], static_cast<int>(last - behind.begin()));
    }
  }
  return made;
}

/// The slot on whose path every position needs at least as much of every common ancestor as on the
/// others; -1: there is none.
int longest_path(const std::vector<Demand>& demands) {
  for (int slot = 0; slot < static_cast<int>(demands.size()); ++slot)
    if (std::all_of(demands.begin(), demands.end(),
                    [&](const Demand& other) { return covers(demands[slot], other); }))
      return slot;
  return -1;
}

}  // namespace

int slots(const QuantizedLayer& layer) {
  return static_cast<int>(layer.inputs.size()) + (layer.kind == LayerKind::lstm ? 1 : 0);
}

int slot_tensor(const QuantizedLayer& layer, int slot) {
  return slot < std::ssize(layer.inputs) ? layer.inputs[slot] : layer.output;
}

void window_pixels(const QuantizedGraph& graph, const QuantizedLayer& layer, int slot, int position,
                   std::vector<int>& pixels) {
  const QuantizedTensor& input = graph.tensors[slot_tensor(layer, slot)];
  const QuantizedTensor& output = graph.tensors[layer.output];
  pixels.clear();
  switch (layer.kind) {
    case LayerKind::matrix:
    case LayerKind::max_pool:
    case LayerKind::average_pool:
      pixels_under_window(input, output, layer.window, position, pixels);
      return;
    case LayerKind::add:
    case LayerKind::multiply:
      pixels.push_back(input.pixels() == 1 ? 0 : position);
      return;
    case LayerKind::affine:
    case LayerKind::concat:
    case LayerKind::softmax:
    case LayerKind::layer_norm:
    case LayerKind::function:
    case LayerKind::lookup:
      pixels.push_back(position);
      return;
    case LayerKind::lstm:  // the input's pixel; its own one before
      if (slot == 0)
        pixels.push_back(position);
      else if (position > 0)
        pixels.push_back(position - 1);
      return;
    case LayerKind::product:  // a pixel of A, all of B
      if (slot == 0) {
        pixels.push_back(position);
        return;
      }
      pixels.resize(input.pixels());
      std::iota(pixels.begin(), pixels.end(), 0);
      return;
    case LayerKind::permute:
      pixels_of_sources(graph, layer, slot, position, pixels);
      return;
  }
}

std::vector<std::vector<std::vector<int>>> pixels_to_hold(const QuantizedGraph& graph) {
  const int layers = static_cast<int>(graph.layers.size());
  Leading leading(layers);
  std::vector<std::vector<std::vector<int>>> hold(layers);
  for (int index = 0; index < layers; ++index) {
    const QuantizedLayer& layer = graph.layers[index];
    const int inputs = static_cast<int>(layer.inputs.size());
    std::vector<Demand> demands;
    for (int slot = 0; slot < slots(layer); ++slot) {
      leading[index].push_back(leading_pixels(graph, layer, slot));
      const std::vector<int>& wanted = leading[index][slot];
      hold[index].emplace_back(wanted.begin() + 1, wanted.end());
      if (inputs > 1)
        demands.push_back(demand_of(graph, index, layer.inputs[slot], hold[index][slot], leading));
    }
    if (inputs < 2) continue;
    const int longest = longest_path(demands);
    for (int slot = 0; slot < inputs; ++slot) {
      const int pixels = graph.tensors[layer.inputs[slot]].pixels();
      std::vector<int>& held = hold[index][slot];
      if (longest < 0) held.assign(held.size(), pixels);
      if (longest < 0 || slot == longest) continue;
      std::vector<int> each(pixels);
      std::iota(each.begin(), each.end(), 1);
      const std::vector<int> meanwhile =
          made_meanwhile(demand_of(graph, index, layer.inputs[slot], std::move(each), leading),
                         demands[longest], pixels);
      for (std::size_t p = 0; p < held.size(); ++p) held[p] = std::max(held[p], meanwhile[p]);
    }
  }
  return hold;
}

}  // namespace mho
