#include "workloads/graph/finite.hpp"

#include <algorithm>
#include <bit>

#include "sim/base/error.hpp"
#include "workloads/graph/operators.hpp"

namespace mho {

namespace {

/// "3 of 4 values VERDICT, the first at 1 (-2)", or nothing.
std::optional<std::string> values_problem(const std::vector<float>& values, const char* verdict,
                                          bool (*wrong)(float, float), float parameter) {
  const auto is_wrong = [&](float value) { return wrong(value, parameter); };
  const auto first = std::find_if(values.begin(), values.end(), is_wrong);
  if (first == values.end()) return std::nullopt;
  return std::to_string(std::count_if(first, values.end(), is_wrong)) + " of " +
         std::to_string(values.size()) + " values " + verdict + ", the first at " +
         std::to_string(first - values.begin()) + " (" + std::to_string(*first) + ")";
}

std::optional<std::string> constant_problem(const Node& node, std::size_t input,
                                            const std::vector<float>& values) {
  if (operator_of(node.op).takes_infinite)
    return values_problem(
        values, "are not a number", [](float value, float) { return std::isnan(value); }, 0);
  if (auto problem = finite_problem(std::span(values))) return problem;
  if (node.op == Op::div && input == 1)
    return values_problem(
        values, "are zero, and the node divides by them",
        [](float value, float) { return value == 0; }, 0);
  if (node.op == Op::batch_normalization && input == 4)
    return values_problem(
        values, "are no variance: with epsilon they are not above zero",
        [](float value, float epsilon) { return !(value + epsilon > 0); }, node.attributes.epsilon);
  return std::nullopt;
}

/// "3, 5, 8" or "3, 5, 8 and 4 more".
std::string listed(const std::vector<int>& images) {
  constexpr std::size_t kListed = 8;
  std::string text;
  for (std::size_t i = 0; i < std::min(images.size(), kListed); ++i)
    text += (i > 0 ? ", " : "") + std::to_string(images[i]);
  if (images.size() > kListed) text += " and " + std::to_string(images.size() - kListed) + " more";
  return text;
}

}  // namespace

void check_constants(const Graph& graph) {
  std::vector<Problem> problems;
  std::vector<bool> told(graph.values.size(), false);
  for (const Node& node : graph.nodes)
    for (std::size_t input = 0; input < node.inputs.size(); ++input) {
      if (node.inputs[input] < 0) continue;
      const auto index = static_cast<std::size_t>(node.inputs[input]);
      const Value& value = graph.values[index];
      if (!value.constant || told[index]) continue;
      const auto problem = constant_problem(node, input, value.constant->values);
      if (!problem) continue;
      told[index] = true;
      problems.push_back({{graph.file, 0},
                          "node '" + node.name + "'",
                          "tensor '" + value.name + "': " + *problem});
    }
  if (!problems.empty()) throw InputError(problems);
}

namespace {

/// By their exponents, as the compiler puts several integers, and no floating-point numbers, into
/// one comparison.
bool all_finite(const std::vector<float>& values) {
  constexpr std::uint32_t kExponent = 0x7f800000;
  std::uint32_t bad = 0;
  for (const float value : values)
    bad |=
        static_cast<std::uint32_t>((std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent);
  return bad == 0;
}

}  // namespace

NotFiniteActivations::NotFiniteActivations(const Graph& graph, const std::vector<int>& watched)
    : graph_(graph), watched_(graph.values.size(), false) {
  for (const int value : watched) watched_[static_cast<std::size_t>(value)] = true;
}

bool NotFiniteActivations::add(const std::vector<Tensor>& values, int image) {
  for (std::size_t n = 0; n < graph_.nodes.size(); ++n) {
    const auto output = static_cast<std::size_t>(graph_.nodes[n].output);
    const std::vector<float>& made = values[output].values;
    const bool whole = watched_[output];
    const auto wrong = [&](float value) {
      return whole ? !std::isfinite(value) : std::isnan(value);
    };
    if (all_finite(made)) continue;
    const std::int64_t count = std::count_if(made.begin(), made.end(), wrong);
    if (count == 0) continue;
    const std::lock_guard lock(mutex_);
    Found& found = found_[n];
    found.elements += count;
    found.of += std::ssize(made);
    found.images.push_back(image);
    return false;
  }
  return true;
}

void NotFiniteActivations::raise(const std::string& images) const {
  if (found_.empty()) return;
  const auto& [node, found] = *found_.begin();
  std::vector<int> sorted = found.images;
  std::sort(sorted.begin(), sorted.end());
  throw InputError({graph_.file, 0}, "node '" + graph_.nodes[node].name + "'",
                   std::to_string(found.elements) + " of " + std::to_string(found.of) +
                       " values of its output are not finite (a root or logarithm of a negative "
                       "number, an overflow) on " +
                       images + (sorted.size() > 1 ? "s " : " ") + listed(sorted) +
                       ", counted from 0");
}

}  // namespace mho
