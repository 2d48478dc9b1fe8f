#include "sim/chip/part.hpp"

#include <algorithm>
#include <utility>

namespace mho {

namespace {

/// Costs of one instance, whatever they are stated as.
struct OfOne {
  Area area;
  Power leakage;
  std::string source;
  const char* static_key = "leakage";
  Energy energy{};  ///< of an action that has no energy of its own
  const char* energy_key = "energy";
  Time delay{};
  const char* area_key = "area";
  std::string model{};
  std::vector<std::string> stated{};  ///< keys of what holds beside the model
};

struct CostsOfOne {
  OfOne operator()(const Component* costs) const {
    OfOne one{costs->area, costs->leakage, costs->source, "leakage", costs->energy};
    one.model = costs->modelled_by;
    one.stated = costs->beside.keys();
    return one;
  }
  OfOne operator()(const TimedComponent* costs) const {
    OfOne one = (*this)(static_cast<const Component*>(costs));
    one.delay = costs->delay;
    return one;
  }
  OfOne operator()(const std::shared_ptr<Adc>* adc) const { return (*this)(&(*adc)->cost()); }
  OfOne operator()(const BufferSpec* costs) const {
    OfOne one{costs->area, costs->leakage, costs->source};
    one.model = costs->modelled_by;
    one.stated = costs->beside.keys();
    return one;
  }
  OfOne operator()(const CellCost* costs) const {
    OfOne one{costs->area, costs->leakage,      costs->source,
              "leakage",   costs->write_energy, "write_energy"};
    if (costs->area_f2 > 0) one.area_key = "area_f2";
    return one;
  }
  OfOne operator()(const ArrayChargeSpec* costs) const {
    OfOne one{Area(), Power(), costs->source};
    one.model = costs->modelled_by;
    return one;
  }
  OfOne operator()(const PowerSpec* costs) const {
    return {costs->area, costs->power, costs->source, "power"};
  }
  OfOne operator()(const DramSpec* costs) const {
    return {Area(), costs->background, costs->source, "background"};
  }
};

class PartList : public Components {
 public:
  explicit PartList(PartTable& table) : table_(table) {}

  void enter(std::optional<int> kind) override {
    kind_ = kind.value_or(0);
    prefix_ = prefix_of(kind);
  }

  void add(ListedComponent listed) override {
    const OfOne one = std::visit(CostsOfOne(), listed.costs);
    Part part{listed.name, listed.level, kind_,     listed.instances,
              one.area,    one.leakage,  one.source};
    part.section = prefix_ + listed.section;
    part.area_key = part.section + "." + one.area_key;
    part.static_key = part.section + "." + one.static_key;
    for (ListedAction& action : listed.actions)
      part.prices.push_back(price(std::move(action), part, one));
    classify(part, listed.counts_for.value_or(listed.level), one);
    if (listed.instances_per_cost != 1) divide(part, listed.instances_per_cost);
    part.counts_for = listed.counts_for.value_or(listed.level);
    part.how_many = std::move(listed.how_many);
    part.is_shared_by_tiles = listed.is_shared_by_tiles;
    part.waiting = listed.waiting;
    part.lies = listed.lies;
    part.serves = listed.serves;
    part.stage = listed.stage;
    part.delay = one.delay;
    if (part.stage != Stage::none)
      table_.times.push_back(
          {kind_, part.section + ".delay", part.delay.value(), "s", part.source});
    table_.parts.push_back(std::move(part));
  }

  void add_time(ListedTime time) override {
    if (!time.is_of_mvm) return;
    const bool is_clock = std::holds_alternative<Frequency*>(time.value);
    const double value = std::visit([](auto* each) { return each->value(); }, time.value);
    table_.times.push_back(
        {kind_, prefix_ + time.key, value, is_clock ? "Hz" : "s", std::move(time.source)});
  }

 private:
  Price price(ListedAction action, const Part& part, const OfOne& one) const {
    Price price{action.action,
                action.name,
                action.sentence,
                action.energy.value_or(one.energy),
                action.source.empty() ? one.source : std::move(action.source),
                {}};
    if (action.keys.empty()) price.keys = {part.section + "." + one.energy_key};
    for (const std::string& key : action.keys) price.keys.push_back(prefix_ + key);
    return price;
  }

  static void classify(Part& part, Level counts_for, const OfOne& one) {
    part.model = one.model;
    if (one.model.empty()) return;
    const auto is_modelled = [&](const std::string& key) {
      return std::find(one.stated.begin(), one.stated.end(), key) == one.stated.end();
    };
    const ModelClass model_class = model_class_of(part.component, counts_for);
    if (is_modelled("area")) part.modelled_area = model_class;
    if (is_modelled("leakage")) part.modelled_static = static_class_of(counts_for);
    for (Price& price : part.prices)
      if (is_modelled(price.keys.front().substr(price.keys.front().rfind('.') + 1)))
        price.modelled = model_class;
  }

  /// Of costs of many instances, one's share. With the section among the keys, so that a price is
  /// not told as what the key says.
  static void divide(Part& part, double instances) {
    part.area = part.area / instances;
    part.leakage = part.leakage / instances;
    part.stated = false;
    for (Price& price : part.prices) {
      price.energy = price.energy / instances;
      price.keys.push_back(part.section);
    }
  }

  PartTable& table_;
  int kind_ = 0;
  std::string prefix_;
};

}  // namespace

ModelClass model_class_of(const std::string& component, Level counts_for) {
  if (counts_for != Level::macro) return ModelClass::periphery;
  if (component == "cell" || component == "array" || component == "lines") return ModelClass::array;
  if (component == "adc") return ModelClass::converter;
  return component == "dac" ? ModelClass::driver : ModelClass::logic;
}

ModelClass static_class_of(Level counts_for) {
  return counts_for == Level::macro ? ModelClass::logic : ModelClass::periphery;
}

PartTable parts_of(ChipSpec& spec) {
  PartTable table;
  PartList list(table);
  list_components(spec, list);
  return table;
}

}  // namespace mho
