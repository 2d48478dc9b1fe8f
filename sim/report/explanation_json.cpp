#include "sim/report/explanation_json.hpp"

#include "sim/report/json_values.hpp"

namespace mho {

namespace {

Json tree_of(const Explanation& node) {
  // Areas as the metrics have them.
  const bool area = node.unit == "m2";
  const std::string unit = area ? "mm2" : node.unit;
  Json tree = {{"name", node.name}};
  if (node.value) tree["value"] = finite(area ? 1e6 * *node.value : *node.value);
  if (node.share) tree["share"] = finite(*node.share);
  for (const auto& [key, text] :
       {std::pair{"unit", &unit}, std::pair{"how", &node.how},
        std::pair{"sentence", &node.sentence}, std::pair{"source", &node.source},
        std::pair{"place", &node.place}})
    if (!text->empty()) tree[key] = *text;
  if (const auto limits = Metric{"", node.value.value_or(0), "", "", "", node.modelled}.interval())
    tree["interval"] = {finite((area ? 1e6 : 1) * limits->low),
                        finite((area ? 1e6 : 1) * limits->high)};
  for (const Explanation& part : node.parts) tree["parts"].push_back(tree_of(part));
  return tree;
}

}  // namespace

std::string to_json(const Explanation& explanation) { return written(tree_of(explanation)); }

}  // namespace mho
