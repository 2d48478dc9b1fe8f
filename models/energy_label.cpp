#include "models/energy_label.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr std::size_t kLimits = 4;

void limits_field(Fields& f, const char* key, std::vector<double>& limits, const char* sentence) {
  f.numbers(key, limits, {0, 1e6}, sentence);
  f.rule(limits.size() == kLimits && std::is_sorted(limits.rbegin(), limits.rend()), key,
         "needs four limits, the largest first: of A, B, C and D");
}

}  // namespace

void LabelScale::fields(Fields& f) {
  f.text("name", name, "Name of the scale.");
  limits_field(f, "energy", energy, "Index of energy above which A, B, C and D begin.");
  limits_field(f, "latency", latency, "Index of latency above which A, B, C and D begin.");
  limits_field(f, "accuracy", accuracy, "Index of accuracy above which A, B, C and D begin.");
  f.number("energy_weight", energy_weight, {0, 1}, "Of energy's class in that of the whole.");
  f.number("latency_weight", latency_weight, {0, 1}, "Of latency's class in that of the whole.");
  f.number("accuracy_weight", accuracy_weight, {0, 1}, "Of accuracy's class in that of the whole.");
  f.text("source", source, "Where the limits were read.");
}

char label_class(double index, const std::vector<double>& limits) {
  require(limits.size() == kLimits, "a label of five classes has four limits");
  const auto first =
      std::find_if(limits.begin(), limits.end(), [&](double limit) { return index > limit; });
  return static_cast<char>('A' + (first - limits.begin()));
}

char compound_class(std::vector<WeightedClass> classes) {
  std::sort(classes.begin(), classes.end(),
            [](const WeightedClass& a, const WeightedClass& b) { return a.grade < b.grade; });
  double all = 0;
  for (const WeightedClass& each : classes) all += each.weight;
  require(all > 0, "a label without weights");
  double sum = 0;
  for (const WeightedClass& each : classes) {
    sum += each.weight;
    if (2 * sum >= all) return each.grade;
  }
  return classes.back().grade;
}

}  // namespace mho
