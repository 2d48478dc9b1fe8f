// The records of a CSV file (RFC 4180), by libcsv: fields as they are written, each record with the
// line of its first.
#pragma once

#include <string>
#include <vector>

namespace mho {

struct CsvRecord {
  std::vector<std::string> fields;
  int line = 0;
};

/// Blank lines are left out. Throws InputError when the file cannot be read or is no CSV.
std::vector<CsvRecord> read_csv_records(const std::string& file);

}  // namespace mho
