// Tables of named columns, as every format of a report walks them. Rows are made when they are
// asked for: a ledger of millions of lines is never there twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

/// One value of a table; std::monostate where there is none.
using Datum = std::variant<std::monostate, bool, std::int64_t, double, std::string, Interval,
                           Limits, std::vector<double>>;

/// What the values of a column are.
enum class DatumKind { flag, whole, number, text, interval, limits, numbers };

struct DataColumn {
  std::string name;
  DatumKind kind = DatumKind::number;
  std::string unit;      ///< of numbers: "J"; "" for those without one
  std::string sentence;  ///< what it is
  std::function<Datum(std::size_t row)> at{};

  /// Of columns whose texts come again and again: formats that store numbers store which it is.
  bool repeats = false;
  /// The digits of a number that stands in another column, rounded to a double.
  bool digits_only = false;
  /// Of texts: none is something else than an empty one, which no row has.
  bool may_be_none = false;
  /// Members of it are left out where there are none, in the place of null.
  bool left_out = false;
};

struct DataTable {
  std::string name;  ///< "layers"; a point is a level: "judged.trials"
  std::string sentence;
  std::string row;  ///< what a row is: "layer"
  std::size_t rows = 0;
  std::vector<DataColumn> columns;
  /// Rows are found by the first column, whose texts are all different.
  bool is_keyed = false;

  const DataColumn* find(const std::string& name) const;
};

/// What a run has one of.
struct Fact {
  std::string name;  ///< "chip"; a point is a level
  Datum value;
  std::string unit{};
};

namespace datum {

template <class T>
constexpr DatumKind kind_of() {
  if constexpr (std::is_same_v<T, bool>)
    return DatumKind::flag;
  else if constexpr (std::is_integral_v<T>)
    return DatumKind::whole;
  else if constexpr (std::is_floating_point_v<T>)
    return DatumKind::number;
  else if constexpr (std::is_same_v<T, Interval>)
    return DatumKind::interval;
  else if constexpr (std::is_same_v<T, Limits>)
    return DatumKind::limits;
  else if constexpr (std::is_same_v<T, std::vector<double>>)
    return DatumKind::numbers;
  else
    return DatumKind::text;
}

template <class T>
struct Plain {
  using Type = T;
  static constexpr bool kMayBeNone = false;
  static Datum of(T value) {
    if constexpr (kind_of<T>() == DatumKind::whole)
      return static_cast<std::int64_t>(value);
    else if constexpr (kind_of<T>() == DatumKind::text)
      return std::string(std::move(value));
    else
      return value;
  }
};

template <class T>
struct Plain<std::optional<T>> {
  using Type = T;
  static constexpr bool kMayBeNone = true;
  static Datum of(std::optional<T> value) {
    return value ? Plain<T>::of(std::move(*value)) : Datum();
  }
};

}  // namespace datum

/// Builds a table of rows that lie elsewhere, which must outlive it.
template <class Row>
class TableOf {
 public:
  TableOf(std::string name, std::string row, std::string sentence, const std::vector<Row>& rows)
      : table_{std::move(name), std::move(sentence), std::move(row), rows.size(), {}, false},
        rows_(rows) {}

  /// `get`: a member of Row, or a function of one.
  template <class Get>
  TableOf& column(std::string name, std::string unit, std::string sentence, Get get) {
    using Found = datum::Plain<std::decay_t<std::invoke_result_t<Get, const Row&>>>;
    table_.columns.push_back(
        {std::move(name), datum::kind_of<typename Found::Type>(), std::move(unit),
         std::move(sentence),
         [&rows = rows_, get](std::size_t row) { return Found::of(std::invoke(get, rows[row])); }});
    table_.columns.back().may_be_none = Found::kMayBeNone;
    return *this;
  }
  template <class Get>
  TableOf& text(std::string name, std::string sentence, Get get) {
    return column(std::move(name), "", std::move(sentence), get);
  }
  /// Of the last column.
  TableOf& repeats() { return table_.columns.back().repeats = true, *this; }
  TableOf& digits_only() { return table_.columns.back().digits_only = true, *this; }
  TableOf& left_out() { return table_.columns.back().left_out = true, *this; }
  TableOf& keyed() { return table_.is_keyed = true, *this; }

  operator DataTable() const { return table_; }

 private:
  DataTable table_;
  const std::vector<Row>& rows_;
};

}  // namespace mho
