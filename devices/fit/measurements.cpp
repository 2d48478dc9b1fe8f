#include "devices/fit/measurements.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "sim/base/csv_records.hpp"
#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/scalar.hpp"

namespace mho {

namespace {

constexpr double kZeroCelsius_k = 273.15;

std::string without_blanks(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// A column's head: "time (ms)" is the name "time" and the unit "ms".
struct Head {
  std::string name;
  std::string unit;
};

Head head_of(const std::string& text, const std::string& wanted) {
  const std::string whole = without_blanks(text);
  if (whole == wanted) return {whole, ""};
  const std::size_t open = whole.find_last_of("([");
  if (open != std::string::npos && open > 0 && (whole.back() == ')' || whole.back() == ']'))
    return {without_blanks(whole.substr(0, open)),
            without_blanks(whole.substr(open + 1, whole.size() - open - 2))};
  if (whole.starts_with(wanted + "_")) return {wanted, whole.substr(wanted.size() + 1)};
  return {whole, ""};
}

/// Where a quantity stands, and what its numbers are multiplied by.
struct Column {
  std::size_t index = 0;
  MeasuredUnit unit;
};

struct Limits {
  const char* quantity;
  double least;
  double most;
  const char* allowed;
};

constexpr Limits kLimits[] = {
    {"target", 1e-15, 1, "above 0, at most 1 S"},
    {"conductance", -1, 1, "from -1 S to 1 S"},
    {"time", 0, 1e10, "from 0 s to 1e10 s"},
    {"temperature", 1, 1000, "from 1 K to 1000 K"},
};

class MeasurementReader {
 public:
  MeasurementReader(const std::string& file, const MeasuredColumns& columns) : columns_(columns) {
    result_.file = file;
  }

  Measurements read() {
    const std::vector<CsvRecord> records = read_csv_records(result_.file);
    if (records.empty()) throw InputError({result_.file, 0}, "", "is empty; allowed: " + heads());
    read_head(records.front());
    if (!problems_.empty()) throw InputError(std::move(problems_));
    result_.readings.reserve(records.size());
    for (std::size_t i = 1; i < records.size(); ++i) read_line(records[i]);
    check_targets();
    if (result_.readings.empty() && problems_.empty())
      refuse(records.front().line, "", "has a head and no readings below it");
    if (!problems_.empty()) throw InputError(std::move(problems_));
    return std::move(result_);
  }

 private:
  static std::string heads() {
    return "a line of heads, 'device,target (uS),conductance (uS),time (s),temperature (K)', of "
           "which target and conductance are needed";
  }

  void refuse(int line, const std::string& key, const std::string& message) {
    problems_.push_back({{result_.file, line}, key, message});
  }

  std::string name_of(const std::string& quantity) const {
    const auto given = columns_.names.find(quantity);
    return given == columns_.names.end() ? quantity : given->second;
  }

  void read_head(const CsvRecord& head) {
    width_ = head.fields.size();
    std::set<std::size_t> used;
    for (const std::string& quantity : measured_quantities()) {
      std::vector<std::size_t> found;
      for (std::size_t i = 0; i < width_; ++i)
        if (head_of(head.fields[i], name_of(quantity)).name == name_of(quantity))
          found.push_back(i);
      used.insert(found.begin(), found.end());
      if (found.size() > 1) {
        refuse(head.line, name_of(quantity), "heads two columns; allowed: one");
      } else if (found.empty()) {
        miss(head, quantity);
      } else {
        take(head, quantity, found.front());
      }
    }
    for (std::size_t i = 0; i < width_; ++i)
      if (!used.contains(i)) result_.unused.push_back(without_blanks(head.fields[i]));
    result_.names_devices = at_.contains("device");
    result_.states_times = at_.contains("time");
    result_.states_temperatures = at_.contains("temperature");
  }

  void miss(const CsvRecord& head, const std::string& quantity) {
    const bool needed = quantity == "target" || quantity == "conductance";
    if (!needed && !columns_.names.contains(quantity)) return;
    std::vector<std::string> names;
    std::string all;
    for (const std::string& field : head.fields) {
      names.push_back(head_of(field, "").name);
      all += (all.empty() ? "" : ", ") + without_blanks(field);
    }
    refuse(head.line, name_of(quantity),
           "no such column" + did_you_mean(name_of(quantity), names) + "; there are: " + all +
               "; --column " + quantity + "=NAME names another");
  }

  void take(const CsvRecord& head, const std::string& quantity, std::size_t index) {
    Column column{index, {}};
    if (quantity != "device") {
      const auto given = columns_.units.find(quantity);
      const std::string unit = given == columns_.units.end()
                                   ? head_of(head.fields[index], name_of(quantity)).unit
                                   : given->second;
      try {
        column.unit = measured_unit(quantity, unit, result_.file, head.line);
      } catch (const InputError& error) {
        problems_.insert(problems_.end(), error.problems().begin(), error.problems().end());
        return;
      }
    }
    at_[quantity] = column;
  }

  std::optional<double> number(const CsvRecord& record, const Limits& limits) {
    const auto column = at_.find(limits.quantity);
    if (column == at_.end()) return 0;
    const std::string text = without_blanks(record.fields[column->second.index]);
    const auto parsed = parse_number(text);
    const auto* plain = std::get_if<double>(&parsed);
    if (plain == nullptr) {
      refuse(record.line, limits.quantity,
             text.empty() ? "is missing" : quoted(text) + " is not a number");
      return std::nullopt;
    }
    const double value = *plain * column->second.unit.factor + column->second.unit.zero;
    if (value >= limits.least && value <= limits.most) return value;
    refuse(record.line, limits.quantity,
           quoted(text) + " is out of range, must be " + limits.allowed);
    return std::nullopt;
  }

  void read_line(const CsvRecord& record) {
    if (record.fields.size() != width_)
      return refuse(record.line, "",
                    "has " + std::to_string(record.fields.size()) + " fields; the head has " +
                        std::to_string(width_));
    const auto target = number(record, kLimits[0]);
    const auto conductance = number(record, kLimits[1]);
    const auto time = number(record, kLimits[2]);
    const auto temperature = number(record, kLimits[3]);
    if (!target || !conductance || !time || !temperature) return;
    result_.readings.push_back(
        {device_of(record), *target, *conductance, *time, *temperature, record.line});
  }

  int device_of(const CsvRecord& record) {
    const auto column = at_.find("device");
    if (column == at_.end()) return result_.devices++;
    const std::string name = without_blanks(record.fields[column->second.index]);
    if (name.empty()) refuse(record.line, "device", "is missing");
    const auto [known, is_new] = devices_.try_emplace(name, result_.devices);
    if (is_new) ++result_.devices;
    return known->second;
  }

  void check_targets() {
    std::vector<const Measurement*> first(static_cast<std::size_t>(result_.devices));
    for (const Measurement& each : result_.readings) {
      const Measurement*& known = first[static_cast<std::size_t>(each.device)];
      if (known == nullptr) known = &each;
      if (known->target_s != each.target_s)
        refuse(each.line, "target",
               "is another than the same device has in line " + std::to_string(known->line) +
                   "; a cell that was written again is a device of its own");
    }
  }

  const MeasuredColumns& columns_;
  Measurements result_;
  std::map<std::string, Column> at_;
  std::map<std::string, int> devices_;
  std::size_t width_ = 0;
  std::vector<Problem> problems_;
};

}  // namespace

const std::vector<std::string>& measured_quantities() {
  static const std::vector<std::string> quantities{"device", "target", "conductance", "time",
                                                   "temperature"};
  return quantities;
}

Measurements read_measurements(const std::string& file, const MeasuredColumns& columns) {
  return MeasurementReader(file, columns).read();
}

MeasuredUnit measured_unit(const std::string& quantity, const std::string& unit,
                           const std::string& file, int line) {
  const bool is_temperature = quantity == "temperature";
  if (is_temperature && (unit == "C" || unit == "degC" || unit == "°C")) return {1, kZeroCelsius_k};
  const std::string si = is_temperature ? "K" : quantity == "time" ? "s" : "S";
  const std::string allowed = is_temperature       ? "K or C"
                              : quantity == "time" ? "s, min, h, day or year, s with a prefix"
                                                   : "S with a prefix: uS";
  if (unit.empty())
    throw InputError({file, line}, quantity,
                     "has no unit; write it behind the column's name, '" + quantity + " (" +
                         (si == "S" ? "uS" : si) + ")', or give --unit " + quantity +
                         "=UNIT; allowed: " + allowed);
  if (const auto factor = parse_si("1 " + unit, si)) return {*factor, 0};
  throw InputError({file, line}, quantity,
                   "has the unit " + quoted(unit) + "; allowed: " + allowed);
}

}  // namespace mho
