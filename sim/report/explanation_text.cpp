#include "sim/report/explanation_text.hpp"

#include <set>
#include <sstream>

#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"
#include "sim/results/doubt.hpp"

namespace mho {

namespace {

constexpr std::size_t kExplanationWidth = 98;
constexpr std::size_t kIndent = 2;

/// A node with a value, areas in the larger unit that needs no leading zeros.
Metric as_metric(const Explanation& node) {
  Metric metric{node.name, *node.value, node.unit, "", "", node.modelled};
  if (node.unit != "m2") return metric;
  const bool is_large = *node.value >= 1e-8;
  metric.value *= is_large ? 1e6 : 1e12;
  metric.unit = is_large ? "mm2" : "um2";
  return metric;
}

std::string value_text(const Explanation& node) {
  if (!node.value) return "";
  if (node.unit == "Hz") return format_si_rounded(*node.value, "Hz", kMetricDigits);
  return metric_text(as_metric(node));
}

/// "80 %: 7.1 to 21 pJ"; empty where nothing is modelled.
std::string doubt_text(const Explanation& node) {
  return node.modelled.empty() ? "" : "80 %: " + interval_text(as_metric(node));
}

/// "adc (converter, 2.31x)".
std::string doubtful_text(const Explanation& node) {
  const ModelledShare most = *most_doubtful(as_metric(node));
  return most.component + " (" + name_of(most.model_class) + ", " + factor_text(most.spread) + ")";
}

class Printer {
 public:
  explicit Printer(int depth) : depth_(depth) {}

  void print(const Explanation& node, int level) {
    const std::size_t indent = kIndent * static_cast<std::size_t>(level);
    out_ << std::string(indent, ' ') << printable(head(node)) << "\n";
    const bool metric = !node.sentence.empty();
    if (metric) {
      out_ << wrapped(node.sentence, indent + kIndent, kExplanationWidth)
           << wrapped("= " + node.how, indent + kIndent, kExplanationWidth);
      if (!node.modelled.empty())
        out_ << wrapped(doubt_text(node) + "; most of the doubt: " + doubtful_text(node),
                        indent + kIndent, kExplanationWidth);
    }
    if (!node.source.empty() && told_.insert(node.source).second)
      out_ << wrapped("from: " + node.source, indent + kIndent, kExplanationWidth);
    if (level + 1 >= depth_ && !node.parts.empty()) {
      out_ << std::string(indent + kIndent, ' ') << "(" << node.parts.size()
           << (node.parts.size() == 1 ? " part" : " parts") << " more; --depth)\n";
      return;
    }
    for (const Explanation& part : node.parts) print(part, level + 1);
  }

  std::string text() const { return printable_lines(out_.str()); }

 private:
  /// "adc  45.1 %  119.5 nJ", "convert  43.0 %  99584 x 1.2 pJ = 119.5 nJ", or a key with its
  /// place.
  static std::string head(const Explanation& node) {
    std::string line = node.name;
    if (node.share) line += "  " + fixed(100 * *node.share, 1) + " %";
    const std::string value = value_text(node);
    const bool working = node.sentence.empty() && !node.how.empty();
    if (working) line += "  " + node.how;
    if (!value.empty()) line += (node.share && !working ? "  " : " = ") + value;
    if (node.sentence.empty() && !node.modelled.empty()) line += "  (" + doubt_text(node) + ")";
    if (!node.place.empty()) line += "  (" + node.place + ")";
    return line;
  }

  int depth_;
  std::ostringstream out_;
  std::set<std::string> told_;
};

}  // namespace

std::string to_text(const Explanation& explanation, int depth) {
  Printer printer(depth);
  printer.print(explanation, 0);
  return printer.text();
}

}  // namespace mho
