#include "sim/results/cost_tree.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/results/time_tree.hpp"
#include "sim/results/tree_parts.hpp"

namespace mho {

namespace {

using Lines = std::vector<const LedgerLine*>;

/// What a part is named after, one level of the tree after the other.
using Level = std::function<std::string(const LedgerLine&)>;

ExactEnergy sum_of(const Lines& lines) {
  ExactEnergy sum = 0;
  for (const LedgerLine* line : lines) sum += line->energy();
  return sum;
}

class EnergyTree {
 public:
  EnergyTree(const Results& results, const ExplainOptions& options)
      : results_(results), options_(options) {
    const Metric* images = results.find("engine.images");
    images_ = images ? images->value : 1;
    if (options.grouping == Grouping::layer)
      levels_.emplace_back([&results](const LedgerLine& line) {
        return line.layer < 0 ? std::string("(no layer)") : results.ledger.layer_of(line);
      });
    if (options.grouping == Grouping::tile)
      levels_.emplace_back([](const LedgerLine& line) {
        return line.tile < 0 ? std::string("(no tile)") : "tile " + std::to_string(line.tile);
      });
    levels_.emplace_back(
        [&results](const LedgerLine& line) { return results.part_of(line).component; });
  }

  std::vector<Explanation> of(const Lines& lines) {
    whole_ = joules(lines);
    return parts(lines, 0);
  }

 private:
  double joules(const Lines& lines) const { return to_energy(sum_of(lines)).value() / images_; }

  std::vector<Explanation> parts(const Lines& lines, std::size_t level) const {
    if (level == levels_.size()) return actions(lines);
    std::map<std::string, Lines> groups;
    for (const LedgerLine* line : lines) groups[levels_[level](*line)].push_back(line);
    std::vector<Explanation> found;
    for (const auto& [name, group] : groups) {
      Explanation part{name, joules(group), "J"};
      part.parts = parts(group, level + 1);
      found.push_back(std::move(part));
    }
    return tidied(std::move(found), whole_, options_.least_share);
  }

  /// Of one component: lines of one price together, and of the static power of one part.
  std::vector<Explanation> actions(const Lines& lines) const {
    std::vector<Lines> groups;
    for (const LedgerLine* line : lines) {
      const auto same = std::find_if(groups.begin(), groups.end(), [&](const Lines& group) {
        return group.front()->part == line->part && group.front()->price == line->price;
      });
      if (same == groups.end())
        groups.push_back({line});
      else
        same->push_back(line);
    }
    std::vector<Explanation> found;
    for (const Lines& group : groups)
      found.push_back(group.front()->is_static() ? still(group) : acted(group));
    return tidied(std::move(found), whole_, options_.least_share);
  }

  Explanation acted(const Lines& lines) const {
    const LedgerLine& line = *lines.front();
    double count = 0;
    for (const LedgerLine* each : lines) count += static_cast<double>(each->count);
    const double unit_j = to_energy(line.unit).value();
    const PriceRow price = results_.price_of(line);
    Explanation part{price.action, joules(lines), "J"};
    part.how = times_text(count / images_) + " x " + si_text(unit_j, "J");
    part.parts = constants(results_, price.keys, unit_j, "J", price.source);
    return part;
  }

  Explanation still(const Lines& lines) const {
    const LedgerLine& line = *lines.front();
    const double time_s = static_cast<double>(line.count) * 1e-15 / images_;
    const double energy_j = joules(lines);
    Explanation part{"static", energy_j, "J"};
    part.how = si_text(energy_j / time_s, "W") + " for " + si_text(time_s, "s");
    const PartRow& row = results_.part_of(line);
    const double one_w = row.leakage_w;
    if (one_w > 0)
      part.how += " (" + times_text(std::round(energy_j / time_s / one_w)) + " x " +
                  si_text(one_w, "W") + ")";
    part.parts = constants(results_, {row.static_key}, one_w, "W", row.source);
    return part;
  }

