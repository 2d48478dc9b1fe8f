#include "sim/engine/buffer_shares.hpp"

#include <map>
#include <string>

#include "sim/base/error.hpp"

namespace mho {

namespace {

std::int64_t bytes(std::int64_t bits) { return (bits + 7) / 8; }

std::string readers_of(const QuantizedGraph& graph, const StorePlan& store) {
  std::string names;
  int last = -1;
  for (int layer : store.reader_layers) {
    if (layer == last) continue;
    names += (names.empty() ? "'" : ", '") + graph.layers[layer].name + "'";
    last = layer;
  }
  return names;
}

Problem tile_too_small(const QuantizedGraph& graph, const EnginePlan& plan, int tile,
                       std::int64_t needed_bits, std::int64_t capacity_bytes) {
  std::string message = "tile " + std::to_string(tile) + " must hold " +
                        std::to_string(bytes(needed_bits)) + " bytes of waiting activations, but " +
                        "its input buffer has " + std::to_string(capacity_bytes) + ":";
  for (const StorePlan& store : plan.stores)
    if (store.tile == tile)
      message += " " + std::to_string(bytes(store.needed * store.pixel_bits)) +
                 " bytes for layer " + readers_of(graph, store) + ";";
  message.pop_back();
  return {{}, "chip.tile.input_buffer.capacity", message};
}

}  // namespace

void share_buffers(const QuantizedGraph& graph, const Chip& chip, EnginePlan& plan) {
  std::vector<Problem> problems;
  std::map<int, std::int64_t> needed_bits;
  for (const StorePlan& store : plan.stores)
    if (store.tile != kGlobalBuffer) needed_bits[store.tile] += store.needed * store.pixel_bits;

  const std::int64_t tile_bytes = chip.spec().tile.input_buffer.capacity_bytes;
  for (const auto& [tile, bits] : needed_bits)
    if (bits > tile_bytes * 8)
      problems.push_back(tile_too_small(graph, plan, tile, bits, tile_bytes));
  for (StorePlan& store : plan.stores) {
    if (store.tile == kGlobalBuffer || store.needed == 0) continue;
    store.capacity = tile_bytes * 8 * store.needed / needed_bits.at(store.tile);
  }

  const QuantizedTensor& image = graph.tensors[graph.input];
  const std::int64_t image_pixel_bits = std::int64_t{image.channels} * image.bits;
  StorePlan& output = plan.stores[plan.output_store];
  const std::int64_t global_bytes = chip.spec().global_buffer.capacity_bytes;
  plan.image_pixels_buffered = global_bytes * 8 / 2 / image_pixel_bits;
  output.capacity = global_bytes * 8 / 2 / output.pixel_bits;
  if (plan.image_pixels_buffered == 0 || output.capacity == 0)
    problems.push_back(
        {{},
         "chip.global_buffer.capacity",
         "half of it must hold one pixel of the image, the other half one of the result: " +
             std::to_string(2 * bytes(std::max(image_pixel_bits, output.pixel_bits))) +
             " bytes needed, " + std::to_string(global_bytes) + " available"});
  if (!problems.empty()) throw InputError(problems);
}

}  // namespace mho
