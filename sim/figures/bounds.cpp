#include "sim/figures/bounds.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/femtoseconds.hpp"
#include "sim/base/prefixes.hpp"
#include "sim/figures/ceilings.hpp"
#include "sim/figures/cost_levels.hpp"
#include "sim/figures/pricing.hpp"
#include "sim/figures/rates.hpp"
#include "sim/mapping/dataflow.hpp"

namespace mho {

namespace {

/// Of a sum of doubles, relative; what is compared comes from integers or from few operations.
constexpr double kRounding = 1e-9;

class BoundList {
 public:
  BoundList(const Findings& found, const std::vector<Metric>& metrics)
      : found_(found),
        metrics_(metrics),
        time_s_(static_cast<double>(found.engine.end_fs) * kFemto),
        images_(static_cast<double>(found.engine.images())),
        sequenced_(found.chip.spec().sequenced()) {
    for (const LayerPlacement& layer : found.placement.layers)
      ceilings_.push_back(array_ceiling(found.chip.kind(layer.tile_kind), layer.format));
  }

  std::vector<Bounded> take() && {
    busy_times();
    bandwidths();
    operations();
    energies();
    return std::move(pairs_);
  }

 private:
  void add(const std::string& what, double figure, double bound, const std::string& unit) {
    pairs_.push_back({what, figure, bound, unit});
  }
  const Metric* find(const std::string& name) const {
    const auto at = std::find_if(metrics_.begin(), metrics_.end(),
                                 [&](const Metric& metric) { return metric.name == name; });
    return at == metrics_.end() ? nullptr : &*at;
  }
  std::string layer_name(int layer) const {
    return "layer '" + found_.graph.layers[static_cast<std::size_t>(layer)].name + "'";
  }
  std::int64_t counted(Action action, int tile) const {
    std::int64_t sum = 0;
    for (const CountedActions& each : found_.engine.actions)
      if (each.tile == tile) sum += each.counts[action];
    return sum;
  }
  std::int64_t counted(Action action) const {
    std::int64_t sum = 0;
    for (const CountedActions& each : found_.engine.actions) sum += each.counts[action];
    return sum;
  }

  void busy_times() {
    for (const LayerRow& row : layer_rows(found_))
      add("utilization of layer '" + row.name + "'", 100 * row.utilization, 100, "%");
    for (const LinkUse& link : found_.engine.noc.links)
      add("use of the link " + link.name, static_cast<double>(link.busy_fs) * kFemto, time_s_, "s");
    add("need of the busiest resource", static_cast<double>(found_.engine.busiest_fs) * kFemto,
        time_s_, "s");
    if (const auto rate = steady_throughput(found_.engine))
      add("need of the busiest resource by an image of the steady state",
          static_cast<double>(found_.engine.busiest_fs) * kFemto / images_, 1 / *rate, "s");
  }

  void bandwidths() {
    const ChipSpec& chip = found_.chip.spec();
    if (chip.off_chip) {
      const double bits = static_cast<double>(counted(Action::off_chip_read_bit) +
                                              counted(Action::off_chip_write_bit));
      // Periods are whole femtoseconds, bursts too; neither is shortened by more than half of one.
      const double period_s = 1 / chip.off_chip->data_rate.value() - kFemto / 2;
      add("bandwidth of the off-chip memory", bits / time_s_,
          static_cast<double>(chip.off_chip->width_bits) * chip.off_chip->channels / period_s,
          "bit/s");
    }
    const LinkSpec& link = chip.host_link;
    const double link_rate =
        link.width_bits / (static_cast<double>(femtoseconds(link.clock)) * kFemto);
    for (const int tensor : {found_.graph.input, found_.graph.output}) {
      const QuantizedTensor& shape = found_.graph.tensors[static_cast<std::size_t>(tensor)];
      add("bandwidth of the host link for " + shape.name,
          images_ * static_cast<double>(shape.size()) * shape.bits / time_s_, link_rate, "bit/s");
    }
    if (sequenced_) return;
    buffer("global buffer", chip.global_buffer,
           counted(Action::global_buffer_read) + counted(Action::global_buffer_write));
    std::set<int> tiles;
    for (const CountedActions& each : found_.engine.actions)
      if (each.tile >= 0) tiles.insert(each.tile);
    for (const int tile : tiles) tile_bandwidths(tile);
  }

