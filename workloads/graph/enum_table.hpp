// A table with one row for each value of an enumeration. A value without a row, or with two, does
// not compile; the error names it (expect_one_row<Op::mul>).
#pragma once

#include <array>
#include <cstddef>
#include <utility>

namespace mho {

/// `last` is the last value; all from 0 to it have a name.
template <class Key, Key last, class Entry>
class EnumTable {
  static constexpr std::size_t kCount = static_cast<std::size_t>(last) + 1;

 public:
  struct Row {
    Key key;
    Entry entry;
  };

  /// Rows in any order.
  template <std::size_t count>
  consteval explicit EnumTable(const Row (&rows)[count]) {
    std::array<int, kCount> rows_of{};
    for (const Row& row : rows) {
      entries_[static_cast<std::size_t>(row.key)] = row.entry;
      ++rows_of[static_cast<std::size_t>(row.key)];
    }
    [&]<std::size_t... index>(std::index_sequence<index...>) {
      (expect_one_row<static_cast<Key>(index)>(rows_of[index]), ...);
    }
    (std::make_index_sequence<kCount>{});
  }

  constexpr const Entry& operator[](Key key) const {
    return entries_.at(static_cast<std::size_t>(key));
  }

  /// All values, in their order.
  static constexpr std::array<Key, kCount> keys() {
    std::array<Key, kCount> all{};
    for (std::size_t index = 0; index < kCount; ++index) all[index] = static_cast<Key>(index);
    return all;
  }

 private:
  template <Key key>
  static constexpr void expect_one_row(int rows) {
    if (rows != 1) throw "a value of the enumeration has no row in this table, or several";
  }

  std::array<Entry, kCount> entries_{};
};

}  // namespace mho
