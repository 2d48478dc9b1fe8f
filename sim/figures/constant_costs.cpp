#include "sim/figures/constant_costs.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "models/technology/technology.hpp"
#include "sim/chip/components/components.hpp"
#include "sim/chip/evaluation.hpp"
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
  std::string name;          ///< of the component
  bool is_on_chip = false;   ///< built in the chip's technology
  bool is_supplied = false;  ///< and run at its supply: cells have pulses of their own
};

/// The blocks that a machine lists.
class PricedBlocks : public Components {
 public:
  explicit PricedBlocks(ChipSpec chip) { list_components(chip, *this); }

  const std::vector<PricedBlock>& all() const { return blocks_; }

  void enter(std::optional<int> kind) override { prefix_ = prefix_of(kind); }
  void add(ListedComponent listed) override {
    const bool is_on_chip =
        listed.circuit != Circuit::link && !std::holds_alternative<DramSpec*>(listed.costs);
    const bool is_supplied = is_on_chip && !std::holds_alternative<CellCost*>(listed.costs);
    add({prefix_ + listed.section, {}, Model::follows, listed.name, is_on_chip, is_supplied},
        listed.sizes);
    add({prefix_ + listed.section, {}, Model::does_not, listed.name}, listed.other_sizes);
    for (const ListedAction& action : listed.actions)
      if (!action.sizes.empty())
        add({prefix_ + action.keys.front(), {}, Model::follows, listed.name}, action.sizes);
  }

 private:
  void add(PricedBlock block, const std::vector<std::string>& sizes) {
    for (const std::string& size : sizes) block.sizes.push_back(prefix_ + size);
    blocks_.push_back(std::move(block));
  }

  std::string prefix_;
  std::vector<PricedBlock> blocks_;
};

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

/// The constants of the section at `path`; of a block that is one number, that; of a model, which
/// may follow sizes, what is stated beside it, and the model itself if it does not.
std::vector<Stated> costs_at(const YamlNode* chip, const std::string& path, Model kind) {
  const Stated block = stated_at(chip, path);
  if (block.entry == nullptr) return {};
  if (block.entry->value->type != YamlNode::Type::map) return {block};
  std::vector<Stated> costs;
  const Stated model = stated_at(chip, path + ".model");
  if (model.entry != nullptr && kind == Model::does_not) costs.push_back(model);
  // As old as what says which model it is.
  const Stated since = stated_at(chip, path + ".model.kind");
  for (const std::string_view key : kConstants) {
    const Stated cost = stated_at(chip, path + "." + std::string(key));
    if (cost.entry == nullptr) continue;
    // A time beside a model is what it is held against; older constants it has replaced.
    const bool is_time = key == "delay" || key == "cycle";
    if (model.entry != nullptr && (is_time || since.over(cost))) continue;
    costs.push_back(cost);
  }
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

bool is_nothing(const Stated& cost) {
  return cost.entry->value->text.find_first_of("123456789") == std::string::npos;
}

/// The blocks that state a cost, other than 0, that `is_meant`: each name once.
template <class IsMeant>
std::vector<std::string> blocks_of_constants(const YamlNode* chip, const PricedBlocks& blocks,
                                             IsMeant is_meant) {
  std::vector<std::string> names;
  for (const PricedBlock& block : blocks.all()) {
    const std::vector<Stated> costs = costs_at(chip, block.section, Model::follows);
    const bool meant = std::any_of(costs.begin(), costs.end(), [&](const Stated& cost) {
      return !is_nothing(cost) && is_meant(block, cost);
    });
    if (meant && std::find(names.begin(), names.end(), block.name) == names.end())
      names.push_back(block.name);
  }
  return names;
}

std::string in_words(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return std::to_string(names.size()) + (names.size() == 1 ? " block (" : " blocks (") + all + ")";
}

/// Of constants that are older than the chip's technology.
void add_technology_note(const YamlNode* chip, const PricedBlocks& blocks,
                         std::vector<std::string>& notes) {
  const Stated technology = stated_at(chip, "technology");
  if (technology.entry == nullptr) return;
  const std::string& now = technology.entry->value->text;
  std::string before;
  const auto names =
      blocks_of_constants(chip, blocks, [&](const PricedBlock& block, const Stated& cost) {
        if (!block.is_on_chip || !technology.over(cost)) return false;
        const std::string old = stated_for(technology, cost);
        if (old.empty() || old == now) return false;
        before = old;
        return true;
      });
  if (names.empty()) return;
  notes.push_back("Costs: constants of " + in_words(names) + " are of " + before +
                  " and do not follow chip.technology, which is " + now + " (" +
                  text_of(technology.entry->place) + ").");
}

/// Of a supply without a word of where constants hold.
void add_supply_note(const YamlNode* chip, const PricedBlocks& blocks, const ChipSpec& spec,
                     std::vector<std::string>& notes) {
  const Stated supply = stated_at(chip, "supply");
  if (supply.entry == nullptr || spec.nominal_supply.value() > 0) return;
  const OperatingPoint nominal = nominal_point(spec), point = operating_point(spec);
  if (!(point.supply < nominal.supply || point.supply > nominal.supply)) return;
  const auto names =
      blocks_of_constants(chip, blocks, [](const PricedBlock& block, const Stated& cost) {
        return block.is_supplied && cost.entry->key != "area";
      });
  if (names.empty()) return;
  const auto factor = [](double value) { return "x " + format_si_rounded(value, "", 3); };
  const double volts = point.supply / nominal.supply;
  const std::string now = format_si_rounded(point.supply.value(), "V", 3);
  notes.push_back("Costs: chip.supply is " + now + " (" + text_of(supply.entry->place) +
                  "), and no chip.nominal_supply says where the constants of " + in_words(names) +
                  " hold: they are taken to hold at " +
                  format_si_rounded(nominal.supply.value(), "V", 3) +
                  ", the nominal supply of the node, and moved (energy of logic " +
                  factor(energy_factor(nominal, point)) + ", of analog circuits " +
                  factor(volts * volts) + ", times " + factor(delay_factor(nominal, point)) +
                  "). If they hold at " + now + ", state chip.nominal_supply: " + now + ".");
}

}  // namespace

std::vector<std::string> constant_cost_notes(const Document& run, const ChipSpec& spec) {
  const Stated chip = stated_at(run.root().get(), "chip");
  if (chip.entry == nullptr) return {};
  const YamlNode* node = chip.entry->value.get();
  std::vector<std::string> notes;
  const PricedBlocks blocks(spec);
  for (const PricedBlock& block : blocks.all()) {
    const std::vector<Stated> costs = costs_at(node, block.section, block.model);
    for (const std::string& key : block.sizes) {
      const Stated size = stated_at(node, key);
      if (size.entry == nullptr) continue;
      const std::string left = left_behind(block, costs, key, size);
      if (!left.empty()) notes.push_back("Costs: " + left + ".");
    }
  }
  add_technology_note(node, blocks, notes);
  add_supply_note(node, blocks, spec, notes);
  return notes;
}

}  // namespace mho
