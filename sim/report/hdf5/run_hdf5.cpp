#include "sim/report/hdf5/run_hdf5.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>

#include "sim/report/hdf5/hdf5_reader.hpp"
#include "sim/report/hdf5/netcdf_file.hpp"

namespace mho {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
/// Attributes take 64 KiB at most.
constexpr std::size_t kLongText = 32'000;
constexpr const char* kFormat = "mho_format";

std::string group_of(int number) { return "run_" + std::to_string(number); }

double number_of(const Datum& datum) {
  if (const auto* flag = std::get_if<bool>(&datum)) return *flag ? 1 : 0;
  if (const auto* whole = std::get_if<std::int64_t>(&datum)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&datum)) return *number;
  if (const auto* interval = std::get_if<Interval>(&datum)) return interval->mean;
  return kMissing;
}

std::string text_of(const Datum& datum) {
  const auto* text = std::get_if<std::string>(&datum);
  return text ? *text : "";
}

std::optional<Limits> limits_of(const Datum& datum) {
  if (const auto* limits = std::get_if<Limits>(&datum)) return *limits;
  const auto* interval = std::get_if<Interval>(&datum);
  return interval ? interval->ci95 : std::nullopt;
}

/// Variables of a table.
class TableWriter {
 public:
  TableWriter(const DataTable& table, NetcdfGroup group) : table_(table), group_(std::move(group)) {
    group_.attribute("title", table.sentence);
    row_ = group_.dimension(table.row, table.rows, "Number of the row.");
  }

  void write(const DataColumn& column) {
    const std::string name = column.name.empty() ? "value" : column.name;
    switch (column.kind) {
      case DatumKind::text:
        return column.repeats ? codes(name, column) : texts(name, column);
      case DatumKind::numbers:
        return lists(name, column);
      case DatumKind::limits:
        return ends(name, column);
      case DatumKind::interval:
        ends(name + "_ci95", column);
        break;
      case DatumKind::flag:
      case DatumKind::whole:
      case DatumKind::number:
        break;
    }
    group_.numbers(
        name, row_, [&](std::size_t row) { return number_of(column.at(row)); }, column.sentence,
        column.unit);
  }

 private:
  void texts(const std::string& name, const DataColumn& column) {
    std::vector<std::string> values;
    for (std::size_t row = 0; row < table_.rows; ++row) values.push_back(text_of(column.at(row)));
    group_.texts(name, {row_}, values, column.sentence);
  }

  void codes(const std::string& name, const DataColumn& column) {
    std::map<std::string, std::int32_t> known;
    std::vector<std::string> all;
    group_.codes(
        name, row_,
        [&](std::size_t row) {
          const auto [at, is_new] =
              known.try_emplace(text_of(column.at(row)), static_cast<std::int32_t>(all.size()));
          if (is_new) all.push_back(at->first);
          return at->second;
        },
        column.sentence + " Number, from 0, of a text of " + name + "_text.");
    const int text = group_.dimension(name + "_number", all.size(), "Number of the text, from 1.");
    group_.texts(name + "_text", {text}, all, column.sentence);
  }

  /// Low and high of each row.
  void ends(const std::string& name, const DataColumn& column) {
    if (limit_ < 0) limit_ = group_.dimension("limit", 2, "Low and high end of an interval.");
    std::vector<double> values;
    for (std::size_t row = 0; row < table_.rows; ++row) {
      const auto limits = limits_of(column.at(row));
      values.push_back(limits ? limits->low : kMissing);
      values.push_back(limits ? limits->high : kMissing);
    }
    group_.numbers(name, {row_, limit_}, values, "95 % or 80 % interval: " + column.sentence,
                   column.unit);
  }

  void lists(const std::string& name, const DataColumn& column) {
    std::vector<std::vector<double>> rows;
    std::size_t longest = 0;
    for (std::size_t row = 0; row < table_.rows; ++row) {
      const Datum datum = column.at(row);
      const auto* list = std::get_if<std::vector<double>>(&datum);
      rows.push_back(list ? *list : std::vector<double>());
      longest = std::max(longest, rows.back().size());
    }
    std::vector<double> values;
    for (std::vector<double>& row : rows) {
      row.resize(longest, kMissing);
      values.insert(values.end(), row.begin(), row.end());
    }
    const int place = group_.dimension(name + "_place", longest, "Place in the list, from 1.");
    group_.numbers(name, {row_, place}, values, column.sentence, column.unit);
  }

