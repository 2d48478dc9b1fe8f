#include "sim/report/ledger_csv.hpp"

#include "sim/report/columns.hpp"
#include "sim/report/csv_line.hpp"

namespace mho {

namespace {

/// As far as they are known.
std::vector<std::string> places_of(const Results& results, const std::vector<std::string>& keys) {
  std::vector<std::string> places;
  for (const std::string& key : keys)
    if (const auto place = results.places.find(key); place != results.places.end())
      places.push_back(place->second);
  return places;
}

}  // namespace

std::string ledger_csv(const Results& results) {
  std::string text = csv_line({"component", "action", "layer", "tile", "count", "unit_qj",
                               "energy_qj", "source", "key", "place"});
  for (const LedgerLine& line : results.ledger.lines()) {
    const PriceRow price = results.price_of(line);
    text += csv_line({results.part_of(line).component, price.action, line.layer,
                      line.tile < 0 ? "" : std::to_string(line.tile), std::to_string(line.count),
                      decimal(line.unit), decimal(line.energy()), price.source, listed(price.keys),
                      listed(places_of(results, price.keys))});
  }
  return text;
}

}  // namespace mho
