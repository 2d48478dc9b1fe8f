#include "sim/engine/machine/watchdog.hpp"

#include <algorithm>

namespace mho {

namespace {

using Edges = std::map<int, std::set<int>>;

/// Depth first from `layer`; `path` is the way there. True when it has come back to itself: the
/// circle is then the end of `path`.
bool closes_circle(const Edges& edges, int layer, std::set<int>& done, std::vector<int>& path) {
  const auto before = std::find(path.begin(), path.end(), layer);
  if (before != path.end()) {
    path.erase(path.begin(), before);
    return true;
  }
  if (!done.insert(layer).second) return false;
  const auto found = edges.find(layer);
  if (found == edges.end()) return false;
  path.push_back(layer);
  for (const int next : found->second)
    if (closes_circle(edges, next, done, path)) return true;
  path.pop_back();
  return false;
}

std::string name_of(const QuantizedGraph& graph, int layer) {
  return layer < 0 ? "the image" : "'" + graph.layers[layer].name + "'";
}

}  // namespace

std::vector<int> circle_of(const std::vector<Wait>& waits) {
  Edges edges;
  for (const Wait& each : waits)
    for (const int other : each.waits_for)
      if (other != each.layer) edges[each.layer].insert(other);
  std::set<int> done;
  for (const auto& [layer, others] : edges) {
    std::vector<int> path;
    if (closes_circle(edges, layer, done, path)) return path;
  }
  return {};
}

std::string describe_waits(const QuantizedGraph& graph, const std::vector<Wait>& waits) {
  std::string text;
  for (const Wait& each : waits) text += "\n  " + each.sentence;
  const std::vector<int> circle = circle_of(waits);
  if (circle.empty()) return text;
  text += "\n  a circle: ";
  for (const int layer : circle) text += name_of(graph, layer) + " waits for ";
  return text + name_of(graph, circle.front());
}

}  // namespace mho
