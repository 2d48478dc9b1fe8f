#include "sim/report/front/front_text.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/fitted_table.hpp"
#include "sim/report/front/front_figures.hpp"
#include "sim/report/report_lines.hpp"

namespace mho {

namespace {

constexpr std::size_t kLineWidth = 100;
/// Designs that are listed of those that are not on the front.
constexpr std::size_t kMostUnresolved = 10;
constexpr std::size_t kMostReasons = 8;

std::string number_text(std::size_t design) { return std::to_string(design + 1); }

/// "1, 2, 3 and 7 more".
std::string numbers_text(const std::vector<std::size_t>& designs) {
  constexpr std::size_t kMost = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(designs.size(), kMost); ++i)
    text += (i == 0 ? "" : ", ") + number_text(designs[i]);
  if (designs.size() > kMost) text += " and " + std::to_string(designs.size() - kMost) + " more";
  return text;
}

class FrontText {
 public:
  explicit FrontText(const DesignFront& front) : front_(front), keys_(short_keys(front.keys)) {}

  std::string text() {
    head();
    if (front_.count(Standing::front) == 0) {
      out_ << "\nno design " << (front_.designs.empty() ? "runs" : "holds all constraints") << "\n";
    } else {
      members();
      measures();
      unresolved();
    }
    importance();
    reasons();
    for (const std::string& note : front_.notes)
      out_ << "\n" << wrapped("note: " + note, 2, kLineWidth);
    return printable_lines(out_.str());
  }

 private:
  void head() {
    std::string aims;
    for (const FrontObjective& objective : front_.objectives)
      aims += (aims.empty() ? "" : ", ") + aim_text(objective);
    for (const FrontConstraint& constraint : front_.constraints)
      aims += ", " + constraint.metric + " " + constraint.limit;
    out_ << front_.sweep << "\n" << wrapped(aims, 0, kLineWidth);
    out_ << front_.looked_at << " designs looked at: " << front_.count(Standing::front)
         << " on the front, " << front_.count(Standing::unresolved) << " not to be told from it, "
         << front_.count(Standing::dominated) << " dominated, "
         << front_.count(Standing::infeasible) << " beyond a constraint, " << front_.impossible
         << " cannot run\n";
    if (!front_.look.empty()) out_ << "compared at " << front_.look << "\n";
  }

  std::vector<std::string> titles() const {
    std::vector<std::string> titles{"#"};
    titles.insert(titles.end(), keys_.begin(), keys_.end());
    for (const FrontObjective& objective : front_.objectives) titles.push_back(objective.metric);
    for (const FrontConstraint& constraint : front_.constraints)
      if (!is_objective(constraint.metric)) titles.push_back(constraint.metric);
    titles.emplace_back("");
    return titles;
  }

  bool is_objective(const std::string& metric) const {
    return std::any_of(front_.objectives.begin(), front_.objectives.end(),
                       [&](const FrontObjective& objective) { return objective.metric == metric; });
  }

  std::vector<std::string> cells(const FrontDesign& design, const std::string& first,
                                 const std::string& last) const {
    std::vector<std::string> cells{first};
    for (const std::string& value : design.values) cells.push_back(value.empty() ? "-" : value);
    for (std::size_t i = 0; i < front_.objectives.size(); ++i)
      cells.push_back(figure_text(design.objectives[i], front_.objectives[i].unit) +
                      noise_text(design.objectives[i]));
    for (std::size_t i = 0; i < front_.constraints.size(); ++i)
      if (!is_objective(front_.constraints[i].metric))
        cells.push_back(figure_text(design.constraints[i], front_.constraints[i].unit));
    cells.push_back(last);
    return cells;
  }

  void members() {
    FittedTable table(titles());
    for (std::size_t i = 0; i < front_.count(Standing::front); ++i) {
      const FrontDesign& design = front_.designs[i];
      std::string remark = front_.knee == i ? "knee" : "";
      if (!design.alike.empty())
        remark += (remark.empty() ? "like " : ", like ") + numbers_text(design.alike);
      table.row(cells(design, number_text(i), remark));
    }
    heading(out_, "Front");
    out_ << table.text();
    explain_intervals();
  }

