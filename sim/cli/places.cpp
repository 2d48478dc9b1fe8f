#include "sim/cli/places.hpp"

namespace mho {

namespace {

std::string text_of(const Place& place) {
  return place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file;
}

void add(const Document& document, const std::string& key, Results& results) {
  if (!results.places.contains(key)) results.places[key] = place_text(document, key);
}

}  // namespace

std::string place_text(const Document& document, const std::string& key) {
  if (const auto place = document.place_of(key)) return text_of(*place);
  const std::size_t dot = key.rfind('.');
  if (dot == std::string::npos) return document.file();
  const std::string section = key.substr(0, dot);
  if (const auto model = document.place_of(section + ".model")) return text_of(*model);
  return place_text(document, section);
}

void add_places(const Document& document, Results& results) {
  for (const LedgerLine& line : results.ledger.lines())
    for (const std::string& key : line.keys) add(document, key, results);
  for (const PeakRow& row : results.peak.rows)
    for (const std::string& key : row.keys) add(document, key, results);
  for (const StageTime& time : results.peak.times) add(document, time.key, results);
  for (const PartRow& row : results.parts) {
    add(document, row.key + ".area", results);
    add(document, row.static_key, results);
  }
}

}  // namespace mho
