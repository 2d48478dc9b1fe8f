#include "sim/report/difference/difference_json.hpp"

#include "sim/report/json_values.hpp"

namespace mho {

namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json run_json(const ComparedRun& run) {
  return {{"file", run.file}, {"chip", run.chip}, {"workload", run.workload}, {"mho", run.version}};
}

}  // namespace

std::string to_json(const RunDifference& difference) {
  Json keys = Json::array(), metrics = Json::object(), moved = Json::array();
  for (const ChangedKey& key : difference.keys)
    keys.push_back({{"key", key.key}, {"one", or_null(key.one)}, {"other", or_null(key.other)}});
  for (const ChangedMetric& metric : difference.metrics) {
    const Json ci95 =
        metric.ci95 ? Json{{"low", finite(metric.ci95->low)}, {"high", finite(metric.ci95->high)}}
                    : Json();
    metrics[metric.name] = {{"one", or_null(metric.one)},
                            {"other", or_null(metric.other)},
                            {"unit", metric.unit},
                            {"sentence", metric.sentence},
                            {"verdict", sentence_of(metric.verdict)},
                            {"ci95", ci95}};
  }
  for (const MovedWhole& whole : difference.wholes) {
    Json parts = Json::array();
    for (const MovedPart& part : whole.parts)
      parts.push_back({{"name", part.name},
                       {"one", finite(part.one)},
                       {"other", finite(part.other)},
                       {"share", finite(part.share)}});
    moved.push_back({{"metric", whole.metric},
                     {"unit", whole.unit},
                     {"by", whole.by},
                     {"one", finite(whole.one)},
                     {"other", finite(whole.other)},
                     {"parts", parts}});
  }
  return written({{"one", run_json(difference.one)},
                  {"other", run_json(difference.other)},
                  {"keys", keys},
                  {"metrics", metrics},
                  {"moved", moved},
                  {"remarks", difference.remarks}});
}

}  // namespace mho