  const DataTable& table_;
  NetcdfGroup group_;
  int row_ = -1, limit_ = -1;
};

void write_table(const DataTable& table, NetcdfGroup group) {
  TableWriter writer(table, std::move(group));
  for (const DataColumn& column : table.columns)
    if (!column.digits_only) writer.write(column);
}

void write_fact(const Fact& fact, const std::string& name, NetcdfGroup& group) {
  if (const auto* text = std::get_if<std::string>(&fact.value)) {
    if (fact.name == kResolvedYaml || text->size() > kLongText)
      group.text(name, *text, "The whole run, every value with its unit.");
    else
      group.attribute(name.c_str(), *text);
  } else if (!std::holds_alternative<std::monostate>(fact.value)) {
    group.attribute(name.c_str(), number_of(fact.value));
  }
}

void write_run(const StoredRun& run, NetcdfGroup group) {
  std::map<std::string, NetcdfGroup> levels;
  for (const auto& entry : run.entries) {
    const std::string& name = name_of(entry);
    const std::size_t point = name.find('.');
    const bool is_own = point == std::string::npos;
    const std::string level = is_own ? "" : name.substr(0, point);
    if (!is_own && !levels.contains(level)) levels.emplace(level, group.group(level));
    NetcdfGroup& holder = is_own ? group : levels.at(level);
    const std::string own = is_own ? name : name.substr(point + 1);
    if (const auto* fact = std::get_if<Fact>(&entry))
      write_fact(*fact, own, holder);
    else
      write_table(std::get<DataTable>(entry), holder.group(own));
  }
}

/// The run as a row of the root's variables.
void add_to_root(const StoredRun& run, NetcdfGroup& root) {
  root.add_row("run", "Number of the run; its group is run_NUMBER.");
  root.set_text("chip", run.text("chip"), "Name of the chip.");
  root.set_text("workload", run.text("workload"), "Name of the workload.");
  root.set_text("version", run.text("mho"), "Of the mho that ran it.");
  const DataTable& metrics = *run.table("metrics");
  const auto text_at = [&](const char* column, std::size_t row) {
    return text_of(metrics.find(column)->at(row));
  };
  for (std::size_t row = 0; row < metrics.rows; ++row)
    root.set_number(text_at("name", row), number_of(metrics.find("value")->at(row)),
                    text_at("sentence", row), text_at("unit", row));
}

// Reading.

using Data = std::vector<Datum>;

Data numbers_as(DatumKind kind, const std::vector<double>& numbers) {
  Data data;
  for (const double number : numbers) {
    if (number != number)
      data.emplace_back();
    else if (kind == DatumKind::flag)
      data.emplace_back(number != 0);
    else if (kind == DatumKind::whole)
      data.emplace_back(static_cast<std::int64_t>(number));
    else
      data.emplace_back(number);
  }
  return data;
}

Data lists_of(const Hdf5Group& group, const std::string& name, std::size_t rows) {
  const std::vector<double> flat = group.numbers(name);
  const std::size_t width = rows > 0 ? flat.size() / rows : 0;
  Data data;
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<double> list;
    for (std::size_t i = row * width; i < (row + 1) * width; ++i)
      if (flat[i] == flat[i]) list.push_back(flat[i]);
    data.emplace_back(std::move(list));
  }
  return data;
}

Data limits_in(const Hdf5Group& group, const std::string& name, std::size_t rows) {
  const std::vector<double> flat = group.numbers(name);
  if (flat.size() != 2 * rows) throw Hdf5Error("have two ends of each of " + name);
  Data data;
  for (std::size_t i = 0; i < flat.size(); i += 2) {
    if (flat[i] == flat[i])
      data.emplace_back(Limits{flat[i], flat[i + 1]});
    else
      data.emplace_back();
  }
  return data;
}

Data texts_of(const Hdf5Group& group, const DataColumn& column, const std::string& name) {
  Data data;
  if (!column.repeats) {
    for (std::string& text : group.texts(name)) {
      if (column.may_be_none && text.empty())
        data.emplace_back();
      else
        data.emplace_back(std::move(text));
    }
    return data;
  }
  const std::vector<std::string> all = group.texts(name + "_text");
  for (const double code : group.numbers(name)) {
    if (!(code >= 0 && code < static_cast<double>(all.size())))
      throw Hdf5Error("have a text of each row of " + name);
    data.emplace_back(all[static_cast<std::size_t>(code)]);
  }
  return data;
}

