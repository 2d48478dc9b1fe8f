#include "sim/report/accuracy_text.hpp"

#include <cctype>
#include <cmath>

#include "sim/base/quantity.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"
#include "sim/report/report_lines.hpp"

namespace mho {

namespace {

/// "[0.88, 6.29]"; empty without an interval.
std::string limits(const Results& results, const std::string& stem) {
  const Metric* low = results.find(stem + ".ci95.low");
  const Metric* high = results.find(stem + ".ci95.high");
  return low && high ? limits_text({low->value, high->value}) : "";
}

constexpr const char* kOneTrial = "one trial, no interval";

std::string snr_text(const Results& results) {
  const Metric* mean = results.find("output.snr.mean");
  return mean ? fixed(mean->value, 2) + " dB" : "exact";
}

std::string snr_remark(const Results& results) {
  if (results.exact) return "nothing is drawn";
  if (!results.find("output.snr.mean")) return "at least one trial without any error";
  const std::string text = limits(results, "output.snr");
  return text.empty() ? kOneTrial : text + ", 95 % over chips, these inputs";
}

void accuracy(std::ostringstream& out, const Results& results) {
  heading(out,
          "Accuracy  (" + counted(results, "accuracy.images", "test image") + ", " +
              (results.exact ? "exact; 95 % intervals over images)"
                             : counted(results, "accuracy.trials", "trial") +
                                   "; 95 % intervals over images, on the chip over chips too)"));
  line(out, "floating point", shown(results, "accuracy.float"), limits(results, "accuracy.float"));
  line(out, "quantized, exact", shown(results, "accuracy.quantized"),
       limits(results, "accuracy.quantized"));
  const std::string on_chip = limits(results, "accuracy.analog");
  line(out, "on the chip", shown(results, "accuracy.analog.mean"),
       (results.exact ? "" : "with analog errors; ") +
           (on_chip.empty() ? kOneTrial : on_chip + (results.exact ? ", nothing is drawn" : "")));
  const Metric* yield = results.find("accuracy.yield");
  const Metric* trials = results.find("accuracy.trials");
  if (!yield || !trials) return;
  const double good = std::round(yield->value / 100 * trials->value);
  line(out, "yield", shown(results, "accuracy.yield"),
       limits(results, "accuracy.yield") + " over chips, on these images:");
  line(out, "", "",
       count_text(good) + " of " + counted(results, "accuracy.trials", "chip") +
           (good == 1 ? " loses" : " lose") + " at most " + shown(results, "accuracy.yield_loss"));
}

/// In the place of accuracy().
void output(std::ostringstream& out, const Results& results) {
  heading(out, "Output  (" + counted(results, "output.inputs", "test input") + ", " +
                   (results.exact ? "exact" : counted(results, "output.trials", "trial")) + ")");
  line(out, "signal to noise", snr_text(results), snr_remark(results));
  line(out, "accuracy", "not reported", "no classes to judge, see Notes");
}

/// "output.mse.float".
std::string scored_name(const Results& results, const std::string& figure) {
  return "output." + results.scored->name + "." + figure;
}

/// The interval in as many digits as it takes: scores have any size.
std::string scored_limits(const Results& results, const std::string& name) {
  const Metric* low = results.find(name + ".ci95.low");
  const Metric* high = results.find(name + ".ci95.high");
  if (!low || !high) return "";
  if (low->unit == "%" || low->unit == "points") return limits_text({low->value, high->value});
  return "[" + significant(low->value, kMetricDigits) + ", " +
         significant(high->value, kMetricDigits) + "]";
}

/// Of the mean over trials.
std::string chips_remark(const Results& results, const std::string& figure) {
  if (results.exact) return "exact, nothing is drawn";
  const std::string text = scored_limits(results, scored_name(results, figure));
  return text.empty() ? kOneTrial : text;
}

/// In the place of accuracy(): the same of another metric.
void scored(std::ostringstream& out, const Results& results) {
  std::string title = results.scored->title;
  title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  heading(out, title + "  (" + counted(results, "output.inputs", "test input") + ", " +
                   (results.exact ? "exact; 95 % intervals over inputs)"
                                  : counted(results, "output.trials", "trial") +
                                        "; 95 % intervals over inputs, on the chip over chips "
                                        "too)"));
  const auto exact = [&](const std::string& label, const std::string& figure) {
    const std::string name = scored_name(results, figure);
    line(out, label, shown(results, name), scored_limits(results, name));
  };
  exact("floating point", "float");
  exact("quantized, exact", "quantized");
  line(out, "on the chip", shown(results, scored_name(results, "analog.mean")),
       (results.exact ? "" : "with analog errors; ") + chips_remark(results, "analog"));
}

std::string limits_or_dash(const Interval& interval) {
  return interval.ci95 ? limits_text(*interval.ci95) : "-";
}

void ages(std::ostringstream& out, const Results& results) {
  if (results.ages.empty()) return;
  heading(out, "Age  (the same chips later; 95 % intervals over chips and images)");
  Columns table({{"after programming", 22, false},
                 {"accuracy", 12, true},
                 {"95 % interval", 18, true},
                 {"loss", 15, true},
                 {"95 % interval", 18, true}});
  for (const AgeRow& row : results.ages)
    table.row({age_text(row.age_s), fixed(row.accuracy_percent.mean, 2) + " %",
               limits_or_dash(row.accuracy_percent), fixed(row.loss_points.mean, 2) + " points",
               limits_or_dash(row.loss_points)});
  out << table.text();
}

void ablations(std::ostringstream& out, const Results& results) {
  if (results.ablations.empty()) return;
  heading(out, "Ablation  (points of accuracy; same chips, same images; 95 % intervals over both)");
  Columns table({{"source of error", 22, false},
                 {"lost by it alone", 18, true},
                 {"95 % interval", 18, true},
                 {"saved without it", 18, true},
                 {"95 % interval", 18, true}});
  for (const AblationRow& row : results.ablations)
    table.row({row.effect, fixed(row.alone_points.mean, 2), limits_or_dash(row.alone_points),
               fixed(row.removed_points.mean, 2), limits_or_dash(row.removed_points)});
  out << table.text();
}

}  // namespace

std::string age_text(double age_s) {
  for (const auto& [name, seconds] : {std::pair{"year", 365.25 * 86400}, std::pair{"day", 86400.0},
                                      std::pair{"h", 3600.0}, std::pair{"min", 60.0}})
    if (age_s >= seconds && std::fmod(age_s, seconds) == 0)
      return count_text(age_s / seconds) + " " + name;
  return format_si_rounded(age_s, "s", kMetricDigits);
}

bool has_accuracy(const Results& results) { return results.find("accuracy.images") != nullptr; }

bool has_values(const Results& results) {
  return has_accuracy(results) || results.find("output.trials") != nullptr;
}

void accuracy_headline(std::ostringstream& out, const Results& results) {
  if (has_accuracy(results)) {
    const std::string interval = limits(results, "accuracy.loss");
    line(out, "accuracy loss by noise", shown(results, "accuracy.loss.mean"),
         "by analog errors, apart from quantization;");
    line(out, "", interval,
         results.exact ? "exact, nothing is drawn"
                       : (interval.empty() ? kOneTrial : "95 % interval over chips and images"));
  } else if (results.scored) {
    line(out, results.scored->name, shown(results, scored_name(results, "analog.mean")),
         "on the chip; " + shown(results, scored_name(results, "quantized")) +
             " in exact integers;");
    line(out, "  lost by noise", shown(results, scored_name(results, "loss.mean")),
         chips_remark(results, "loss"));
  } else if (has_values(results)) {
    line(out, "output SNR", snr_text(results), "chip against exact integers;");
    line(out, "", "", snr_remark(results));
  } else {
    line(out, "accuracy", "not computed", "values: off, see Notes");
  }
}

std::string accuracy_text(const Results& results) {
  std::ostringstream out;
  if (has_accuracy(results))
    accuracy(out, results);
  else if (results.scored)
    scored(out, results);
  else if (has_values(results))
    output(out, results);
  ages(out, results);
  ablations(out, results);
  return out.str();
}

}  // namespace mho