  void buffer(const std::string& name, const BufferSpec& spec, std::int64_t accesses) {
    const double ports =
        static_cast<double>(spec.ports) * spec.banks * (spec.port_use == PortUse::separate ? 2 : 1);
    add("bandwidth of the " + name, static_cast<double>(accesses) / time_s_,
        ports / (static_cast<double>(femtoseconds(spec.cycle)) * kFemto), "accesses/s");
  }

  void tile_bandwidths(int tile) {
    const TileSpec& spec = found_.chip.tile(tile);
    const std::string of_tile = " of tile " + std::to_string(tile);
    buffer("input buffer" + of_tile, spec.input_buffer,
           counted(Action::buffer_read, tile) + counted(Action::buffer_write, tile));
    const double cycle_s = static_cast<double>(femtoseconds(spec.vector_unit.clock)) * kFemto;
    add("rate of the vector unit" + of_tile,
        static_cast<double>(counted(Action::vector_operation, tile)) / time_s_,
        spec.vector_unit.lanes / cycle_s, "operations/s");
    if (spec.macros == 0 || !spec.macro.analog() || spec.macro.time_depends_on_data()) return;
    const double converters =
        static_cast<double>(spec.macros) * found_.chip.kind_of_tile(tile).adcs_per_macro();
    const double conversion_s =
        static_cast<double>(femtoseconds(spec.macro.analog()->adc->cost().delay)) * kFemto;
    if (conversion_s > 0)
      add("rate of the converters" + of_tile,
          static_cast<double>(counted(Action::adc_convert, tile)) / time_s_,
          converters / conversion_s, "conversions/s");
  }

  void operations() {
    if (sequenced_) {
      mac_array_operations();
      return;
    }
    const auto steady = steady_throughput(found_.engine);
    bool all_known = true;
    std::map<int, double> best;  // MACs per second of an array, by kind of tile
    for (std::size_t i = 0; i < ceilings_.size(); ++i) {
      const LayerPlacement& layer = found_.placement.layers[i];
      const std::optional<ArrayCeiling>& ceiling = ceilings_[i];
      all_known = all_known && ceiling.has_value();
      if (!ceiling) continue;
      const double macs = static_cast<double>(found_.graph.macs(layer.layer));
      const double most = static_cast<double>(layer.blocks.size()) * ceiling->macs_per_second;
      const std::string rate = "rate of " + layer_name(layer.layer);
      add(rate, macs * images_ / time_s_, most, "MAC/s");
      if (steady && !ceiling->load_bound) add(rate + ", steady", macs * *steady, most, "MAC/s");
      best[layer.tile_kind] = std::max(best[layer.tile_kind], ceiling->macs_per_second);
      all_known = all_known && !ceiling->load_bound;
    }
    if (all_known) chip_operations(best);
  }

  void chip_operations(const std::map<int, double>& best) {
    const Chip& chip = found_.chip;
    double most = 0;
    for (const auto& [kind, rate] : best) most += rate * chip.kind(kind).arrays();
    for (int tile = 0; !found_.placement.vector_unit.empty() && tile < chip.tiles(); ++tile)
      most += chip.tile(tile).vector_unit.lanes /
              (static_cast<double>(femtoseconds(chip.tile(tile).vector_unit.clock)) * kFemto);
    whole_operations(2 * most / kTera);
  }

  /// `most`: TOPS that the chip could do at the bits of this workload.
  void whole_operations(double most) {
    for (const char* name : {"tops.chip.average", "tops.chip.achieved"})
      if (const Metric* metric = find(name)) add(name, metric->value, most, "TOPS");
  }

