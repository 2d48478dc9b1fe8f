#include "sim/report/carbon_text.hpp"

#include <iomanip>
#include <set>
#include <sstream>

#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"
#include "sim/report/report_lines.hpp"

namespace mho {

namespace {

double carbon_value(const Results& results, const std::string& name) {
  const Metric* metric = results.find(name);
  return metric != nullptr ? metric->value : 0;
}

/// "666", "6.3e12".
std::string three_digits(double value) {
  constexpr double kLong = 1e6;
  if (value < kLong) return format_si_rounded(value, "", 3);
  std::ostringstream text;
  text << std::setprecision(3) << value;  // 6.3e+12
  std::string digits = text.str();
  const std::size_t sign = digits.find('+');
  if (sign != std::string::npos) digits.erase(sign, digits[sign + 1] == '0' ? 2 : 1);
  return digits;
}

void carbon_use(std::ostringstream& out, const Results& results) {
  line(out, "use of one inference", shown(results, "carbon.use"),
       shown(results, "carbon.energy") + " x " + shown(results, "carbon.intensity"));
  line(out, "making the chip", shown(results, "carbon.made"),
       "dies " + shown(results, "carbon.dies") + ", packages " + shown(results, "carbon.packages") +
           (carbon_value(results, "carbon.memory") > 0
                ? ", memory " + shown(results, "carbon.memory")
                : ""));
  line(out, "", shown(results, "carbon.yield"), "of the dies are good");
  if (results.find("carbon.break_even"))
    line(out, "use outweighs making", three_digits(carbon_value(results, "carbon.break_even")),
         "inferences; " + three_digits(carbon_value(results, "carbon.inferences")) +
             " in the chip's life");
  if (results.find("carbon.sci")) {
    line(out, "SCI, per inference", shown(results, "carbon.sci"),
         "ISO/IEC 21031: use and its share of making");
    line(out, "per million inferences", shown(results, "carbon.per_million"),
         shown(results, "carbon.made_share") + " of it making");
  }
  line(out, "whole life", shown(results, "carbon.life"));
}

void carbon_decades(std::ostringstream& out, const Results& results) {
  const bool trained = results.find("carbon.training") != nullptr;
  Columns table({{"inferences", 14, false},
                 {trained ? "g each, making, training, use" : "g each, making and use", 32, true}});
  for (const char* number : {"1e0", "1e3", "1e6", "1e9", "1e12"})
    table.row({number, shown(results, std::string("carbon.after.") + number)});
  out << "\n" << table.text();
}

void carbon_training(std::ostringstream& out, const Results& results) {
  if (!results.find("carbon.training")) return;
  line(out, "training, once", shown(results, "carbon.training"),
       shown(results, "carbon.training.per_inference") + " per inference of all users");
  if (results.find("carbon.training.break_even"))
    line(out, "use outweighs training",
         three_digits(carbon_value(results, "carbon.training.break_even")),
         "inferences; a million are 1/" +
             three_digits(carbon_value(results, "carbon.training.per_million")) + " of it");
}

std::string carbon_verdict(const Results& results) {
  const bool at_least = carbon_value(results, "remote.ratio.low") > 1;
  const bool at_most = carbon_value(results, "remote.ratio.high") > 1;
  if (at_least) return "here less at any kWh/GB told";
  if (!at_most) return "there less at any kWh/GB told";
  return "even at " + shown(results, "remote.even");
}

void carbon_remote(std::ostringstream& out, const Results& results) {
  if (!results.find("remote.energy")) return;
  out << "\n";
  line(out, "sent to a server", shown(results, "remote.energy"),
       shown(results, "remote.bytes") + ": network " + shown(results, "remote.link") + ", server " +
           shown(results, "remote.server"));
  line(out, "", shown(results, "remote.carbon"),
       shown(results, "remote.carbon.low") + " to " + shown(results, "remote.carbon.high") +
           " by the network");
  line(out, "energy, sent over here", three_digits(carbon_value(results, "remote.ratio")) + "x",
       three_digits(carbon_value(results, "remote.ratio.low")) + "x to " +
           three_digits(carbon_value(results, "remote.ratio.high")) + "x; " +
           carbon_verdict(results));
  line(out, "latency, sent away", shown(results, "remote.latency"),
       "here " + shown(results, "latency.first"));
}

void carbon_label(std::ostringstream& out, const Results& results) {
  if (!results.label) return;
  out << "\n";
  line(out, "energy label", std::string("class ") + results.label->grade,
       "limits: " + results.label->scale);
  for (const LabelRow& row : results.label->rows)
    line(out, "  " + row.what, std::string(1, row.grade) + ", index " + three_digits(row.index),
         row.measured + " against " + row.reference);
  out << wrapped("against " + results.label->reference, 2, 98);
}

/// Each source once.
void carbon_factors(std::ostringstream& out, const Results& results) {
  std::set<std::string> told;
  out << "\n";
  for (const FactorRow& row : results.carbon_factors)
    out << wrapped(row.what + ": " + row.value + " (" + row.key + ")" +
                       (told.insert(row.source).second ? "; from: " + row.source : ""),
                   2, 98);
}

}  // namespace

std::string carbon_text(const Results& results) {
  if (results.carbon_factors.empty()) return "";
  std::ostringstream out;
  heading(out, "Carbon  (CO2 equivalents; factors below, docs/carbon.md)");
  carbon_use(out, results);
  carbon_decades(out, results);
  carbon_training(out, results);
  carbon_remote(out, results);
  carbon_label(out, results);
  carbon_factors(out, results);
  return out.str();
}

}  // namespace mho
