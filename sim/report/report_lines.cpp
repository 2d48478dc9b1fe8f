#include "sim/report/report_lines.hpp"

#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"

namespace mho {

std::string shown(const Results& results, const std::string& name) {
  const Metric* metric = results.find(name);
  return metric ? metric_text(*metric) : "-";
}

std::string doubt(const Results& results, const std::string& name) {
  const Metric* metric = results.find(name);
  return metric ? interval_text(*metric) : "";
}

std::string counted(const Results& results, const std::string& name, const std::string& noun) {
  const std::string number = shown(results, name);
  return number + " " + noun + (number == "1" ? "" : "s");
}

std::string counted(int count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

void heading(std::ostringstream& out, const std::string& text) { out << "\n" << text << "\n"; }

void line(std::ostringstream& out, const std::string& label, const std::string& value,
          const std::string& remark) {
  std::string text = "  " + padded(label, 30) + value;
  if (!remark.empty()) text = padded(text, 52) + " " + remark;
  out << text << "\n";
}

}  // namespace mho
