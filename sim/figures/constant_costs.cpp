#include "sim/figures/constant_costs.hpp"

#include <array>
#include <string_view>

#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

/// Whether a model in the place of a block's constants follows its sizes.
enum class Model { follows, does_not };

/// A block, and the sizes that decide what it costs, in a section of the chip.
struct PricedBlock {
  std::string section;
  std::vector<std::string> sizes;
  Model model = Model::follows;
};

PricedBlock memory(const std::string& section) {
  PricedBlock block{section, {}};
  for (const char* size : {"capacity", "width", "ports", "port_use", "banks"})
    block.sizes.push_back(section + "." + size);
  return block;
}

std::vector<PricedBlock> blocks_of_tile(const std::string& tile) {
  std::vector<PricedBlock> blocks{
      {"macro.adc", {"macro.adc.bits"}},
      {"macro.dac", {"macro.dac.bits"}},
      {"macro.array_read", {"macro.rows", "macro.columns"}},
      {"macro.input_register", {"macro.rows"}},
      {"macro.output_register", {"macro.columns"}},
      {"macro.multiplier", {"macro.weight_bits", "macro.input_bits_per_cycle"}},
      {"macro.adder_tree",
       {"macro.active_rows", "macro.weight_bits", "macro.input_bits_per_cycle"}},
      {"line_buffer", {"line_buffer.capacity"}},
      {"bus", {"input_buffer.width"}},
      {"vector_unit", {"vector_unit.lanes"}},
      {"mac_array.mac", {"mac_array.weight_bits", "mac_array.input_bits"}},
      {"mac_array.registers",
       {"mac_array.input_bits", "mac_array.scratchpad.filter_words",
        "mac_array.scratchpad.input_words", "mac_array.scratchpad.sum_words"},
       Model::does_not},
      {"mac_array.transfer",
       {"mac_array.input_bits", "mac_array.scratchpad.filter_words_per_cycle",
        "mac_array.scratchpad.input_words_per_cycle", "mac_array.scratchpad.sum_words_per_cycle"},
       Model::does_not},
      {"mac_array.accumulators", {"mac_array.columns", "mac_array.accumulator_depth"}},
      {"mac_array.accumulators", {"mac_array.accumulator_banks"}, Model::does_not},
      memory("input_buffer"),
      memory("output_buffer"),
      memory("mac_array.weight_fifo"),
  };
  for (PricedBlock& block : blocks) {
    block.section = tile + block.section;
    for (std::string& size : block.sizes) size = tile + size;
  }
  return blocks;
}

std::vector<PricedBlock> blocks_of_chip(int other_tiles) {
  std::vector<PricedBlock> blocks = blocks_of_tile("tile.");
  for (int i = 0; i < other_tiles; ++i)
    for (PricedBlock& block : blocks_of_tile("other_tiles[" + std::to_string(i) + "].tile."))
      blocks.push_back(std::move(block));
  blocks.push_back({"noc.router", {"noc.flit_bits"}});
  blocks.push_back({"noc.router", {"noc.buffer_flits", "noc.tiles_per_router"}, Model::does_not});
  blocks.push_back({"noc.wire", {"noc.flit_bits"}});
  blocks.push_back(memory("global_buffer"));
  blocks.push_back({"host_link.port", {"host_link.width"}, Model::does_not});
  blocks.push_back({"chip_link.port", {"chip_link.width"}, Model::does_not});
  blocks.push_back({"off_chip.interface",
                    {"off_chip.channels", "off_chip.width", "off_chip.outstanding"},
                    Model::does_not});
  return blocks;
}

/// What a block's costs are stated as.
constexpr std::array kConstants{"energy", "read_energy", "write_energy", "delay",
                                "cycle",  "area",        "leakage"};

/// A key of the document, and how late it was stated.
struct Stated {
  const YamlEntry* entry = nullptr;
  bool set = false;   ///< by --set
  int inherited = 0;  ///< by how many files that start `from` the one that states it

