// Where the constants of a run's figures stand in its files.
#pragma once

#include <string>

#include "sim/config/config.hpp"
#include "sim/results/results.hpp"

namespace mho {

/// "file:line" of the key, or of the model that stands in its place, or of the nearest section
/// around it; "--set" of an assignment.
std::string place_text(const Document& document, const std::string& key);

/// Fills in results.places: every key that the ledger, the parts and the peak name.
void add_places(const Document& document, Results& results);

}  // namespace mho
