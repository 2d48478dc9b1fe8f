// A database of SQLite in memory, that becomes a file's bytes.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mho {

using SqlField = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

/// NULL for none.
SqlField sql_field(const std::optional<double>& value);

class SqlDatabase {
 public:
  SqlDatabase();

  /// Throws InputError with what SQLite says, at the option "--sqlite".
  void run(const std::string& statements) const;
  void demand(bool succeeded) const;
  std::string bytes() const;
  sqlite3* get() const { return database_.get(); }

 private:
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database_{nullptr, sqlite3_close};
};

/// "INSERT INTO table VALUES (?, ...)", prepared once.
class SqlInsertion {
 public:
  /// `database` must outlive it.
  SqlInsertion(const SqlDatabase& database, const std::string& table, int fields);

  void add(const std::vector<SqlField>& fields);

 private:
  int bind(int number, const SqlField& field);

  const SqlDatabase& database_;
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_{nullptr, sqlite3_finalize};
};

}  // namespace mho