  void mac_array_operations() {
    const MacArraySpec& array = *found_.chip.spec().tile.mac_array;
    const double rate = static_cast<double>(array.macs()) * found_.chip.tiles() /
                        (static_cast<double>(femtoseconds(array.clock)) * kFemto);
    double cycles = 0, macs = 0;  // of an image; a MAC of more bits takes several cycles
    for (int layer = 0; layer < static_cast<int>(found_.graph.layers.size()); ++layer) {
      const double of_layer = static_cast<double>(found_.graph.macs(layer));
      if (of_layer == 0) continue;
      const ArrayLayer shape = array_layer(found_.graph, layer, {});
      macs += of_layer;
      cycles += of_layer * array.cycles_per_mac(shape.weight_bits, shape.input_bits);
      add("rate of " + layer_name(layer), of_layer * images_ / time_s_,
          rate / array.cycles_per_mac(shape.weight_bits, shape.input_bits), "MAC/s");
    }
    if (macs > 0) whole_operations(2 * rate * macs / cycles / kTera);
  }

  void energies() {
    const Ledger& ledger = found_.ledger;
    const LevelEnergies exact = level_energies(found_.chip, ledger);
    const ExactEnergy total = ledger.total();
    equal("levels", exact.macro + exact.tile + exact.chip + exact.off_chip, total);
    equal("components", sum_of(ledger.by_part()), total);
    equal("layers", sum_of(ledger.by_layer()), total);
    equal("tiles", sum_of(ledger.by_tile()), total);
    least_energies();
  }
  template <class Parts>
  static ExactEnergy sum_of(const Parts& parts) {
    ExactEnergy sum = 0;
    for (const auto& [name, energy] : parts) sum += energy;
    return sum;
  }
  /// Parts that add up exceed the whole in neither direction.
  static void equal(const char* parts, ExactEnergy sum, ExactEnergy total) {
    if (sum != total)
      throw Bug(std::string("energies by ") + parts + " add up to " + decimal(sum) +
                ", the whole is " + decimal(total) + " (1e-30 J)");
  }

  /// No level's TOPS/J is better than with its converters and static power alone. Of tiles the
  /// macros' counts, as a router's share is the chip's.
  void least_energies() {
    const Chip& chip = found_.chip;
    double converters_j = 0, macros_w = 0, macs_on_arrays = 0;
    for (std::size_t i = 0; i < ceilings_.size(); ++i) {
      const double macs =
          images_ * static_cast<double>(found_.graph.macs(found_.placement.layers[i].layer));
      macs_on_arrays += macs;
      if (ceilings_[i]) converters_j += macs * ceilings_[i]->joules_per_mac;
    }
    for (const TileKind& kind : chip.kinds())
      macros_w += kind.macro_leakage().value() * kind.arrays();
    const auto level = [&](const std::string& name, double macs, double static_w) {
      const Metric* metric = find("tops_per_joule." + name + ".achieved");
      const double least_j = converters_j + static_w * time_s_;
      if (metric != nullptr && least_j > 0)
        add(metric->name, metric->value, 2 * macs / least_j / kTera, "TOPS/J");
    };
    const double macs = images_ * static_cast<double>(found_.graph.macs());
    level("macro", macs_on_arrays, macros_w);
    level("tile", macs, macros_w);
    level("chip", macs, chip.leakage().value());
    level("system", macs, chip.leakage().value() + chip.off_chip_leakage().value());
  }

  const Findings& found_;
  const std::vector<Metric>& metrics_;
  double time_s_, images_;
  bool sequenced_;
  std::vector<std::optional<ArrayCeiling>> ceilings_;  ///< as the placement's layers
  std::vector<Bounded> pairs_;
};

}  // namespace

std::vector<Bounded> bounds_of(const Findings& found, const std::vector<Metric>& metrics) {
  return BoundList(found, metrics).take();
}

void check_bounds(const std::vector<Bounded>& pairs) {
  for (const Bounded& pair : pairs)
    if (!(pair.figure <= pair.bound * (1 + kRounding)))
      throw Bug(pair.what + ": " + format_si(pair.figure, pair.unit) + " exceeds its bound, " +
                format_si(pair.bound, pair.unit));
}

}  // namespace mho
