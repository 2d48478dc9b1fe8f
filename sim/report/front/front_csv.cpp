#include "sim/report/front/front_csv.hpp"

#include "sim/report/csv_line.hpp"
#include "sim/report/front/front_figures.hpp"

namespace mho {

namespace {

void add_titles(const std::string& metric, const std::string& unit,
                std::vector<std::string>& titles) {
  const std::string in_unit = unit.empty() ? "" : " [" + unit + "]";
  for (const char* what : {"", " 95 % low", " 95 % high", " model 80 % low", " model 80 % high"})
    titles.push_back(metric + what + in_unit);
}

void add_figure(const FrontFigure& figure, std::vector<std::string>& fields) {
  fields.push_back(exact_text(figure.value));
  for (const auto& limits : {figure.ci95, figure.modelled}) {
    fields.push_back(limits ? exact_text(limits->low) : "");
    fields.push_back(limits ? exact_text(limits->high) : "");
  }
}

}  // namespace

std::string to_csv(const DesignFront& front) {
  std::vector<std::string> titles{"number", "standing", "knee", "id"};
  titles.insert(titles.end(), front.keys.begin(), front.keys.end());
  for (const FrontObjective& objective : front.objectives)
    add_titles(objective.metric, objective.unit, titles);
  for (const FrontConstraint& constraint : front.constraints)
    add_titles("limited: " + constraint.metric, constraint.unit, titles);
  std::string text = csv_line(titles);
  for (std::size_t i = 0; i < front.designs.size(); ++i) {
    const FrontDesign& design = front.designs[i];
    const bool on_front = design.standing == Standing::front;
    std::vector<std::string> fields{on_front ? std::to_string(i + 1) : "", name_of(design.standing),
                                    front.knee == i ? "knee" : "", design.id};
    fields.insert(fields.end(), design.values.begin(), design.values.end());
    for (const FrontFigure& figure : design.objectives) add_figure(figure, fields);
    for (const FrontFigure& figure : design.constraints) add_figure(figure, fields);
    text += csv_line(fields);
  }
  return text;
}

}  // namespace mho
