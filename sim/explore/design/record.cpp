#include "sim/explore/design/record.hpp"

#include <nlohmann/json.hpp>

namespace mho {

using Json = nlohmann::ordered_json;

std::string to_line(const Record& record) {
  Json line{{"id", record.id}, {"look", record.look}, {"choice", record.choice}};
  line["keys"] = Json::object();
  for (const auto& [key, label] : record.keys) line["keys"][key] = label;
  if (record.runs()) {
    line["metrics"] = record.metrics;
    line["intervals"] = Json::object();
    for (const auto& [name, limits] : record.intervals)
      line["intervals"][name] = {limits.low, limits.high};
    if (!record.trials.empty()) line["trials"] = record.trials;
    if (record.noise) line["noise"] = *record.noise;
  } else {
    line["problems"] = record.problems;
    if (record.screened_out) line["screened_out"] = true;
  }
  line["seconds"] = record.seconds;
  if (record.was_known) line["cached"] = true;
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Record> record_of(const std::string& line) {
  try {
    const Json json = Json::parse(line);
    Record record;
    json.at("id").get_to(record.id);
    json.at("look").get_to(record.look);
    json.at("choice").get_to(record.choice);
    for (const auto& [key, label] : json.at("keys").items())
      record.keys.emplace_back(key, label.get<std::string>());
    if (json.contains("problems")) {
      json.at("problems").get_to(record.problems);
      record.screened_out = json.value("screened_out", false);
    } else {
      json.at("metrics").get_to(record.metrics);
      for (const auto& [name, limits] : json.at("intervals").items())
        record.intervals[name] = {limits.at(0).get<double>(), limits.at(1).get<double>()};
      if (json.contains("trials")) json.at("trials").get_to(record.trials);
      if (json.contains("noise")) record.noise = json.at("noise").get<double>();
    }
    json.at("seconds").get_to(record.seconds);
    record.was_known = json.value("cached", false);
    return record;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace mho
