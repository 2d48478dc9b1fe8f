#include "sim/report/label_svg.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/report/boundary.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"
#include "sim/report/report_lines.hpp"
#include "sim/report/svg.hpp"

namespace mho {

namespace {

constexpr double kLabelWidth = 440, kPageMargin = 20;
constexpr double kPageInner = kLabelWidth - 2 * kPageMargin;
constexpr double kArrowHeight = 28, kArrowStep = 34;
constexpr double kSmall = 9.5, kSmallLine = 12;
constexpr std::size_t kSmallLetters = 82;  // of a line of small text
constexpr const char* kDark = "#1a2a4a";
constexpr const char* kGray = "#555555";

/// Green to red.
constexpr std::array<const char*, 5> kClassColors{"#2b8a3e", "#82b92e", "#e8b500", "#ee7d1b",
                                                  "#d12a1f"};

const char* color_of(char grade) { return kClassColors.at(static_cast<std::size_t>(grade - 'A')); }

std::vector<std::string> lines_of(const std::string& text, std::size_t letters) {
  std::istringstream in(wrapped(text, 0, letters));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(line.substr(line.find_first_not_of(' ')));
  return lines;
}

/// Cut to what fits.
std::string shortened(const std::string& text, std::size_t letters) {
  return width_of(text) <= letters ? text : pieces(text, letters - 1).front() + "\u2026";
}

double draw_head(Svg& svg, const Results& results) {
  constexpr double kBand = 54;
  svg.rectangle(0, 0, kLabelWidth, kBand, kDark);
  svg.words(kPageMargin, 35, "ENERGY", "start", 25, "white", true);
  svg.words(kLabelWidth - kPageMargin, 23, "one inference", "end", 12, "white", false);
  svg.words(kLabelWidth - kPageMargin, 40, "simulated by mho " + shortened(results.version, 16),
            "end", 12, "white", false);
  svg.words(kPageMargin, kBand + 26, shortened(results.chip, 40), "start", 17, kDark, true);
  svg.words(kPageMargin, kBand + 45, shortened(results.workload + ", " + results.precision, 62),
            "start", 12, kGray, false);
  return kBand + 62;
}

double draw_classes(Svg& svg, const EnergyLabel& label, double top) {
  constexpr double kFirst = 110, kMore = 34;
  for (char grade = 'A'; grade <= 'E'; ++grade) {
    const double place = grade - 'A';
    const double y = top + place * kArrowStep;
    svg.arrow(kPageMargin, y, kFirst + place * kMore, kArrowHeight, color_of(grade), true);
    svg.words(kPageMargin + 12, y + 20, std::string(1, grade), "start", 19, "white", true);
  }
  const double y = top + (label.grade - 'A') * kArrowStep - 4;
  svg.arrow(kLabelWidth - kPageMargin - 90, y, 90, kArrowHeight + 8, "black", false);
  svg.words(kLabelWidth - kPageMargin - 38, y + 27, std::string(1, label.grade), "middle", 26,
            "white", true);
  return top + 5 * kArrowStep + 6;
}

double draw_figures(Svg& svg, const Results& results, double top) {
  constexpr double kBox = 52, kGap = 8;
  const std::string efficiency =
      std::string("tops_per_joule.") + (has_memory(results) ? "system" : "chip") + ".achieved";
  const Metric* tops = results.find(efficiency);
  const Metric* million = results.find("carbon.per_million");
  const std::array<std::array<std::string, 2>, 4> figures{
      {{shown(results, "carbon.energy"), "per inference, " + boundary(results)},
       {tops != nullptr ? significant(tops->value, 3) + " TOPS/W" : "-", "achieved, 2 OP per MAC"},
       {shown(results, "accuracy.analog.mean"),
        results.find("accuracy.float")
            ? "accuracy; " + shown(results, "accuracy.float") + " in float"
            : "accuracy: no labels"},
       {million != nullptr ? shown(results, "carbon.per_million") + " CO2e" : "-",
        "per million, making included"}}};
  const double width = (kPageInner - kGap) / 2;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const double x = kPageMargin + static_cast<double>(i % 2) * (width + kGap);
    const double y = top + static_cast<double>(i / 2) * (kBox + kGap);
    svg.rectangle(x, y, width, kBox, "#eef1f6");
    svg.words(x + width / 2, y + 25, shortened(figures[i][0], 21), "middle", 17, kDark, true);
    svg.words(x + width / 2, y + 42, shortened(figures[i][1], 34), "middle", 10.5, kGray, false);
  }
  return top + 2 * (kBox + kGap) + 10;
}

double draw_rows(Svg& svg, const EnergyLabel& label, double top) {
  constexpr double kRow = 24;
  double y = top;
  svg.words(kPageMargin + 30, y + 8, "class of", "start", kSmall, kGray, false);
  svg.words(kPageMargin + 255, y + 8, "here", "end", kSmall, kGray, false);
  svg.words(kPageMargin + 335, y + 8, "reference", "end", kSmall, kGray, false);
  svg.words(kPageMargin + kPageInner, y + 8, "index", "end", kSmall, kGray, false);
  y += 14;
  for (const LabelRow& row : label.rows) {
    svg.rectangle(kPageMargin, y, 20, 18, color_of(row.grade));
    svg.words(kPageMargin + 10, y + 14, std::string(1, row.grade), "middle", 14, "white", true);
    svg.words(kPageMargin + 30, y + 14, row.what, "start", 12, "black", false);
    svg.words(kPageMargin + 255, y + 14, row.measured, "end", 12, "black", false);
    svg.words(kPageMargin + 335, y + 14, row.reference, "end", 12, "black", false);
    svg.words(kPageMargin + kPageInner, y + 14, format_si_rounded(row.index, "", 3), "end", 12,
              "black", false);
    y += kRow;
  }
  return y + 8;
}

/// What the figures rest on.
std::vector<std::string> foot_of(const Results& results) {
  const EnergyLabel& label = *results.label;
  std::vector<std::string> sentences{
      "This is no official label: there is none for machine learning. It is drawn in the manner of "
      "the European Union's.",
      "Limits and weights of the classes: " + label.source + ".",
      "Reference: " + label.reference +
          ". Index: reference over here, of accuracy here over "
          "reference. The class of the whole is the weighted median. TOPS/W and CO2e have no "
          "published "
          "limits, and no class."};
  std::string factors = "CO2e: ";
  for (const FactorRow& row : results.carbon_factors)
    if (row.what == "grid" || row.what == "fab" || row.what == "life" || row.what == "yield")
      factors += (factors.size() > 6 ? "; " : "") + row.what + " " + row.value;
  sentences.push_back(factors + ". Sources: the run's report.");
  return sentences;
}

}  // namespace

std::string label_svg(const Results& results) {
  require(results.label.has_value(), "a label is drawn of a run without one");
  std::vector<std::string> foot;
  for (const std::string& sentence : foot_of(results))
    for (const std::string& each : lines_of(sentence, kSmallLetters)) foot.push_back(each);
  constexpr double kAboveFoot = 446;  // without rows
  const double height = kAboveFoot + 24 * static_cast<double>(results.label->rows.size()) +
                        kSmallLine * static_cast<double>(foot.size()) + 12;
  Svg svg(kLabelWidth, height);
  double y = draw_head(svg, results);
  y = draw_classes(svg, *results.label, y);
  y = draw_figures(svg, results, y);
  y = draw_rows(svg, *results.label, y);
  svg.line(kPageMargin, y, kLabelWidth - kPageMargin, y, "#aaaaaa");
  y += kSmallLine + 2;
  for (const std::string& each : foot) {
    svg.words(kPageMargin, y, each, "start", kSmall, kGray, false);
    y += kSmallLine;
  }
  return svg.finish();
}

}  // namespace mho
