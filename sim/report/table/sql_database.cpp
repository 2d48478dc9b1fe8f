#include "sim/report/table/sql_database.hpp"

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace mho {

SqlField sql_field(const std::optional<double>& value) {
  return value ? SqlField(*value) : nullptr;
}

SqlDatabase::SqlDatabase() {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(":memory:", &opened);
  database_.reset(opened);
  demand(code == SQLITE_OK);
}

void SqlDatabase::run(const std::string& statements) const {
  demand(sqlite3_exec(get(), statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
}

void SqlDatabase::demand(bool succeeded) const {
  if (!succeeded) throw InputError({}, "--sqlite", std::string("SQLite: ") + sqlite3_errmsg(get()));
}

std::string SqlDatabase::bytes() const {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> image(
      sqlite3_serialize(get(), "main", &size, 0), sqlite3_free);
  demand(image != nullptr);
  return {image.get(), image.get() + size};
}

SqlInsertion::SqlInsertion(const SqlDatabase& database, const std::string& table, int fields)
    : database_(database) {
  std::string sql = "INSERT INTO " + table + " VALUES (?";
  for (int i = 1; i < fields; ++i) sql += ", ?";
  sqlite3_stmt* prepared = nullptr;
  database.demand(sqlite3_prepare_v2(database.get(), (sql + ")").c_str(), -1, &prepared, nullptr) ==
                  SQLITE_OK);
  statement_.reset(prepared);
}

void SqlInsertion::add(const std::vector<SqlField>& fields) {
  int number = 0;
  for (const SqlField& field : fields) database_.demand(bind(++number, field) == SQLITE_OK);
  database_.demand(sqlite3_step(statement_.get()) == SQLITE_DONE);
  database_.demand(sqlite3_reset(statement_.get()) == SQLITE_OK);
}

int SqlInsertion::bind(int number, const SqlField& field) {
  if (const auto* whole = std::get_if<std::int64_t>(&field))
    return sqlite3_bind_int64(statement_.get(), number, *whole);
  if (const auto* value = std::get_if<double>(&field))
    return sqlite3_bind_double(statement_.get(), number, *value);
  if (const auto* given = std::get_if<std::string>(&field)) {
    const std::string text = as_utf8(*given);
    return sqlite3_bind_text(statement_.get(), number, text.c_str(), static_cast<int>(text.size()),
                             SQLITE_TRANSIENT);
  }
  return sqlite3_bind_null(statement_.get(), number);
}

}  // namespace mho
