#include "models/noc/topology.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace mho {

namespace {

constexpr double kMicrometresPerMetre = 1e6;

std::string joined(const std::vector<std::string>& names, const char* last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 < names.size() ? ", " : " " + std::string(last) + " ";
    text += names[i];
  }
  return text;
}

}  // namespace

double Topology::routers_per_tile(int tiles) const {
  return static_cast<double>(routers(tiles)) / tiles;
}

void topology_fields(Fields& f, std::shared_ptr<Topology>& topology) {
  const std::vector<Kind<Topology>>& kinds = topology_kinds();
  std::vector<Word> words;
  std::size_t index = 0;
  for (const Kind<Topology>& each : kinds) {
    if (std::string_view(topology->kind()) == each.name) index = words.size();
    words.push_back({each.name, each.sentence});
  }
  f.choice("topology", index, words, "How tiles are connected.", Presence::optional);
  if (f.documents()) {
    for (const Kind<Topology>& each : kinds) each.make()->fields(f);
    return;
  }
  if (std::string_view(topology->kind()) != kinds[index].name) topology = kinds[index].make();
  topology->fields(f);
}

std::string topologies_where(bool (*holds)(const Topology&), const char* last) {
  std::vector<std::string> names;
  for (const Kind<Topology>& each : topology_kinds())
    if (holds(*each.make())) names.emplace_back(each.name);
  return joined(names, last);
}

std::string topologies_saying(const char* (Topology::*says)() const) {
  struct Saying {
    std::string words;
    std::vector<std::string> names;
  };
  std::vector<Saying> sayings;
  for (const Kind<Topology>& each : topology_kinds()) {
    const std::shared_ptr<Topology> topology = each.make();
    const char* words = ((*topology).*says)();
    if (words == nullptr) continue;
    const auto same = std::find_if(sayings.begin(), sayings.end(),
                                   [&](const Saying& said) { return said.words == words; });
    if (same != sayings.end())
      same->names.emplace_back(each.name);
    else
      sayings.push_back({words, {each.name}});
  }
  std::string text;
  for (const Saying& said : sayings)
    text += (text.empty() ? "" : "; ") + joined(said.names, "and") + ": " + said.words;
  return text;
}

std::int64_t micrometres(Length length) {
  return std::llround(length.value() * kMicrometresPerMetre);
}

}  // namespace mho
