// Tables of a run as comma-separated values, with the names that they have in JSON.
#pragma once

#include <iosfwd>
#include <string>

#include "sim/results/stored_run.hpp"

namespace mho {

/// A line of the columns' names, and one for each row. A mean with its interval is three columns
/// (NAME, NAME.low, NAME.high), an interval two; several numbers stand in one field, with blanks
/// between; what is not there is empty.
void write_csv(const DataTable& table, std::ostream& out);

/// Every line of the ledger.
std::string ledger_csv(const Results& results);

}  // namespace mho
