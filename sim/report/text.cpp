// One function a section. A figure that the run does not have prints as "-".
#include "sim/report/text.hpp"

#include <sstream>

#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/accuracy_text.hpp"
#include "sim/report/adc_models_text.hpp"
#include "sim/report/boundary.hpp"
#include "sim/report/carbon_text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/headline_text.hpp"
#include "sim/report/layers_text.hpp"
#include "sim/report/metric_text.hpp"
#include "sim/report/report_lines.hpp"

namespace mho {

namespace {

/// In the larger unit where that needs no leading zeros.
std::string area_text(double area_m2) {
  const double mm2 = area_m2 * 1e6;
  return mm2 >= 0.01 || mm2 == 0 ? significant(mm2, kMetricDigits) + " mm2"
                                 : significant(mm2 * 1e6, kMetricDigits) + " um2";
}

/// Achieved in the steady state, or, where there is none, over the whole run.
std::string achieved_tops(const Results& results) {
  return results.find("tops.chip.achieved")
             ? shown(results, "tops.chip.achieved")
             : shown(results, "tops.chip.average") + " over the whole run";
}

void efficiency(std::ostringstream& out, const Results& results) {
  heading(out, "Efficiency  (" + results.precision + ", 2 OP per MAC)");
  const bool doubted = results.find("tops_per_joule.chip.peak") &&
                       !doubt(results, "tops_per_joule.chip.peak").empty();
  std::vector<Columns::Column> columns{{"level", 27, false},
                                       {"TOPS/J = TOPS/W", 16, true},
                                       {"8b x 8b TOPS/J", 16, true},
                                       {"1b x 1b TOPS/J", 16, true}};
  if (doubted) columns.push_back({"80 %, TOPS/J", 20, true});
  Columns table(columns);
  for (const auto& [label, name] :
       {std::pair{"macro, peak", "tops_per_joule.macro.peak"},
        std::pair{"tile, peak", "tops_per_joule.tile.peak"},
        std::pair{"chip, peak", "tops_per_joule.chip.peak"},
        std::pair{"chip with memory, peak", "tops_per_joule.system.peak"},
        std::pair{"macro, achieved", "tops_per_joule.macro.achieved"},
        std::pair{"tile, achieved", "tops_per_joule.tile.achieved"},
        std::pair{"chip, achieved", "tops_per_joule.chip.achieved"},
        std::pair{"chip with memory, achieved", "tops_per_joule.system.achieved"}}) {
    const auto digits = [&](const std::string& ending) {
      const Metric* metric = results.find(name + ending);
      return metric ? significant(metric->value, kMetricDigits) : std::string("-");
    };
    if (!results.find(name) && std::string_view(name).find("system") != std::string_view::npos)
      continue;
    std::vector<std::string> cells{label, digits(""), digits(".normalized_8b"),
                                   digits(".normalized")};
    if (doubted)
      cells.push_back(results.find(name) ? interval_text(*results.find(name), false) : "-");
    table.row(cells);
  }
  out << table.text();
  if (results.peak_precision != results.precision)
    line(out, "bits at the peak", results.peak_precision);
  line(out, "TOPS of the chip",
       shown(results, "tops.chip.peak") + " peak, " + achieved_tops(results) +
           (results.find("tops.chip.achieved") ? " achieved" : ""));
  line(out, "TOPS/mm2 of the chip", shown(results, "tops_per_mm2.chip.peak") + " peak");
  doubt_line(out, results, "tops_per_mm2.chip.peak");
  const auto power = [&](const std::string& label, const std::string& peak,
                         const std::string& average) {
    line(
        out, label,
        shown(results, average) + " average, " + shown(results, peak) + " with all arrays at work");
    if (const std::string mean = doubt(results, average), most = doubt(results, peak);
        !mean.empty() && !most.empty())
      line(out, "", mean + ", " + most + "; 80 %");
  };
  power("power of the chip", "power.chip.peak", "power.chip.average");
  if (has_memory(results)) power("power of chip with memory", "power.system.peak", "power.average");
  line(out, "area macro, tile, chip",
       shown(results, "area.macro") + ", " + shown(results, "area.tile") + ", " +
           shown(results, "area.chip"));
  if (const std::string macro = doubt(results, "area.macro"), tile = doubt(results, "area.tile");
      !macro.empty() && !tile.empty())
    line(out, "", macro + ", " + tile + ", " + doubt(results, "area.chip") + "; 80 %");
  if (!results.find("arrays.used")) return;
  line(out, "arrays used",
       shown(results, "arrays.used") + " of " + shown(results, "arrays.available") + ", " +
           shown(results, "cells.utilization") + " of their cells");
  line(out, "conversions per MAC",
       shown(results, "conversions_per_mac.achieved") +
           " (full array: " + shown(results, "conversions_per_mac.peak") + ")");
  if (results.find("key_value_cache.memory"))
    line(out, "key-value cache",
         shown(results, "key_value_cache.memory") + " held; " +
             shown(results, "key_value_cache.read") + " read and " +
             shown(results, "key_value_cache.written") + " written an inference");
}

void components(std::ostringstream& out, const Results& results) {
  heading(out, "Energy by component  (per inference, " + boundary(results) +
                   "; area of the whole chip)");
  double total = 0;
  for (const ComponentRow& row : results.components) total += row.energy_j;
  Columns table({{"component", 20, false},
                 {"energy", 11, true},
                 {"share", 8, true},
                 {"static", 11, true},
                 {"area", 15, true},
                 {"", 26, false}});
  for (const ComponentRow& row : results.components) {
    const double share = total > 0 ? row.energy_j / total : 0;
    table.row({row.name, format_si_rounded(row.energy_j, "J", kMetricDigits),
               fixed(100 * share, 1) + " %", format_si_rounded(row.static_j, "J", kMetricDigits),
               area_text(row.area_m2), bar(share, 24)});
  }
  table.row({"total", format_si_rounded(total, "J", kMetricDigits), "", "", "", ""});
  out << table.text();
}

/// What a knob saves and costs is the difference of the run without it to the run as it is.
void knobs(std::ostringstream& out, const Results& results) {
  if (results.knobs.empty()) return;
  heading(out, has_accuracy(results)
                   ? "Co-design  (each knob switched off alone; exact integers on " +
                         counted(results, "accuracy.images", "test image") + ", cost in points)"
                   : "Co-design  (each knob switched off alone)");
  Columns table({{"knobs", 24, false},
                 {"arrays", 8, true},
                 {"saved", 7, true},
                 {"cells", 9, true},
                 {"zeros", 8, true},
                 {"MACs arrays", 12, true},
                 {"units", 9, true},
                 {"quantized", 10, true},
                 {"cost", 8, true}});
  const KnobRow& run = results.knobs.front();
  for (const KnobRow& row : results.knobs) {
    if (!row.possible) {
      table.row({row.name, "-", "-", "-", "-", "-", "-", "-", "-"});
      continue;
    }
    const bool is_run = &row == &run;
    const bool judged = row.quantized && run.quantized;
    table.row({row.name, std::to_string(row.arrays),
               is_run ? "" : std::to_string(row.arrays - run.arrays), some(row.cells),
               fixed(100 * row.zero_weights, 1) + " %", some(row.macs_on_arrays),
               some(row.macs_on_vector_units), judged ? fixed(*row.quantized, 2) + " %" : "-",
               is_run ? "" : (judged ? fixed(*row.quantized - *run.quantized, 2) : "-")});
  }
  out << table.text();
}

void timing(std::ostringstream& out, const Results& results) {
  heading(out, "Timing  (timed engine, " + counted(results, "engine.images", "image") + ")");
  line(out, "first image", shown(results, "latency.first"), "first bit out to last bit back");
  throughput(out, results, "throughput");
  if (results.find("noc.wait"))
    line(out, "waiting for links", shown(results, "noc.wait"), "packets of one image, summed");
  line(out, "simulated time", shown(results, "engine.time"));
  if (results.find("engine.extrapolation_error"))
    line(out, "extrapolated", "from " + counted(results, "engine.simulated", "image"),
         shown(results, "engine.extrapolation_error") + " off, as half of them foretells all");
  if (results.find("reload.batch")) {
    line(out, "phases", shown(results, "phases"),
         "weights written for each, " + counted(results, "reload.batch", "image") + " at a time");
    line(out, "writing weights", shown(results, "reload.time"),
         "per inference; " + shown(results, "reload.exposed") + " while nothing is computed");
    line(out, "", shown(results, "reload.energy"), "of the cells, per inference");
  } else if (results.find("time.programming")) {
    line(out, "programming the weights",
         shown(results, "time.programming") + ", " + shown(results, "energy.programming"),
         "once; in no figure above");
  }
  if (results.find("activity.error"))
    line(out, "activity", "statistical",
         shown(results, "activity.error") + " off executed, of what data decide");
  if (results.find("engine.equals_untimed"))
    line(out, "equals the untimed driver",
         shown(results, "engine.equals_untimed") + " of " +
             counted(results, "engine.simulated", "image"));
}

void duty_cycle(std::ostringstream& out, const Results& results) {
  if (!results.find("duty.inferences_per_day")) return;
  heading(out,
          "Duty cycle  (" + counted(results, "duty.inferences_per_day", "inference") + " a day)");
  line(out, "busy", shown(results, "duty.busy"),
       "the chip serves up to " + shown(results, "duty.most_per_day") + " a day");
  line(out, "energy per day", shown(results, "duty.energy_per_day"),
       shown(results, "duty.power") + " on average");
  line(out, "energy per inference", shown(results, "duty.energy_per_inference"),
       "with the time until the next");
  doubt_line(out, results, "duty.energy_per_inference");
  line(out, "power between inferences", shown(results, "duty.power.idle"), "idle");
  if (!results.find("duty.power.gated")) return;
  line(out, "", shown(results, "duty.power.gated"),
       "power gates open, " + shown(results, "duty.gated") + " of the time");
  line(out, "wake-up", shown(results, "duty.wake_energy"),
       results.find("duty.break_even")
           ? "gating pays from " + shown(results, "duty.break_even") + " on"
           : "gating never pays");
}

void notes(std::ostringstream& out, const Results& results) {
  if (results.notes.empty()) return;
  heading(out, "Notes");
  for (const std::string& note : results.notes) out << wrapped("- " + note, 2, 98);
}

}  // namespace

std::string to_text(const Results& results) {
  std::ostringstream out;
  title(out, results);
  for (const std::string& caveat : results.caveats) out << wrapped(caveat, 2, 98) << "\n";
  headline(out, results);
  out << accuracy_text(results);
  efficiency(out, results);
  out << adc_models_text(results);
  knobs(out, results);
  components(out, results);
  out << layers_text(results);
  if (has_values(results)) out << signal_to_noise_text(results);
  timing(out, results);
  duty_cycle(out, results);
  out << carbon_text(results);
  notes(out, results);
  return printable_lines(out.str());
}

}  // namespace mho