  bool over(const Stated& other) const {
    return set != other.set ? set : inherited < other.inherited;
  }
};

/// The key at `path` below `node`; without an entry where there is none.
Stated stated_at(const YamlNode* node, std::string_view path) {
  Stated stated;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    std::string_view key = path.substr(0, dot);
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    const std::size_t bracket = key.find('[');
    stated.entry = node->find(key.substr(0, bracket));
    if (stated.entry == nullptr) return {};
    stated.inherited += stated.entry->inherited;
    node = stated.entry->value.get();
    if (bracket == std::string_view::npos) continue;
    const std::size_t item = std::stoul(std::string(key.substr(bracket + 1)));
    if (item >= node->items.size()) return {};
    node = node->items[item].get();
  }
  stated.set = !stated.entry->value->assignment.empty();
  return stated;
}

/// The text of `size` that was in force where `cost` was stated; empty where it was not stated.
std::string stated_for(const Stated& size, const Stated& cost) {
  const YamlEntry* entry = size.entry;
  for (int at = size.inherited; at < cost.inherited; at += entry->inherited) {
    entry = entry->over.get();
    if (entry == nullptr) return "";
  }
  return entry->value->text;
}

/// The constants of the section at `path`; of a model, and of a block that is one number, that.
std::vector<Stated> costs_at(const YamlNode* chip, const std::string& path) {
  const Stated block = stated_at(chip, path);
  if (block.entry == nullptr) return {};
  if (block.entry->value->type != YamlNode::Type::map) return {block};
  if (const Stated model = stated_at(chip, path + ".model"); model.entry != nullptr) return {model};
  std::vector<Stated> costs;
  for (const char* key : kConstants)
    if (const Stated cost = stated_at(chip, path + "." + key); cost.entry != nullptr)
      costs.push_back(cost);
  return costs;
}

std::string text_of(const Place& place) {
  return place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file;
}

/// The costs that are older than this value of the size: "energy, area of chip.SECTION (FILE:LINE)
/// do not follow chip.SIZE"; empty where there are none.
std::string left_behind(const PricedBlock& block, const std::vector<Stated>& costs,
                        const std::string& key, const Stated& size) {
  std::string names, before;
  const YamlEntry* first = nullptr;
  for (const Stated& cost : costs) {
    if (!size.over(cost)) continue;
    const std::string old = stated_for(size, cost);
    if (old == size.entry->value->text) continue;
    names += (names.empty() ? "" : ", ") + cost.entry->key;
    if (first == nullptr) first = cost.entry;
    before = old;
  }
  if (first == nullptr) return "";
  return names + " of chip." + block.section + " (" + text_of(first->place) +
         ") do not follow chip." + key + ", which is " + size.entry->value->text + " (" +
         text_of(size.entry->place) + ")" +
         (before.empty() ? " and was not stated there" : ", but " + before + " there");
}

}  // namespace

std::vector<std::string> constant_cost_notes(const Document& run) {
  const Stated chip = stated_at(run.root().get(), "chip");
  if (chip.entry == nullptr) return {};
  const YamlNode* node = chip.entry->value.get();
  const Stated others = stated_at(node, "other_tiles");
  const int other_tiles = others.entry ? static_cast<int>(others.entry->value->items.size()) : 0;
  std::vector<std::string> notes;
  for (const PricedBlock& block : blocks_of_chip(other_tiles)) {
    const bool modelled = stated_at(node, block.section + ".model").entry != nullptr;
    if (modelled && block.model == Model::follows) continue;
    const std::vector<Stated> costs = costs_at(node, block.section);
    for (const std::string& key : block.sizes) {
      const Stated size = stated_at(node, key);
      if (size.entry == nullptr) continue;
      const std::string left = left_behind(block, costs, key, size);
      if (!left.empty()) notes.push_back("Costs: " + left + ".");
    }
  }
  return notes;
}

}  // namespace mho