  void explain_intervals() {
    const bool any_noise =
        std::any_of(front_.designs.begin(), front_.designs.end(), [](const FrontDesign& design) {
          return std::any_of(design.objectives.begin(), design.objectives.end(),
                             [](const FrontFigure& figure) { return figure.ci95.has_value(); });
        });
    const std::size_t members = front_.count(Standing::front);
    const bool any_alike = std::any_of(
        front_.designs.begin(), front_.designs.begin() + static_cast<std::ptrdiff_t>(members),
        [](const FrontDesign& design) { return !design.alike.empty(); });
    if (any_noise)
      out_ << wrapped("  ±: half of the 95 % interval over chips and images.", 0, kLineWidth);
    if (any_alike)
      out_ << wrapped(
          "  like N: on the front by less than trials can tell; N would dominate it, were "
          "the difference none (95 %, trial by trial, on these images).",
          0, kLineWidth);
    for (std::size_t i = 0; i < front_.objectives.size(); ++i) model_interval(i, members);
  }

  /// Models are off by about the same factor in all designs.
  void model_interval(std::size_t objective, std::size_t members) {
    double low = 1, high = 1;
    for (std::size_t i = 0; i < members; ++i) {
      const FrontFigure& figure = front_.designs[i].objectives[objective];
      if (!figure.modelled || figure.value == 0) continue;
      low = std::min(low, figure.modelled->low / figure.value);
      high = std::max(high, figure.modelled->high / figure.value);
    }
    if (low == high) return;
    out_ << "  80 % of measured macros lie within " << significant(low, 2) << " to "
         << significant(high, 2) << " times " << front_.objectives[objective].metric
         << "; designs share most of that.\n";
  }

  void measures() {
    heading(out_, "Shape");
    line(out_, "knee",
         front_.knee ? "design " + number_text(*front_.knee) +
                           ", farthest from the plane through the front's ends (Das 1999)"
                     : "none: the front does not bend towards the ideal");
    if (!front_.hypervolume) return;
    std::string from;
    for (const FrontObjective& objective : front_.objectives)
      from += (from.empty() ? "" : ", ") + objective.metric + " " +
              figure_text({objective.best, {}, {}}, objective.unit) + " to " +
              figure_text({objective.worst, {}, {}}, objective.unit);
    line(out_, "hypervolume",
         fixed(*front_.hypervolume, 4) +
             " of the box from the best to the worst of all feasible designs");
    out_ << wrapped("    " + from, 4, kLineWidth);
  }

  void unresolved() {
    const std::size_t first = front_.count(Standing::front);
    const std::size_t count = front_.count(Standing::unresolved);
    if (count == 0) return;
    heading(out_, "Dominated by less than trials can tell (95 %, trial by trial, on these images)");
    FittedTable table(titles());
    for (std::size_t i = first; i < first + std::min(count, kMostUnresolved); ++i)
      table.row(cells(front_.designs[i], front_.designs[i].id.substr(0, 8),
                      "behind " + numbers_text(front_.designs[i].alike)));
    out_ << table.text();
    if (count > kMostUnresolved)
      out_ << "  and " << count - kMostUnresolved << " more, in the CSV\n";
  }

  void importance() {
    const Importance& importance = front_.importance;
    if (importance.method.empty()) return;
    heading(out_, "Importance: share of the variance that a key explains alone");
    std::vector<std::string> titles{"key"};
    for (const FrontObjective& objective : front_.objectives) titles.push_back(objective.metric);
    FittedTable table(titles);
    const auto row = [&](const std::string& name, const std::vector<double>& shares) {
      std::vector<std::string> cells{name};
      for (const double share : shares) cells.push_back(fixed(share, 2));
      table.row(cells);
    };
    std::vector<std::string> names;
    for (const KeyImportance& key : importance.keys) names.push_back(key.key);
    names = short_keys(names);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string& where = importance.keys[i].where;
      row(names[i] + (where.empty() ? "" : " where " + where), importance.keys[i].shares);
    }
    row("only together", importance.together);
    if (!importance.explained.empty()) row("forest explains", importance.explained);
    out_ << table.text();
    out_ << wrapped("  From " + std::to_string(importance.designs) + " designs by " +
                        importance.method + " (Hutter 2014).",
                    2, kLineWidth);
    for (const std::string& limit : importance.limits) out_ << wrapped(limit, 2, kLineWidth);
  }

  void reasons() {
    if (front_.reasons.empty()) return;
    heading(out_, "Cannot run");
    for (std::size_t i = 0; i < std::min(front_.reasons.size(), kMostReasons); ++i)
      out_ << wrapped(counted(static_cast<int>(front_.reasons[i].second), "design") + ": " +
                          front_.reasons[i].first,
                      2, kLineWidth);
    if (front_.reasons.size() > kMostReasons)
      out_ << "  and " << front_.reasons.size() - kMostReasons << " reasons more, in the JSON\n";
  }

  const DesignFront& front_;
  std::vector<std::string> keys_;
  std::ostringstream out_;
};

}  // namespace

std::string to_text(const DesignFront& front) { return FrontText(front).text(); }

}  // namespace mho
