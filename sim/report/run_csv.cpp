#include "sim/report/run_csv.hpp"

#include <charconv>
#include <sstream>

#include "sim/report/csv_line.hpp"
#include "sim/report/json_values.hpp"

namespace mho {

namespace {

/// The shortest digits that read back to the same double.
std::string digits(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, finite(value)).ptr};
}

/// The fields of a column that is of one kind.
struct Fields {
  DatumKind kind;
  std::vector<std::string>& fields;

  void operator()(std::monostate) const {
    const int count = kind == DatumKind::interval ? 3 : kind == DatumKind::limits ? 2 : 1;
    fields.insert(fields.end(), static_cast<std::size_t>(count), "");
  }
  void operator()(bool value) const { fields.emplace_back(value ? "true" : "false"); }
  void operator()(std::int64_t value) const { fields.push_back(std::to_string(value)); }
  void operator()(double value) const { fields.push_back(digits(value)); }
  void operator()(const std::string& value) const { fields.push_back(value); }
  void operator()(const Interval& value) const {
    fields.push_back(digits(value.mean));
    for (const bool low : {true, false})
      fields.push_back(value.ci95 ? digits(low ? value.ci95->low : value.ci95->high) : "");
  }
  void operator()(const Limits& value) const {
    fields.push_back(digits(value.low));
    fields.push_back(digits(value.high));
  }
  void operator()(const std::vector<double>& values) const {
    std::string text;
    for (const double value : values) text += (text.empty() ? "" : " ") + digits(value);
    fields.push_back(text);
  }
};

std::vector<std::string> names_of(const DataTable& table) {
  std::vector<std::string> names;
  for (const DataColumn& column : table.columns) {
    const std::string name = column.name.empty() ? table.row : column.name;
    if (column.kind != DatumKind::limits) names.push_back(name);
    if (column.kind != DatumKind::limits && column.kind != DatumKind::interval) continue;
    names.push_back(name + ".low");
    names.push_back(name + ".high");
  }
  return names;
}

}  // namespace

void write_csv(const DataTable& table, std::ostream& out) {
  out << csv_line(names_of(table));
  for (std::size_t row = 0; row < table.rows; ++row) {
    std::vector<std::string> fields;
    for (const DataColumn& column : table.columns)
      std::visit(Fields{column.kind, fields}, column.at(row));
    out << csv_line(fields);
  }
}

std::string ledger_csv(const Results& results) {
  std::ostringstream out;
  write_csv(*stored_run(results).table("ledger"), out);
  return std::move(out).str();
}

}  // namespace mho
