// A sweep as a study of Optuna, so that optuna-dashboard shows it and Optuna goes on from it: the
// tables of its storage in SQL, schema 12 (optuna/storages/_rdb/models.py, releases 3.2 to 5).
#pragma once

#include "sim/report/table/sql_database.hpp"
#include "sim/results/design_table.hpp"

namespace mho {

/// One study, named like the sweep's file: a trial a design at the last look, and one that failed
/// a design that cannot run. Keys are parameters (numbers in SI units, or one of the labels),
/// objectives values, constraints what samplers take them for (0 or less: it holds), the design's
/// id and accuracies attributes. The journal has no times of day: trials start at the epoch.
/// Nothing for a sweep without objectives, which Optuna does not have.
void add_optuna_tables(const DesignTable& table, const SqlDatabase& database);

}  // namespace mho
