// A run as facts and tables: what formats that keep all of a run walk, and what they give back when
// they are read.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "sim/results/data_table.hpp"

namespace mho {

struct StoredRun {
  /// In the order of reports.
  std::vector<std::variant<Fact, DataTable>> entries;

  /// Null where there is none of that name.
  const Fact* fact(const std::string& name) const;
  const DataTable* table(const std::string& name) const;
  /// The text of a fact; "" where there is none.
  std::string text(const std::string& name) const;
};

/// Names that are used elsewhere as well.
inline constexpr const char* kResolvedYaml = "resolved_yaml";
inline constexpr const char* kModelled = "modelled";

const std::string& name_of(const std::variant<Fact, DataTable>& entry);

/// What the facts and tables of any run are called, and of which kind they are; tables are empty.
const StoredRun& run_form();

/// All of a run. Its tables are made of `results` as they are asked for, which must outlive them.
StoredRun stored_run(const Results& results);

}  // namespace mho
