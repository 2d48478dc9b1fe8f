// All designs of a sweep as a SQLite database, for SQL.
#pragma once

#include <string>

#include "sim/results/design_table.hpp"

namespace mho {

/// The bytes of the file. Tables: sweep (what it is of), looks, keys, designs (a row each),
/// design_keys (what each has for a key: as written, and in SI units where it is a number), metrics
/// (unit and sentence), figures (a row a design and metric: value, ends of the 80 % interval of its
/// models), accuracies (a row a design and trial, percent), problems; and the view wide, a row a
/// design with a column a key and a metric; beside them the tables of a study of Optuna
/// (optuna_tables.hpp). Throws InputError when SQLite does not do it.
std::string to_sqlite(const DesignTable& table);

}  // namespace mho
