#include "sim/run/constant_costs.hpp"

#include <string_view>

#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

/// Whether a model in the place of a block's constants follows its sizes.
enum class Model { follows, does_not };

/// A block, and the sizes that decide what it costs, in a section of the chip.
struct Block {
  std::string section;
  std::vector<std::string> sizes;
  Model model = Model::follows;
};

Block memory(const std::string& section) {
  Block block{section, {}};
  for (const char* size : {"capacity", "width", "ports", "port_use", "banks"})
    block.sizes.push_back(section + "." + size);
  return block;
}

std::vector<Block> blocks_of_tile(const std::string& tile) {
  std::vector<Block> blocks{
      {"macro.dac", {"macro.dac.bits"}},
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
  for (Block& block : blocks) {
    block.section = tile + block.section;
    for (std::string& size : block.sizes) size = tile + size;
  }
  return blocks;
}

std::vector<Block> blocks_of_chip(int other_tiles) {
  std::vector<Block> blocks = blocks_of_tile("tile.");
  for (int i = 0; i < other_tiles; ++i)
    for (Block& block : blocks_of_tile("other_tiles[" + std::to_string(i) + "].tile."))
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

std::string text_of(const Place& place) {
  return place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file;
}

}  // namespace

std::vector<std::string> constant_cost_notes(const Document& run) {
  const Stated chip = stated_at(run.root().get(), "chip");
  if (chip.entry == nullptr) return {};
  const YamlNode* node = chip.entry->value.get();
  const Stated others = stated_at(node, "other_tiles");
  const int other_tiles = others.entry ? static_cast<int>(others.entry->value->items.size()) : 0;
  std::vector<std::string> notes;
  for (const Block& block : blocks_of_chip(other_tiles)) {
    const Stated model = stated_at(node, block.section + ".model");
    const bool modelled = model.entry != nullptr;
    if (modelled && block.model == Model::follows) continue;
    const Stated cost = modelled ? model : stated_at(node, block.section + ".area");
    if (cost.entry == nullptr) continue;
    std::string sizes;
    for (const std::string& size : block.sizes)
      if (const Stated stated = stated_at(node, size); stated.entry && stated.over(cost))
        sizes += (sizes.empty() ? "chip." : ", chip.") + size;
    if (!sizes.empty())
      notes.push_back("Costs: area, energies and leakage of chip." + block.section + " (" +
                      text_of(cost.entry->place) + ") do not follow " + sizes +
                      ", which this run changes: parallel work that costs nothing.");
  }
  return notes;
}

}  // namespace mho