  const Results& results_;
  const ExplainOptions& options_;
  double images_ = 1;
  double whole_ = 0;
  std::vector<Level> levels_;
};

/// What a key of the part says, where it says that of one instance.
std::optional<double> told(const PartRow& row, double of_one) {
  return row.stated ? std::optional(of_one) : std::nullopt;
}

}  // namespace

std::vector<Explanation> energy_tree(const Results& results, const ExplainOptions& options,
                                     const std::function<bool(const LedgerLine&)>& takes) {
  Lines lines;
  for (const LedgerLine& line : results.ledger.lines())
    if (takes(line)) lines.push_back(&line);
  return EnergyTree(results, options).of(lines);
}

std::vector<Explanation> area_tree(const Results& results, const ExplainOptions& options,
                                   const std::function<double(const PartRow&)>& instances) {
  std::vector<Explanation> parts;
  double whole = 0;
  for (const PartRow& row : results.parts) {
    const double number = instances(row);
    if (number == 0) continue;
    Explanation part{row.component, number * row.area_m2, "m2"};
    part.how = times_text(number) + " x " + si_text(row.area_m2, "m2");
    part.parts = constants(results, {row.area_key}, told(row, row.area_m2), "m2", row.source);
    whole += *part.value;
    parts.push_back(std::move(part));
  }
  return tidied(std::move(parts), whole, options.least_share);
}

namespace {

/// Actions of a level for one macro's MVM.
std::vector<Explanation> peak_actions(const Results& results, const PeakMacro& peak,
                                      const std::string& level) {
  std::vector<Explanation> parts;
  for (const PeakRow& row : peak.rows) {
    if (row.level != level) continue;
    const PriceRow& price = results.price_of(row);
    const std::string& component = results.parts.at(row.part).component;
    Explanation part{component + ", " + price.action, row.count * price.unit_j, "J"};
    part.how = times_text(row.count) + " x " + si_text(price.unit_j, "J");
    part.parts = constants(results, price.keys, price.unit_j, "J", price.source);
    parts.push_back(std::move(part));
  }
  return parts;
}

Explanation static_part(const Results& results, const PartRow& row, double instances) {
  Explanation part{row.component, instances * row.leakage_w, "W"};
  part.how = times_text(instances) + " x " + si_text(row.leakage_w, "W");
  part.parts = constants(results, {row.static_key}, told(row, row.leakage_w), "W", row.source);
  return part;
}

double sum_of(const std::vector<Explanation>& parts) {
  double sum = 0;
  for (const Explanation& part : parts) sum += part.value.value_or(0);
  return sum;
}

}  // namespace

std::vector<Explanation> peak_tree(const Results& results, const ExplainOptions& options) {
  const PeakMacro& peak = results.peaks.front();
  std::vector<Explanation> parts = peak_actions(results, peak, "macro");
  for (const PartRow& row : results.parts) {
    if (row.level != "macro" || row.tile_kind != "tile") continue;
    Explanation part = static_part(results, row, static_cast<double>(row.per_holder));
    part.name += ", static";
    part.how += " for " + si_text(peak.interval_s, "s");
    part.value = *part.value * peak.interval_s;
    part.unit = "J";
    parts.push_back(std::move(part));
  }
  Explanation energy{"energy of one MVM", sum_of(parts), "J"};
  energy.parts = tidied(std::move(parts), *energy.value, options.least_share);
  std::vector<Explanation> tree = mvm_tree(results);
  tree.push_back(std::move(energy));
  return tree;
}

std::vector<Explanation> peak_power_tree(const Results& results, const ExplainOptions& options,
                                         const std::vector<WorkingMacros>& macros,
                                         const std::vector<std::string>& levels,
                                         const std::function<double(const PartRow&)>& instances) {
  std::vector<Explanation> parts;
  for (const auto& [peak, number] : macros) {
    const std::string of_kind = macros.size() > 1 ? " (" + peak->tile_kind + ")" : "";
    for (const std::string& level : levels) {
      std::vector<Explanation> actions = peak_actions(results, *peak, level);
      if (actions.empty()) continue;
      const double each_j = sum_of(actions);
      Explanation working{
          (level == "macro" ? "MVMs of macros" : "what the " + level + " does for them") + of_kind,
          number * each_j / peak->interval_s, "W"};
      working.how = times_text(number) + " x " + si_text(each_j, "J") + " / " +
                    si_text(peak->interval_s, "s");
      working.parts = tidied(std::move(actions), each_j, options.least_share);
      parts.push_back(std::move(working));
    }
  }
  std::vector<Explanation> still;
  for (const PartRow& row : results.parts)
    if (const double number = instances(row); number > 0)
      still.push_back(static_part(results, row, number));
  Explanation leaking{"static power", sum_of(still), "W"};
  leaking.parts = tidied(std::move(still), *leaking.value, options.least_share);
  parts.push_back(std::move(leaking));
  const double whole_w = sum_of(parts);
  return tidied(std::move(parts), whole_w, 0);
}

std::vector<Explanation> waiting_power_tree(const Results& results, const ExplainOptions& options,
                                            double PartRow::*power) {
  constexpr double kRounding = 1e-12;
  std::vector<Explanation> parts;
  for (const PartRow& row : results.parts) {
    if (row.*power <= 0) continue;
    Explanation part = static_part(results, row, static_cast<double>(row.instances));
    const double share = row.*power / *part.value;
    part.value = row.*power;
    if (std::fabs(share - 1) > kRounding) {
      part.how += " x " + times_text(share);
      Explanation states{kPowerStates};
      states.place = place_of(results, kPowerStates);
      part.parts.push_back(std::move(states));
    }
    parts.push_back(std::move(part));
  }
  const double whole_w = sum_of(parts);
  return tidied(std::move(parts), whole_w, options.least_share);
}

}  // namespace mho
