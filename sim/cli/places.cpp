#include "sim/cli/places.hpp"

namespace mho {

namespace {

void add(const Document& document, const std::string& key, Results& results) {
  if (!results.places.contains(key)) results.places[key] = place_text(document, key);
}

}  // namespace

std::string place_text(const Document& document, const std::string& key) {
  const Place place = document.nearest_place(key);
  return place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file;
}

void add_places(const Document& document, Results& results) {
  for (const PeakMacro& peak : results.peaks)
    for (const StageTime& time : peak.times) add(document, time.key, results);
  add(document, kPowerStates, results);
  for (const PartRow& row : results.parts) {
    add(document, row.area_key, results);
    add(document, row.static_key, results);
    for (const PriceRow& price : row.prices)
      for (const std::string& key : price.keys) add(document, key, results);
  }
}

}  // namespace mho