Data read_column(const Hdf5Group& group, const DataColumn& column, std::size_t rows) {
  const std::string name = column.name.empty() ? "value" : column.name;
  switch (column.kind) {
    case DatumKind::text:
      return texts_of(group, column, name);
    case DatumKind::numbers:
      return lists_of(group, name, rows);
    case DatumKind::limits:
      return limits_in(group, name, rows);
    case DatumKind::interval: {
      Data data = numbers_as(DatumKind::number, group.numbers(name));
      const Data ends = limits_in(group, name + "_ci95", rows);
      for (std::size_t row = 0; row < std::min(data.size(), ends.size()); ++row) {
        const auto* mean = std::get_if<double>(&data[row]);
        const auto* limits = std::get_if<Limits>(&ends[row]);
        if (mean) data[row] = Interval{*mean, limits ? std::optional(*limits) : std::nullopt};
      }
      return data;
    }
    case DatumKind::flag:
    case DatumKind::whole:
    case DatumKind::number:
      break;
  }
  return numbers_as(column.kind, group.numbers(name));
}

DataTable read_table(const Hdf5Group& group, DataTable table) {
  table.rows = group.size(table.row);
  std::vector<DataColumn> columns;
  for (DataColumn& column : table.columns) {
    const std::string name = column.name.empty() ? "value" : column.name;
    if (!group.has(name)) continue;  // of a later version, or digits of another column
    const auto data = std::make_shared<const Data>(read_column(group, column, table.rows));
    if (data->size() != table.rows) throw Hdf5Error("have as many rows in all of " + table.name);
    column.at = [data](std::size_t row) { return (*data)[row]; };
    columns.push_back(std::move(column));
  }
  table.columns = std::move(columns);
  return table;
}

Fact read_fact(const Hdf5Group& group, const std::string& own, const Fact& form) {
  Fact fact = form;
  if (group.has(own)) {
    fact.value = group.texts(own).at(0);
  } else if (group.has_number(own)) {
    const bool is_flag = std::holds_alternative<bool>(form.value),
               is_whole = std::holds_alternative<std::int64_t>(form.value);
    fact.value = numbers_as(is_flag    ? DatumKind::flag
                            : is_whole ? DatumKind::whole
                                       : DatumKind::number,
                            {group.number(own)})[0];
  } else if (group.has_text(own)) {
    fact.value = group.text(own);
  } else {
    fact.value = {};
  }
  return fact;
}

}  // namespace

std::string with_run(const std::string& before, const StoredRun& run) {
  const int number = before.empty() ? 1 : runs_in(before) + 1;
  const NetcdfFile file = before.empty() ? NetcdfFile() : NetcdfFile(before);
  NetcdfGroup root = file.root();
  if (before.empty()) {
    root.attribute("Conventions", "CF-1.10");
    root.attribute("title", "Runs of mho");
    root.attribute(kFormat, kRunFormat);
  }
  write_run(run, root.group(group_of(number)));
  add_to_root(run, root);
  return file.bytes();
}

int runs_in(const std::string& file) {
  const Hdf5Group root(file);
  if (!root.has_number(kFormat)) throw Hdf5Error("hold runs of mho in this file");
  if (root.number(kFormat) != kRunFormat)
    throw Hdf5Error("hold format " + std::to_string(kRunFormat) + " of runs in this file, but " +
                    std::to_string(static_cast<int>(root.number(kFormat))));
  return static_cast<int>(root.size("run"));
}

StoredRun read_run(const std::string& file, int number) {
  const Hdf5Group group(file, group_of(number));
  StoredRun run;
  for (const auto& entry : run_form().entries) {
    const std::string& name = name_of(entry);
    const std::size_t point = name.find('.');
    const bool is_own = point == std::string::npos;
    const std::string level = is_own ? "" : name.substr(0, point),
                      own = is_own ? name : name.substr(point + 1);
    if (!is_own && !group.has(level)) continue;
    const Hdf5Group inner = is_own ? Hdf5Group() : group.group(level);
    const Hdf5Group& holder = is_own ? group : inner;
    if (const auto* fact = std::get_if<Fact>(&entry))
      run.entries.emplace_back(read_fact(holder, own, *fact));
    else if (holder.has(own))
      run.entries.emplace_back(read_table(holder.group(own), std::get<DataTable>(entry)));
  }
  return run;
}

}  // namespace mho
