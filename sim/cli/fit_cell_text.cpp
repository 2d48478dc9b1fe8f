#include "sim/cli/fit_cell_text.hpp"

#include <cmath>
#include <iomanip>
#include <ostream>
#include <sstream>

namespace mho {

namespace {

std::string rounded(double value, const char* unit = "", int digits = 3) {
  if (std::isnan(value)) return "-";
  return format_si_rounded(value, unit, digits);
}

/// As it is, without prefix: shares and ratios.
std::string plain(double value, int decimals) {
  if (std::isnan(value)) return "-";
  std::ostringstream text;
  text << std::fixed << std::setprecision(decimals) << value;
  return text.str();
}

std::string figure_text(double value, const std::string& unit) {
  return unit.empty() ? plain(value, 5) : rounded(value, unit.c_str());
}

/// Without resamples there is none.
std::string interval_text(const FittedFigure& figure) {
  if (!(figure.low < figure.high)) return "";
  return "   (" + figure_text(figure.low, figure.unit) + " to " +
         figure_text(figure.high, figure.unit) + ")";
}

std::string age_text(double time_s) {
  constexpr double kDay = 86400;
  if (time_s < kDay) return rounded(time_s, "s");
  return rounded(time_s / kDay, "") + " day";
}

std::string chi_text(double chi, double freedom) {
  return freedom > 0 ? plain(chi / freedom, 2) + " (" + plain(freedom, 0) + ")" : "-";
}

void print_block(std::ostream& out, const FittedBlock& block) {
  const Goodness& g = block.goodness;
  out << "\n" << block.name << ": " << block.form << "\n";
  for (const FittedFigure& each : block.figures)
    out << "  " << std::left << std::setw(44) << each.name << std::right << std::setw(12)
        << figure_text(each.value, each.unit) << interval_text(each) << "\n";
  out << "  of " << plain(g.values, 0) << (block.name == "read_noise" ? " repeats" : " values")
      << ": chi2 a degree of freedom (degrees): means " << chi_text(g.chi_mean, g.freedom_mean)
      << ", deviations " << chi_text(g.chi_deviation, g.freedom_deviation) << "\n  R2: means "
      << plain(g.r2_mean, 3) << ", deviations " << plain(g.r2_deviation, 3);
  if (!std::isnan(g.kolmogorov))
    out << "; Kolmogorov distance " << plain(g.kolmogorov, 3) << ", beyond three deviations "
        << plain(100 * g.beyond_three, 2) << " %";
  out << "\n";
}

void print_looks(std::ostream& out, const CellFit& fit, bool held_out) {
  bool any = false;
  for (const LookSummary& each : fit.looks) {
    if (each.held_out != held_out) continue;
    if (!any)
      out << (held_out ? "\nheld out, and predicted by the cell:\n" : "\nfitted, by look:\n")
          << "        time  temperature   values  mean off by  deviation  predicted  within 95 %  "
             "KS\n";
    any = true;
    out << std::right << std::setw(12) << age_text(each.look.time_s) << std::setw(13)
        << (each.look.temperature_k > 0 ? rounded(each.look.temperature_k, "K", 4) : "-")
        << std::setw(9) << plain(each.goodness.values, 0) << std::setw(13)
        << rounded(each.mean_error_s, "S") << std::setw(11) << rounded(each.deviation_s, "S")
        << std::setw(11) << rounded(each.predicted_deviation_s, "S") << std::setw(11)
        << plain(100 * each.goodness.within_95, 1) << " %" << std::setw(7)
        << plain(each.goodness.kolmogorov, 3) << "\n";
  }
}

}  // namespace

void print_fit(std::ostream& out, const CellFit& fit, const std::string& file) {
  out << "cell from " << file << ": " << fit.cell.kind << ", " << fit.cell.levels << " levels from "
      << rounded(fit.cell.range().min_s, "S", 4) << " to "
      << rounded(fit.cell.range().max_s, "S", 4) << "\n  fitted to " << plain(fit.devices, 0)
      << " cells at " << fit.levels << (fit.in_bins ? " bins of targets, of " : " targets, of ")
      << plain(fit.readings, 0) << " readings in the file; 95 % intervals in brackets\n";
  for (const FittedBlock& each : fit.blocks) print_block(out, each);
  print_looks(out, fit, false);
  print_looks(out, fit, true);
  if (!fit.left_out.empty()) out << "\nnot in the cell:\n";
  for (const std::string& each : fit.left_out) out << "  " << each << "\n";
  if (!fit.notes.empty()) out << "\nnotes:\n";
  for (const std::string& each : fit.notes) out << "  " << each << "\n";
}

std::string residuals_csv(const CellFit& fit) {
  std::ostringstream out;
  out << std::setprecision(9)
      << "part,target_S,time_s,temperature_K,values,mean_S,predicted_mean_S,deviation_S,"
         "predicted_deviation_S\n";
  for (const Residual& each : fit.residuals)
    out << (each.held_out ? "held out" : "fitted") << "," << each.target_s << ","
        << each.look.time_s << "," << each.look.temperature_k << "," << each.count << ","
        << each.mean_s << "," << each.predicted_mean_s << "," << each.deviation_s << ","
        << each.predicted_deviation_s << "\n";
  return out.str();
}

}  // namespace mho
