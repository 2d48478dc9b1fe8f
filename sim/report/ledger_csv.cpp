#include "sim/report/ledger_csv.hpp"

#include <algorithm>

#include "sim/report/csv_line.hpp"

namespace mho {

namespace {

/// The places of the keys that `joined` names, as far as they are known.
std::string places_of(const Results& results, const std::string& joined) {
  std::string places;
  for (std::size_t begin = 0; begin < joined.size();) {
    const std::size_t end = std::min(joined.find(", ", begin), joined.size());
    const auto place = results.places.find(joined.substr(begin, end - begin));
    if (place != results.places.end()) places += (places.empty() ? "" : ", ") + place->second;
    begin = end + 2;
  }
  return places;
}

}  // namespace

std::string ledger_csv(const Results& results) {
  std::string text = csv_line({"component", "action", "layer", "tile", "count", "unit_qj",
                               "energy_qj", "source", "key", "place"});
  for (const LedgerLine& line : results.ledger.lines())
    text += csv_line({line.component, line.action, line.layer,
                      line.tile < 0 ? "" : std::to_string(line.tile), std::to_string(line.count),
                      decimal(line.unit), decimal(line.energy()), line.source, line.key,
                      places_of(results, line.key)});
  return text;
}

}  // namespace mho
