#include "sim/report/front/front_json.hpp"

#include "sim/report/json_values.hpp"

namespace mho {

namespace {

Json figure_json(const FrontFigure& figure) {
  Json json{{"value", finite(figure.value)}};
  if (figure.ci95) json["ci95"] = {finite(figure.ci95->low), finite(figure.ci95->high)};
  if (figure.modelled)
    json["modelled"] = {finite(figure.modelled->low), finite(figure.modelled->high)};
  return json;
}

template <class Metrics>
Json figures_json(const Metrics& metrics, const std::vector<FrontFigure>& figures) {
  Json json = Json::object();
  for (std::size_t i = 0; i < figures.size(); ++i)
    json[metrics[i].metric] = figure_json(figures[i]);
  return json;
}

Json design_json(const DesignFront& front, std::size_t number) {
  const FrontDesign& design = front.designs[number];
  Json json{{"number", design.standing == Standing::front ? Json(number + 1) : Json()},
            {"standing", name_of(design.standing)},
            {"id", design.id}};
  json["keys"] = Json::object();
  for (std::size_t i = 0; i < front.keys.size(); ++i)
    if (!design.values[i].empty()) json["keys"][front.keys[i]] = design.values[i];
  json["objectives"] = figures_json(front.objectives, design.objectives);
  if (!front.constraints.empty())
    json["constraints"] = figures_json(front.constraints, design.constraints);
  if (!design.alike.empty()) {
    json["alike"] = Json::array();
    for (const std::size_t other : design.alike) json["alike"].push_back(front.designs[other].id);
  }
  return json;
}

Json importance_json(const DesignFront& front) {
  const Importance& importance = front.importance;
  if (importance.method.empty()) return {};
  const auto by_objective = [&](const std::vector<double>& values) {
    Json json = Json::object();
    for (std::size_t i = 0; i < values.size(); ++i)
      json[front.objectives[i].metric] = finite(values[i]);
    return json;
  };
  Json keys = Json::array();
  for (const KeyImportance& key : importance.keys)
    keys.push_back({{"key", key.key}, {"where", key.where}, {"shares", by_objective(key.shares)}});
  Json json{{"method", importance.method},
            {"designs", importance.designs},
            {"keys", keys},
            {"together", by_objective(importance.together)}};
  if (!importance.explained.empty()) json["explained"] = by_objective(importance.explained);
  json["limits"] = importance.limits;
  return json;
}

}  // namespace

std::string to_json(const DesignFront& front) {
  Json json{{"mho", front.version}, {"sweep", front.sweep}, {"look", front.look}};
  json["objectives"] = Json::array();
  for (const FrontObjective& objective : front.objectives)
    json["objectives"].push_back({{"metric", objective.metric},
                                  {"unit", objective.unit},
                                  {"aim", objective.maximize ? "maximize" : "minimize"},
                                  {"best", finite(objective.best)},
                                  {"worst", finite(objective.worst)}});
  json["constraints"] = Json::array();
  for (const FrontConstraint& constraint : front.constraints)
    json["constraints"].push_back(
        {{"metric", constraint.metric}, {"unit", constraint.unit}, {"limit", constraint.limit}});
  json["counts"] = {{"looked_at", front.looked_at}, {"impossible", front.impossible}};
  for (const Standing standing :
       {Standing::front, Standing::unresolved, Standing::dominated, Standing::infeasible})
    json["counts"][name_of(standing)] = front.count(standing);
  json["knee"] = front.knee ? Json(*front.knee + 1) : Json();
  json["hypervolume"] = front.hypervolume ? Json(finite(*front.hypervolume)) : Json();
  json["designs"] = Json::array();
  for (std::size_t i = 0; i < front.designs.size(); ++i)
    json["designs"].push_back(design_json(front, i));
  json["importance"] = importance_json(front);
  json["impossible"] = Json::array();
  for (const auto& [reason, count] : front.reasons)
    json["impossible"].push_back({{"reason", reason}, {"designs", count}});
  json["notes"] = front.notes;
  return written(std::move(json));
}

}  // namespace mho
