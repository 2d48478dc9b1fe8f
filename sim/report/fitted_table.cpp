#include "sim/report/fitted_table.hpp"

#include <algorithm>

#include "sim/report/columns.hpp"

namespace mho {

std::string FittedTable::text() const {
  std::vector<Columns::Column> columns;
  for (std::size_t i = 0; i < rows_[0].size(); ++i) {
    std::size_t width = 0;
    for (const auto& row : rows_) width = std::max(width, width_of(row[i]));
    columns.push_back({rows_[0][i], width + 2, true});
  }
  Columns table(columns);
  for (std::size_t i = 1; i < rows_.size(); ++i) table.row(rows_[i]);
  return table.text();
}

}  // namespace mho
