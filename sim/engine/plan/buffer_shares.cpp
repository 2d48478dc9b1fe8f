#include "sim/engine/plan/buffer_shares.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

std::int64_t bytes(std::int64_t bits) { return ceil_divide(bits, 8); }

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

Problem tile_too_small(const QuantizedGraph& graph, const EnginePlan& plan, int phase, int tile,
                       std::int64_t needed_bits, std::int64_t cached_bits,
                       std::int64_t capacity_bytes) {
  constexpr std::size_t kNamed = 6;
  std::string message = "tile " + std::to_string(tile) + " must hold " +
                        std::to_string(bytes(needed_bits)) + " bytes of waiting activations";
  if (cached_bits > 0)
    message += " and " + std::to_string(bytes(cached_bits)) + " of cached keys and values";
  message += ", but its input buffer has " + std::to_string(capacity_bytes) + ":";
  std::vector<std::pair<std::int64_t, const StorePlan*>> stores;
  for (const StorePlan& store : plan.stores)
    if (store.tile == tile && store.phase == phase)
      stores.emplace_back(-store.needed * store.pixel_bits, &store);
  if (stores.size() > kNamed)  // the largest, in the order in which they stand
    std::stable_sort(stores.begin(), stores.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < std::min(stores.size(), kNamed); ++i)
    message += " " + std::to_string(bytes(-stores[i].first)) + " bytes for layer " +
               readers_of(graph, *stores[i].second) + ";";
  message.pop_back();
  if (stores.size() > kNamed)
    message += "; and " + std::to_string(stores.size() - kNamed) + " smaller ones";
  return {{}, "chip.tile.input_buffer.capacity", message};
}

/// Keys and values that stay on a tile through all phases, by tile.
std::map<int, std::int64_t> cache_bits(const EnginePlan& plan) {
  std::map<int, std::int64_t> bits;
  for (const StagePlan& stage : plan.stages)
    for (const GroupPlan& group : stage.groups)
      if (group.cache_bits > 0) bits[group.tile] += group.cache_bits;
  return bits;
}

/// Shares of the tiles' input buffers, phase by phase.
void share_tiles(const QuantizedGraph& graph, const Chip& chip, EnginePlan& plan,
                 std::vector<Problem>& problems) {
  std::map<std::pair<int, int>, std::int64_t> needed_bits;  // by phase and tile
  for (const StorePlan& store : plan.stores)
    if (store.tile != kGlobalBuffer)
      needed_bits[{store.phase, store.tile}] += store.needed * store.pixel_bits;
  std::map<int, std::int64_t> cached = cache_bits(plan);
  for (const auto& [where, bits] : needed_bits) {
    const std::int64_t capacity = chip.tile(where.second).input_buffer.capacity_bytes;
    if (bits + cached[where.second] > capacity * 8)
      problems.push_back(tile_too_small(graph, plan, where.first, where.second, bits,
                                        cached[where.second], capacity));
  }
  for (StorePlan& store : plan.stores) {
    if (store.tile == kGlobalBuffer || store.needed == 0) continue;
    store.capacity = (chip.tile(store.tile).input_buffer.capacity_bytes * 8 - cached[store.tile]) *
                     store.needed / needed_bits.at({store.phase, store.tile});
  }
}

/// The last phase that reads a tensor that waits in memory.
int last_reader(const EnginePlan& plan, int store) {
  int last = 0;
  for (const FeedPlan& feed : plan.feeds)
    if (feed.source == store) last = std::max(last, feed.phase);
  return last;
}

/// What waits for a later phase stays in the global buffer as far as `room_bits` go at any time,
/// first come, first served; the rest goes to off-chip memory, behind the weights.
void place_spilled(const QuantizedGraph& graph, const Chip& chip, std::int64_t room_bits,
                   EnginePlan& plan, std::vector<Problem>& problems) {
  std::vector<std::int64_t> room(plan.phases.size(), room_bits);
  std::int64_t address = plan.weight_bytes;
  for (int number : plan.spilled) {
    StorePlan& store = plan.stores[number];
    const std::int64_t bits = plan.batch * std::ssize(store.pixels) * store.pixel_bits;
    store.capacity = plan.batch * std::ssize(store.pixels);
    const auto begin = room.begin() + store.phase;
    const auto end = room.begin() + last_reader(plan, number) + 1;
    if (std::all_of(begin, end, [&](std::int64_t left) { return left >= bits; })) {
      std::for_each(begin, end, [&](std::int64_t& left) { left -= bits; });
      continue;
    }
    store.off_chip = true;
    store.address = address;
    address += bytes(bits);
    if (!chip.spec().off_chip)
      problems.push_back(
          {{},
           "chip.global_buffer.capacity",
           "tensor '" + graph.tensors[store.tensor].name + "' waits for a later phase with " +
               std::to_string(bytes(bits)) + " bytes (" + std::to_string(plan.batch) +
               " image(s)), and the half of the global buffer for that, " +
               std::to_string(bytes(room_bits)) +
               " bytes, is full; allowed: a larger one, a smaller placement.batch, or off_chip "
               "memory"});
  }
  if (chip.spec().off_chip && address > chip.spec().off_chip->capacity_bytes)
    problems.push_back(
        {{},
         "chip.off_chip.capacity",
         "weights that are written anew and tensors that wait for a later phase take " +
             std::to_string(address) + " bytes, it has " +
             std::to_string(chip.spec().off_chip->capacity_bytes) +
             "; allowed: a larger one, or a smaller placement.batch"});
}

}  // namespace

void share_buffers(const QuantizedGraph& graph, const Chip& chip, EnginePlan& plan) {
  std::vector<Problem> problems;
  share_tiles(graph, chip, plan, problems);

  const QuantizedTensor& image = graph.tensors[graph.input];
  const std::int64_t image_pixel_bits = std::int64_t{image.channels} * image.bits;
  StorePlan& output = plan.stores[plan.output_store];
  const std::int64_t global_bytes = chip.spec().global_buffer.capacity_bytes;
  // Half of it is for what waits between phases, if anything does.
  const std::int64_t streaming_bits = global_bytes * 8 / (plan.spilled.empty() ? 1 : 2);
  plan.image_pixels_buffered = streaming_bits / 2 / image_pixel_bits;
  output.capacity = streaming_bits / 2 / output.pixel_bits;
  if (plan.image_pixels_buffered == 0 || output.capacity == 0)
    problems.push_back(
        {{},
         "chip.global_buffer.capacity",
         "half of it must hold one pixel of the image, the other half one of the result: " +
             std::to_string(2 * bytes(std::max(image_pixel_bits, output.pixel_bits))) +
             " bytes needed, " + std::to_string(streaming_bits / 8) + " available"});
  place_spilled(graph, chip, global_bytes * 8 - streaming_bits, plan, problems);
  if (!problems.empty()) throw InputError(problems);
}

}  // namespace mho
