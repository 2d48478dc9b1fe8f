// A published converter as its paper states it: the one of a name, or the nearest to what is asked
// for. Never scaled: what differs is told.
#include <algorithm>
#include <cmath>

#include "models/costs/converter_survey/converter_keys.hpp"
#include "models/costs/converter_survey/published_converters.hpp"

namespace mho {

namespace {

/// Two values that differ by less are the same: papers round.
constexpr double kSameBits = 0.05;
constexpr double kSameRatio = 0.05;

std::string names_of(const std::vector<PublishedConverter>& converters) {
  std::string names;
  for (const PublishedConverter& converter : converters)
    names += (names.empty() ? "" : ", ") + converter.name;
  return names;
}

bool is_near(double ratio) { return ratio > 1 - kSameRatio && ratio < 1 + kSameRatio; }

bool is_same(const PublishedConverter& converter, const ConverterDemand& demand) {
  return std::abs(converter.enob - demand.enob) < kSameBits &&
         is_near(converter.rate / demand.rate) && is_near(converter.node / demand.node);
}

class TableConverterCost : public CostModel {
 public:
  const char* kind() const override { return "table"; }
  Sees sees() const override { return {false, false, false}; }

  void fields(Fields& f) override {
    keys_.fields(f);
    f.text("name", name_, "The entry to take; empty: the nearest by bits, rate and node.",
           Presence::optional);
    f.sections("converters", own_,
               "Entries to choose from; none: configs/circuits/published_converters.yaml.",
               Presence::optional);
    const auto& all = converters();
    f.rule(name_.empty() || std::any_of(all.begin(), all.end(),
                                        [&](const auto& entry) { return entry.name == name_; }),
           "name", "no published converter has this name; allowed: " + names_of(all));
  }

  Cost cost(const Duty& duty) const override {
    const ConverterDemand demand = keys_.demand(duty);
    const PublishedConverter& entry = chosen(demand);
    // It works at its own rate, whatever is asked for.
    const ConverterDemand own{entry.enob, entry.rate, entry.node};
    Cost cost = keys_.cost(duty, own, entry.energy, entry.area);
    cost.source = entry.name + (entry.measured ? " (measured" : " (assumed in a paper") + "; " +
                  describe(own) + "): " + entry.source + "; static share " +
                  format_si_rounded(keys_.static_share, "", 3);
    if (!is_same(entry, demand)) {
      const std::string away = format_si_rounded(distance(entry, demand), "", 2);
      cost.source += "; not scaled to " + describe(demand) + " (distance " + away + ")";
      cost.warnings.push_back("published converter " + entry.name + " has " + describe(own) +
                              ", asked for are " + describe(demand) + " (distance " + away +
                              "): its costs are taken as they are");
    }
    return cost;
  }

 private:
  const std::vector<PublishedConverter>& converters() const {
    return own_.empty() ? published_converters() : own_;
  }

  const PublishedConverter& chosen(const ConverterDemand& demand) const {
    const auto& all = converters();
    const auto named = std::find_if(all.begin(), all.end(),
                                    [&](const auto& entry) { return entry.name == name_; });
    return named == all.end() ? nearest(all, demand) : *named;
  }

  ConverterKeys keys_;
  std::string name_;
  std::vector<PublishedConverter> own_;
};

}  // namespace

extern const Kind<CostModel> table_converter_cost;
const Kind<CostModel> table_converter_cost{
    "table", "A published converter, by name or the nearest one; not scaled.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<TableConverterCost>(); }};

}  // namespace mho
