#include "sim/report/table/table_sqlite.hpp"

#include "sim/base/text.hpp"
#include "sim/report/table/optuna_tables.hpp"
#include "sim/report/table/sql_database.hpp"

namespace mho {

namespace {

constexpr const char* kSchema = R"(
CREATE TABLE sweep (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE looks (look INTEGER PRIMARY KEY, effort TEXT NOT NULL);
CREATE TABLE keys (key TEXT PRIMARY KEY, unit TEXT);
CREATE TABLE metrics (metric TEXT PRIMARY KEY, unit TEXT NOT NULL, sentence TEXT NOT NULL);
CREATE TABLE designs (
  design INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  look INTEGER NOT NULL REFERENCES looks (look),
  runs INTEGER NOT NULL CHECK (runs IN (0, 1)),
  seconds REAL NOT NULL,
  known_to_cache INTEGER NOT NULL CHECK (known_to_cache IN (0, 1)));
CREATE TABLE design_keys (
  design INTEGER NOT NULL REFERENCES designs (design),
  key TEXT NOT NULL REFERENCES keys (key),
  value TEXT NOT NULL,
  number REAL,
  PRIMARY KEY (design, key)) WITHOUT ROWID;
CREATE TABLE figures (
  design INTEGER NOT NULL REFERENCES designs (design),
  metric TEXT NOT NULL REFERENCES metrics (metric),
  value REAL NOT NULL,
  model80_low REAL,
  model80_high REAL,
  PRIMARY KEY (design, metric)) WITHOUT ROWID;
CREATE TABLE accuracies (
  design INTEGER NOT NULL REFERENCES designs (design),
  trial INTEGER NOT NULL,
  percent REAL NOT NULL,
  PRIMARY KEY (design, trial)) WITHOUT ROWID;
CREATE TABLE problems (design INTEGER NOT NULL REFERENCES designs (design), problem TEXT NOT NULL);
)";

/// Between `mark`s, doubled inside.
std::string quoted(const std::string& text, char mark) {
  std::string result(1, mark);
  for (const char letter : as_utf8(text)) {
    result += letter;
    if (letter == mark) result += mark;
  }
  return result + mark;
}

/// A row a design. A subquery a column is looked up by a primary key.
std::string wide_view(const DesignTable& table) {
  std::string sql = "CREATE VIEW wide AS SELECT design, id, look, runs";
  for (const TableKey& key : table.keys)
    sql += std::string(",\n (SELECT ") + (key.is_number ? "number" : "value") +
           " FROM design_keys WHERE design = d.design AND key = " + quoted(key.key, '\'') +
           ") AS " + quoted(key.key, '"');
  for (const TableMetric& metric : table.metrics)
    sql += ",\n (SELECT value FROM figures WHERE design = d.design AND metric = " +
           quoted(metric.name, '\'') + ") AS " + quoted(metric.name, '"');
  return sql + "\n FROM designs d;";
}

void add_descriptions(const DesignTable& table, const SqlDatabase& database) {
  SqlInsertion about(database, "sweep", 2), looks(database, "looks", 2), keys(database, "keys", 2),
      metrics(database, "metrics", 3);
  about.add({std::string("mho"), table.version});
  about.add({std::string("file"), table.sweep});
  for (std::size_t look = 0; look < table.looks.size(); ++look)
    looks.add({static_cast<std::int64_t>(look + 1), table.looks[look]});
  for (const TableKey& key : table.keys)
    keys.add({key.key, key.is_number ? SqlField(key.unit) : nullptr});
  for (const TableMetric& metric : table.metrics)
    metrics.add({metric.name, metric.unit, metric.sentence});
}

void add_designs(const DesignTable& table, const SqlDatabase& database) {
  SqlInsertion designs(database, "designs", 6), keys(database, "design_keys", 4),
      figures(database, "figures", 5), accuracies(database, "accuracies", 3),
      problems(database, "problems", 2);
  std::int64_t number = 0;
  for (const TableDesign& design : table.designs) {
    ++number;
    designs.add({number, design.id, std::int64_t{design.look} + 1,
                 std::int64_t{design.problems.empty()}, design.seconds,
                 std::int64_t{design.was_known}});
    for (std::size_t i = 0; i < table.keys.size(); ++i)
      if (!design.labels[i].empty())
        keys.add({number, table.keys[i].key, design.labels[i], sql_field(design.numbers[i])});
    for (std::size_t i = 0; i < table.metrics.size(); ++i) {
      if (!design.values[i]) continue;
      const auto& limits = design.modelled[i];
      figures.add({number, table.metrics[i].name, *design.values[i],
                   limits ? SqlField(limits->low) : nullptr,
                   limits ? SqlField(limits->high) : nullptr});
    }
    for (std::size_t trial = 0; trial < design.trials.size(); ++trial)
      accuracies.add({number, static_cast<std::int64_t>(trial + 1), design.trials[trial]});
    for (const std::string& problem : design.problems) problems.add({number, problem});
  }
}

}  // namespace

std::string to_sqlite(const DesignTable& table) {
  SqlDatabase database;
  database.run(kSchema);
  database.run("BEGIN");
  add_descriptions(table, database);
  add_designs(table, database);
  add_optuna_tables(table, database);
  database.run("COMMIT");
  database.run(wide_view(table));
  return database.bytes();
}

}  // namespace mho
