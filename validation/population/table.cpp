#include "validation/population/table.hpp"

#include <array>
#include <map>

#include "sim/base/csv_records.hpp"
#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

namespace {

std::string trimmed(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// A record by the names of its columns.
class Row {
 public:
  Row(const std::string& file, const std::map<std::string, std::size_t>& columns,
      const CsvRecord& record)
      : file_(file), columns_(columns), record_(record) {}

  std::string text(const char* column) const {
    return trimmed(record_.fields[columns_.at(column)]);
  }
  /// Empty where the table states none.
  std::optional<double> number(const char* column) const {
    const std::string value = text(column);
    if (value.empty() || value == "-") return std::nullopt;
    std::size_t used = 0;
    double parsed = 0;
    try {
      parsed = std::stod(value, &used);
    } catch (const std::exception&) {
      used = 0;
    }
    if (used != value.size() || !(parsed >= 0) || parsed > 1e12)
      throw problem(column, "is no number: '" + value + "'");
    return parsed;
  }
  /// At least `least`.
  double needed(const char* column, double least) const {
    const std::optional<double> value = number(column);
    if (!value || *value < least)
      throw problem(column, "must be a number of at least " + format_si_rounded(least, "", 3));
    return *value;
  }

 private:
  InputError problem(const char* column, const std::string& message) const {
    return InputError({file_, record_.line}, column, message);
  }

  const std::string& file_;
  const std::map<std::string, std::size_t>& columns_;
  const CsvRecord& record_;
};

constexpr std::array kColumns{
    "Index",     "Paper Title",   "Authors",      "Year",   "Tech (nm)",   "Architecture",
    "Cell Type", "Core Size(Kb)", "N_row",        "N_col",  "Supply V(V)", "B_x",
    "B_w",       "B_ADC",         "B_pre-ADC",    "C_C",    "N_ADC",       "N",
    "alpha",     "T_core(ns)",    "TOPS",         "TOPS/W", "N_core",      "TOPS_a",
    "TOPS/mm2",  "Compute Model", "IMC_Processor"};

std::map<std::string, std::size_t> columns_of(const std::string& file, const CsvRecord& head) {
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < head.fields.size(); ++i) columns[trimmed(head.fields[i])] = i;
  for (const char* column : kColumns)
    if (!columns.contains(column))
      throw InputError({file, head.line}, column, "is a column that the table lacks");
  return columns;
}

MeasuredMacro macro_of(const Row& row) {
  MeasuredMacro macro;
  macro.index = static_cast<int>(row.needed("Index", 0));
  macro.title = row.text("Paper Title");
  macro.authors = row.text("Authors");
  macro.year = static_cast<int>(row.needed("Year", 1990));
  macro.node_nm = row.needed("Tech (nm)", 1);
  macro.architecture = row.text("Architecture");
  macro.cell = row.text("Cell Type");
  macro.compute_model = row.text("Compute Model");
  macro.is_processor = row.text("IMC_Processor") == "Y";
  macro.cores = row.number("N_core").value_or(1);
  macro.core_kb = row.number("Core Size(Kb)");
  macro.bank_rows = row.number("N_row");
  macro.bank_columns = row.number("N_col");
  macro.supply = row.number("Supply V(V)");
  macro.input_bits = row.needed("B_x", 1);
  macro.weight_bits = row.needed("B_w", 1);
  macro.converter_bits = row.number("B_ADC");
  macro.sum_bits = row.number("B_pre-ADC");
  macro.columns_per_output = row.number("C_C");
  macro.converters = row.number("N_ADC");
  macro.dot_products_rows = row.number("N");
  macro.invocations = row.number("alpha").value_or(1);
  macro.invocation_ns = row.number("T_core(ns)");
  macro.tops_per_watt = row.number("TOPS/W");
  macro.tops = row.number("TOPS");
  macro.chip_tops = row.number("TOPS_a");
  macro.tops_per_mm2 = row.number("TOPS/mm2");
  return macro;
}

}  // namespace

bool MeasuredMacro::is_digital() const {
  return compute_model.find("DIMC") != std::string::npos || cell.find("+D") != std::string::npos;
}

std::optional<double> MeasuredMacro::area_mm2() const {
  const std::optional<double> of_all = chip_tops ? chip_tops : tops;
  if (!of_all || !tops_per_mm2 || *tops_per_mm2 <= 0 || *of_all <= 0) return std::nullopt;
  return *of_all / *tops_per_mm2;
}

std::string MeasuredMacro::name() const {
  return std::to_string(index) + ", " + authors + ", " + std::to_string(year);
}

std::vector<MeasuredMacro> read_measured_macros(const std::string& file) {
  const std::vector<CsvRecord> records = read_csv_records(file);
  if (records.empty()) throw InputError({file, 0}, "", "has no columns");
  const std::map<std::string, std::size_t> columns = columns_of(file, records.front());
  std::vector<MeasuredMacro> macros;
  for (std::size_t i = 1; i < records.size(); ++i) {
    if (records[i].fields.size() < records.front().fields.size())
      throw InputError({file, records[i].line}, "",
                       "has " + std::to_string(records[i].fields.size()) +
                           " fields; the first "
                           "line has " +
                           std::to_string(records.front().fields.size()));
    macros.push_back(macro_of(Row(file, columns, records[i])));
  }
  return macros;
}

}  // namespace mho
