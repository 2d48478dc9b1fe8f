#include "sim/report/table/optuna_tables.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "sim/report/json_values.hpp"

namespace mho {

namespace {

constexpr const char* kOptunaSchema = R"(
CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL,
  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
CREATE TABLE studies (
  study_id INTEGER NOT NULL, study_name VARCHAR(512) NOT NULL, PRIMARY KEY (study_id));
CREATE TABLE study_directions (
  study_direction_id INTEGER NOT NULL, direction VARCHAR(8) NOT NULL, study_id INTEGER NOT NULL,
  objective INTEGER NOT NULL, PRIMARY KEY (study_direction_id), UNIQUE (study_id, objective),
  FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE study_system_attributes (
  study_system_attribute_id INTEGER NOT NULL, study_id INTEGER, "key" VARCHAR(512),
  value_json TEXT, PRIMARY KEY (study_system_attribute_id), UNIQUE (study_id, "key"),
  FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE study_user_attributes (
  study_user_attribute_id INTEGER NOT NULL, study_id INTEGER, "key" VARCHAR(512), value_json TEXT,
  PRIMARY KEY (study_user_attribute_id), UNIQUE (study_id, "key"),
  FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE trials (
  trial_id INTEGER NOT NULL, number INTEGER, study_id INTEGER, state VARCHAR(8) NOT NULL,
  datetime_start DATETIME, datetime_complete DATETIME, PRIMARY KEY (trial_id),
  FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE trial_heartbeats (
  trial_heartbeat_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, heartbeat DATETIME NOT NULL,
  PRIMARY KEY (trial_heartbeat_id), UNIQUE (trial_id),
  FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_intermediate_values (
  trial_intermediate_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, step INTEGER NOT NULL,
  intermediate_value FLOAT, intermediate_value_type VARCHAR(7) NOT NULL,
  PRIMARY KEY (trial_intermediate_value_id), UNIQUE (trial_id, step),
  FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_params (
  param_id INTEGER NOT NULL, trial_id INTEGER, param_name VARCHAR(512), param_value FLOAT,
  distribution_json TEXT, PRIMARY KEY (param_id), UNIQUE (trial_id, param_name),
  FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_system_attributes (
  trial_system_attribute_id INTEGER NOT NULL, trial_id INTEGER, "key" VARCHAR(512),
  value_json TEXT, PRIMARY KEY (trial_system_attribute_id), UNIQUE (trial_id, "key"),
  FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_user_attributes (
  trial_user_attribute_id INTEGER NOT NULL, trial_id INTEGER, "key" VARCHAR(512), value_json TEXT,
  PRIMARY KEY (trial_user_attribute_id), UNIQUE (trial_id, "key"),
  FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_values (
  trial_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, objective INTEGER NOT NULL,
  value FLOAT, value_type VARCHAR(7) NOT NULL, PRIMARY KEY (trial_value_id),
  UNIQUE (trial_id, objective), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE version_info (
  version_info_id INTEGER NOT NULL, schema_version INTEGER, library_version VARCHAR(256),
  PRIMARY KEY (version_info_id), CHECK (version_info_id=1));
CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
CREATE INDEX ix_trials_study_id ON trials (study_id);
INSERT INTO alembic_version VALUES ('v3.2.0.a');
INSERT INTO version_info VALUES (1, 12, '5.0.0');
)";

constexpr std::int64_t kStudy = 1;

/// "1970-01-01 00:00:12.345000".
std::string time_text(double seconds) {
  const auto micros = static_cast<std::int64_t>(seconds * 1e6);
  const std::int64_t whole = micros / 1000000;
  const std::int64_t hours = whole / 3600;
  constexpr std::int64_t kDay = 24;
  char text[64];
  std::snprintf(text, sizeof text, "1970-01-%02d %02d:%02d:%02d.%06d",
                static_cast<int>(1 + std::min<std::int64_t>(hours / kDay, 30)),
                static_cast<int>(hours % kDay), static_cast<int>(whole / 60 % 60),
                static_cast<int>(whole % 60), static_cast<int>(micros % 1000000));
  return text;
}

/// What a key may be, over the whole sweep.
struct OptunaParameter {
  std::string distribution;                    ///< as JSON
  std::map<std::string, std::int64_t> number;  ///< of each label, where it is none of numbers
};

OptunaParameter parameter_of(const DesignTable& table, std::size_t key) {
  OptunaParameter parameter;
  if (table.keys[key].is_number) {
    double low = 0, high = 0;
    bool any = false;
    for (const TableDesign& design : table.designs) {
      if (!design.numbers[key]) continue;
      low = any ? std::min(low, *design.numbers[key]) : *design.numbers[key];
      high = any ? std::max(high, *design.numbers[key]) : *design.numbers[key];
      any = true;
    }
    const Json attributes{{"step", nullptr}, {"low", low}, {"high", high}, {"log", false}};
    parameter.distribution = Json{{"name", "FloatDistribution"}, {"attributes", attributes}}.dump();
    return parameter;
  }
  Json choices = Json::array();
  for (const TableDesign& design : table.designs) {
    const std::string& label = design.labels[key];
    if (label.empty() ||
        !parameter.number.try_emplace(label, static_cast<std::int64_t>(choices.size())).second)
      continue;
    choices.push_back(label);
  }
  const Json attributes{{"choices", choices}};
  parameter.distribution =
      Json{{"name", "CategoricalDistribution"}, {"attributes", attributes}}.dump();
  return parameter;
}

class StudyWriter {
 public:
  StudyWriter(const DesignTable& table, const SqlDatabase& database)
      : table_(table),
        trials_(database, "trials", 6),
        params_(database, "trial_params", 5),
        values_(database, "trial_values", 5),
        user_(database, "trial_user_attributes", 4),
        system_(database, "trial_system_attributes", 4) {
    for (std::size_t key = 0; key < table.keys.size(); ++key)
      parameters_.push_back(parameter_of(table, key));
  }

  void write() {
    int last = 0;
    for (const TableDesign& design : table_.designs)
      if (design.problems.empty()) last = std::max(last, design.look);
    for (std::size_t row = 0; row < table_.designs.size(); ++row) {
      const TableDesign& design = table_.designs[row];
      if (!design.problems.empty() || design.look == last) add(design, row);
    }
  }

 private:
  std::optional<double> value(const TableDesign& design, const std::string& metric) const {
    for (std::size_t i = 0; i < table_.metrics.size(); ++i)
      if (table_.metrics[i].name == metric) return design.values[i];
    return std::nullopt;
  }

  bool is_complete(const TableDesign& design) const {
    return std::all_of(table_.aims.begin(), table_.aims.end(),
                       [&](const TableAim& aim) { return value(design, aim.metric).has_value(); });
  }

  void add(const TableDesign& design, std::size_t row) {
    ++trial_;
    const bool complete = is_complete(design);
    trials_.add({trial_, trial_ - 1, kStudy, std::string(complete ? "COMPLETE" : "FAIL"),
                 time_text(0), time_text(design.seconds)});
    for (std::size_t key = 0; key < table_.keys.size(); ++key) {
      if (design.labels[key].empty()) continue;
      const OptunaParameter& parameter = parameters_[key];
      const double number = design.numbers[key]
                                ? *design.numbers[key]
                                : static_cast<double>(parameter.number.at(design.labels[key]));
      params_.add({++param_, trial_, table_.keys[key].key, number, parameter.distribution});
    }
    if (complete)
      for (std::size_t i = 0; i < table_.aims.size(); ++i)
        values_.add({++value_, trial_, static_cast<std::int64_t>(i),
                     *value(design, table_.aims[i].metric), std::string("FINITE")});
    add_attributes(design, row);
  }

  void add_attributes(const TableDesign& design, std::size_t row) {
    user_.add({++attribute_, trial_, std::string("id"), Json(design.id).dump()});
    if (!design.trials.empty())
      user_.add({++attribute_, trial_, std::string("accuracy of each trial, percent"),
                 Json(design.trials).dump()});
    if (!design.problems.empty())
      user_.add({++attribute_, trial_, std::string("problems"),
                 Json(design.problems).dump(-1, ' ', false, Json::error_handler_t::replace)});
    Json beyond = Json::array();
    for (const TableConstraint& constraint : table_.constraints)
      if (constraint.beyond[row]) beyond.push_back(*constraint.beyond[row]);
    if (!beyond.empty() && beyond.size() == table_.constraints.size())
      system_.add({++attribute_, trial_, std::string("constraints"), beyond.dump()});
  }

  const DesignTable& table_;
  SqlInsertion trials_, params_, values_, user_, system_;
  std::vector<OptunaParameter> parameters_;
  std::int64_t trial_ = 0, param_ = 0, value_ = 0, attribute_ = 0;
};

}  // namespace

void add_optuna_tables(const DesignTable& table, const SqlDatabase& database) {
  if (table.aims.empty()) return;
  database.run(kOptunaSchema);
  SqlInsertion studies(database, "studies", 2), directions(database, "study_directions", 4),
      names(database, "study_system_attributes", 4);
  studies.add({kStudy, std::filesystem::path(table.sweep).stem().string()});
  Json metrics = Json::array();
  std::int64_t number = 0;
  for (const TableAim& aim : table.aims) {
    directions.add(
        {number + 1, std::string(aim.maximize ? "MAXIMIZE" : "MINIMIZE"), kStudy, number});
    metrics.push_back(aim.metric);
    ++number;
  }
  names.add({std::int64_t{1}, kStudy, std::string("study:metric_names"), metrics.dump()});
  StudyWriter(table, database).write();
}

}  // namespace mho
