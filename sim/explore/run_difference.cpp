#include "sim/explore/run_difference.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/config/yaml_node.hpp"
#include "sim/explore/paired_difference.hpp"
#include "sim/results/doubt.hpp"

namespace mho {

namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

void add_leaves(const YamlNode& node, const std::string& path, Texts& leaves) {
  if (node.type == YamlNode::Type::map)
    for (const YamlEntry& entry : node.entries)
      add_leaves(*entry.value, path.empty() ? entry.key : path + "." + entry.key, leaves);
  else if (node.type == YamlNode::Type::list)
    for (std::size_t i = 0; i < node.items.size(); ++i)
      add_leaves(*node.items[i], path + "[" + std::to_string(i) + "]", leaves);
  else
    leaves.emplace_back(path, node.text);
}

Texts leaves_of(const StoredRun& run) {
  Texts leaves;
  const std::string yaml = run.text(kResolvedYaml);
  if (!yaml.empty()) add_leaves(*parse_yaml(yaml, "resolved_yaml").root, "", leaves);
  return leaves;
}

/// In the order of the first run, what the other alone has at the end.
std::vector<ChangedKey> changed_keys(const StoredRun& one, const StoredRun& other) {
  const Texts ones = leaves_of(one), others = leaves_of(other);
  const std::map<std::string, std::string> by_key(others.begin(), others.end()),
      known(ones.begin(), ones.end());
  std::vector<ChangedKey> changed;
  for (const auto& [key, text] : ones) {
    const auto at = by_key.find(key);
    if (at == by_key.end())
      changed.push_back({key, text, std::nullopt});
    else if (at->second != text)
      changed.push_back({key, text, at->second});
  }
  for (const auto& [key, text] : others)
    if (!known.contains(key)) changed.push_back({key, std::nullopt, text});
  return changed;
}

/// The value of a column in a row; the type's own where there is none.
template <class T>
T value_at(const DataTable& table, const char* column, std::size_t row) {
  const DataColumn* found = table.find(column);
  if (!found) return {};
  const Datum datum = found->at(row);
  const T* value = std::get_if<T>(&datum);
  return value ? *value : T{};
}

std::vector<Metric> metrics_of(const StoredRun& run) {
  std::vector<Metric> metrics;
  std::map<std::string, std::vector<ModelledShare>> shares;
  if (const DataTable* table = run.table(kModelled))
    for (std::size_t row = 0; row < table->rows; ++row) {
      ModelledShare share{value_at<std::string>(*table, "component", row),
                          value_at<std::string>(*table, "model", row)};
      const std::string model_class = value_at<std::string>(*table, "class", row);
      for (std::size_t i = 0; i < kModelClasses; ++i)
        if (model_class == name_of(static_cast<ModelClass>(i)))
          share.model_class = static_cast<ModelClass>(i);
      share.share = value_at<double>(*table, "share", row);
      share.spread = value_at<double>(*table, "spread", row);
      shares[value_at<std::string>(*table, "metric", row)].push_back(std::move(share));
    }
  const DataTable* table = run.table("metrics");
  for (std::size_t row = 0; table && row < table->rows; ++row) {
    Metric metric{
        value_at<std::string>(*table, "name", row), value_at<double>(*table, "value", row),
        value_at<std::string>(*table, "unit", row), value_at<std::string>(*table, "sentence", row),
        value_at<std::string>(*table, "source", row)};
    metric.modelled = shares[metric.name];
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

std::optional<JudgedImages> judged_of(const StoredRun& run) {
  const DataTable* trials = run.table("judged.trials");
  const Fact* images = run.fact("judged.images");
  const auto* count = images ? std::get_if<std::int64_t>(&images->value) : nullptr;
  if (!trials || !count) return std::nullopt;
  const auto read = [&](const std::string& hex) {
    return Correctness(hex, static_cast<int>(*count));
  };
  JudgedImages judged{read(run.text("judged.float")), read(run.text("judged.quantized")), {}};
  for (std::size_t row = 0; row < trials->rows; ++row)
    judged.trials.push_back(read(value_at<std::string>(*trials, "right", row)));
  return judged;
}

/// Of metrics that are means over the same images, what the difference is known to be, in points.
class Paired {
 public:
  Paired(const StoredRun& one, const StoredRun& other)
      : one_(judged_of(one)), other_(judged_of(other)) {
    if (!one_ || !other_) return;
    are_same_ = one.text("workload") == other.text("workload") &&
                one_->quantized.images() == other_->quantized.images();
    if (!are_same_) remark_ = "Accuracies are of other images: their difference has no interval.";
  }

  const std::string& remark() const { return remark_; }
  std::optional<Limits> interval(const std::string& metric) const {
    if (!are_same_) return std::nullopt;
    const auto difference = [&](const JudgedImages& more, const JudgedImages& less) {
      const auto ci95 = paired_difference(more, less).ci95;
      return ci95 ? std::optional(Limits{100 * ci95->low, 100 * ci95->high}) : std::nullopt;
    };
    const auto exact = [](const JudgedImages& judged, const Correctness& right) {
      return JudgedImages{judged.in_float, right, {}};
    };
    if (metric == "accuracy.analog.mean") return difference(*other_, *one_);
    if (metric == "accuracy.quantized")
      return difference(exact(*other_, other_->quantized), exact(*one_, one_->quantized));
    if (metric == "accuracy.float")
      return difference(exact(*other_, other_->in_float), exact(*one_, one_->in_float));
    // Lost to noise, of networks that are right on the same images without it.
    if (metric == "accuracy.loss.mean" && one_->quantized == other_->quantized)
      return difference(*one_, *other_);
    return std::nullopt;
  }

 private:
  std::optional<JudgedImages> one_, other_;
  bool are_same_ = false;
  std::string remark_;
};

bool is_measured(const std::string& name) {
  return name.starts_with("accuracy.") || name.starts_with("output.");
}

/// Ends of intervals and counts of images are no figures of their own.
bool is_beside_another(const std::string& name) {
  return name.ends_with(".ci95.low") || name.ends_with(".ci95.high");
}

/// Without paired images the intervals of both tell: those that do not meet.
std::optional<Difference> by_own_intervals(const std::vector<Metric>& ones,
                                           const std::vector<Metric>& others,
                                           const std::string& name) {
  constexpr std::string_view kMean = ".mean";
  const std::string stem =
      name.ends_with(kMean) ? name.substr(0, name.size() - kMean.size()) : name;
  const auto limits = [&](const std::vector<Metric>& metrics) -> std::optional<Limits> {
    const auto end = [&](const char* which) {
      return std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) {
        return metric.name == stem + ".ci95." + which;
      });
    };
    const auto low = end("low"), high = end("high");
    if (low == metrics.end() || high == metrics.end()) return std::nullopt;
    return Limits{low->value, high->value};
  };
  const auto a = limits(ones), b = limits(others);
  if (!a || !b) return std::nullopt;
  return a->high < b->low || b->high < a->low ? Difference::more : Difference::by_chance;
}

Difference verdict_of(const Metric& one, const Metric& other, const std::optional<Limits>& ci95) {
  if (one.value == other.value) return Difference::same;
  if (ci95) return ci95->low > 0 || ci95->high < 0 ? Difference::more : Difference::by_chance;
  if (is_measured(one.name)) return Difference::not_compared;
  if (one.modelled.empty() && other.modelled.empty()) return Difference::computed;
  return cannot_be_told_apart(one, other) ? Difference::by_models : Difference::more;
}

std::vector<ChangedMetric> changed_metrics(const std::vector<Metric>& ones,
                                           const std::vector<Metric>& others,
                                           const Paired& paired) {
  const auto find = [](const std::vector<Metric>& metrics, const std::string& name) {
    const auto at = std::find_if(metrics.begin(), metrics.end(),
                                 [&](const Metric& metric) { return metric.name == name; });
    return at == metrics.end() ? nullptr : &*at;
  };
  std::vector<ChangedMetric> changed;
  for (const Metric& one : ones) {
    if (is_beside_another(one.name)) continue;
    const Metric* other = find(others, one.name);
    ChangedMetric row{one.name,  one.unit,     one.sentence,
                      one.value, std::nullopt, Difference::one_alone};
    if (other) {
      row.other = other->value;
      row.ci95 = paired.interval(one.name);
      row.verdict = verdict_of(one, *other, row.ci95);
      if (row.verdict == Difference::not_compared)
        row.verdict = by_own_intervals(ones, others, one.name).value_or(row.verdict);
    }
    changed.push_back(std::move(row));
  }
  for (const Metric& other : others)
    if (!is_beside_another(other.name) && !find(ones, other.name))
      changed.push_back({other.name, other.unit, other.sentence, std::nullopt, other.value,
                         Difference::one_alone});
  return changed;
}

using Amounts = std::map<std::string, double>;

constexpr double kMm2OfM2 = 1e6;  ///< of a square metre

/// Of parts that both have by their names.
MovedWhole moved(const std::string& metric, const std::string& unit, const std::string& by,
                 const Amounts& ones, const Amounts& others) {
  MovedWhole whole{metric, unit, by};
  std::set<std::string> names;
  for (const Amounts* amounts : {&ones, &others})
    for (const auto& [name, amount] : *amounts) names.insert(name);
  double all = 0;
  for (const std::string& name : names) {
    const auto in = [&](const Amounts& amounts) {
      const auto at = amounts.find(name);
      return at == amounts.end() ? 0.0 : at->second;
    };
    const MovedPart part{name, in(ones), in(others)};
    whole.one += part.one;
    whole.other += part.other;
    all += std::abs(part.other - part.one);
    if (part.one != part.other) whole.parts.push_back(part);
  }
  for (MovedPart& part : whole.parts) part.share = std::abs(part.other - part.one) / all;
  std::stable_sort(whole.parts.begin(), whole.parts.end(),
                   [](const MovedPart& a, const MovedPart& b) { return a.share > b.share; });
  return whole;
}

double images_of(const StoredRun& run) {
  for (const Metric& metric : metrics_of(run))
    if (metric.name == "engine.images") return metric.value;
  return 1;
}

/// Per inference, by component, action and layer.
Amounts energies_of(const StoredRun& run) {
  Amounts amounts;
  const DataTable* ledger = run.table("ledger");
  const double images = images_of(run);
  for (std::size_t row = 0; ledger && row < ledger->rows; ++row) {
    const std::string layer = value_at<std::string>(*ledger, "layer", row);
    amounts[value_at<std::string>(*ledger, "component", row) + ", " +
            value_at<std::string>(*ledger, "action", row) + (layer.empty() ? "" : ", " + layer)] +=
        value_at<double>(*ledger, "energy_j", row) / images;
  }
  return amounts;
}

/// Of tables that name their rows, times `scale`.
Amounts amounts_of(const StoredRun& run, const char* name, const char* column, double scale = 1) {
  Amounts amounts;
  const DataTable* table = run.table(name);
  for (std::size_t row = 0; table && row < table->rows; ++row)
    amounts[value_at<std::string>(*table, "name", row)] +=
        scale * value_at<double>(*table, column, row);
  return amounts;
}

/// From the start of its first image to the end.
Amounts times_of(const StoredRun& run) {
  Amounts amounts = amounts_of(run, "layers", "end_s");
  for (const auto& [name, start] : amounts_of(run, "layers", "start_s")) amounts[name] -= start;
  return amounts;
}

ComparedRun compared(const StoredRun& run) {
  return {"", run.text("chip"), run.text("workload"), run.text("mho")};
}

}  // namespace

RunDifference difference_of(const StoredRun& one, const StoredRun& other) {
  RunDifference difference{compared(one), compared(other)};
  difference.keys = changed_keys(one, other);
  const Paired paired(one, other);
  if (!paired.remark().empty()) difference.remarks.push_back(paired.remark());
  difference.metrics = changed_metrics(metrics_of(one), metrics_of(other), paired);
  for (MovedWhole& whole :
       std::vector{moved("energy.per_inference", "J", "component, action and layer",
                         energies_of(one), energies_of(other)),
                   moved("area.chip", "mm2", "component",
                         amounts_of(one, "components", "area_m2", kMm2OfM2),
                         amounts_of(other, "components", "area_m2", kMm2OfM2)),
                   moved("time of the first image", "s", "layer", times_of(one), times_of(other))})
    if (!whole.parts.empty()) difference.wholes.push_back(std::move(whole));
  return difference;
}

}  // namespace mho
