// nlohmann::json writes the shortest digits that read back to the same double, whatever the locale;
// the layout is that of its dump(1).
#include "sim/report/json.hpp"

#include <sstream>

#include "sim/base/text.hpp"
#include "sim/report/json_values.hpp"

namespace mho {

namespace {

Json limits_json(const Limits& limits) { return {finite(limits.low), finite(limits.high)}; }

Json interval_json(const Interval& interval) {
  Json ends;
  if (interval.ci95)
    ends = {{"low", finite(interval.ci95->low)}, {"high", finite(interval.ci95->high)}};
  return {{"mean", finite(interval.mean)}, {"ci95", ends}};
}

struct ToJson {
  Json operator()(std::monostate) const { return {}; }
  Json operator()(bool value) const { return value; }
  Json operator()(std::int64_t value) const { return value; }
  Json operator()(double value) const { return finite(value); }
  Json operator()(const std::string& value) const { return as_utf8(value); }
  Json operator()(const Interval& value) const { return interval_json(value); }
  Json operator()(const Limits& value) const { return limits_json(value); }
  Json operator()(const std::vector<double>& values) const {
    Json list = Json::array();
    for (const double value : values) list.push_back(finite(value));
    return list;
  }
};

Json json_of(const Datum& cell) { return std::visit(ToJson(), cell); }

/// Values inside lists and objects that are open, each on a line of its own.
class JsonWriter {
 public:
  explicit JsonWriter(std::ostream& out) : out_(out) {}

  void open(char bracket) {
    out_ << bracket;
    ++depth_;
    empty_ = true;
  }
  void close(char bracket) {
    --depth_;
    if (!empty_) next_line();
    out_ << bracket;
    empty_ = false;
  }
  void member(const std::string& name) {
    element();
    out_ << Json(as_utf8(name)).dump() << ": ";
  }
  void element() {
    if (!empty_) out_ << ',';
    next_line();
    empty_ = false;
  }
  void value(const Json& value) {
    // Lines of what has any are indented as they are inside nothing.
    for (const char letter : value.dump(1)) {
      if (letter == '\n')
        next_line();
      else
        out_ << letter;
    }
  }

 private:
  void next_line() { out_ << '\n' << std::string(static_cast<std::size_t>(depth_), ' '); }

  std::ostream& out_;
  int depth_ = 0;
  bool empty_ = true;
};

bool is_list(const DataTable& table) {
  return table.columns.size() == 1 && table.columns[0].name.empty();
}

void write_row(const DataTable& table, std::size_t row, JsonWriter& writer) {
  writer.open('{');
  for (const DataColumn& column : table.columns) {
    if (table.is_keyed && &column == table.columns.data()) continue;
    const Datum cell = column.at(row);
    if (column.left_out && std::holds_alternative<std::monostate>(cell)) continue;
    writer.member(column.name);
    writer.value(json_of(cell));
  }
  writer.close('}');
}

void write_table(const DataTable& table, JsonWriter& writer) {
  writer.open(table.is_keyed ? '{' : '[');
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (table.is_keyed)
      writer.member(std::get<std::string>(table.columns[0].at(row)));
    else
      writer.element();
    if (is_list(table))
      writer.value(json_of(table.columns[0].at(row)));
    else
      write_row(table, row, writer);
  }
  writer.close(table.is_keyed ? '}' : ']');
}

}  // namespace

void write_json(const StoredRun& run, std::ostream& out) {
  JsonWriter writer(out);
  writer.open('{');
  std::string level;  // that is open
  for (const auto& entry : run.entries) {
    const std::string& name = name_of(entry);
    const std::size_t point = name.find('.');
    const std::string own = point == std::string::npos ? "" : name.substr(0, point);
    if (own != level) {
      if (!level.empty()) writer.close('}');
      if (!own.empty()) {
        writer.member(own);
        writer.open('{');
      }
      level = own;
    }
    writer.member(own.empty() ? name : name.substr(point + 1));
    if (const auto* fact = std::get_if<Fact>(&entry))
      writer.value(json_of(fact->value));
    else
      write_table(std::get<DataTable>(entry), writer);
  }
  if (!level.empty()) writer.close('}');
  writer.close('}');
  out << '\n';
}

std::string to_json(const Results& results) {
  std::ostringstream out;
  write_json(stored_run(results), out);
  return std::move(out).str();
}

}  // namespace mho
