#include "sim/run/fitting_set.hpp"

#include <algorithm>
#include <limits>

#include "sim/run/stage.hpp"
#include "workloads/datasets/dataset_fit.hpp"
#include "workloads/datasets/format.hpp"

namespace mho {

Kept<Dataset> load_fitting(const DatasetSpec& spec, const std::string& key, int limit,
                           const Kept<Graph>& network, std::optional<InputSign> sign,
                           JudgedBy metric, const RunControl& control, ProblemList& problems) {
  std::optional<Kept<Dataset>> set = problems.attempt_file(key, [&] {
    return result_of(DatasetStage{spec, limit, network, sign}, control);
  });
  if (!set) return {};
  if (!network) return *set;
  if (metric != JudgedBy::data && metric != JudgedBy::top1) return *set;
  const std::vector<std::string> wrong = misfits(*network, spec, **set);
  for (const std::string& each : wrong) problems.add(key, each);
  return wrong.empty() ? *set : Kept<Dataset>{};
}

void check_whole_set(const DatasetSpec& spec, const std::string& key, const Kept<Graph>& network,
                     JudgedBy metric, const RunControl& control, ProblemList& problems) {
  if (spec.format == DataFormat::synthetic) return;
  const Kept<Dataset> head =
      load_fitting(spec, key, 1, network, std::nullopt, metric, control, problems);
  if (!head) return;
  const auto held = kMostValues / static_cast<std::int64_t>(head->image_size());
  load_fitting(spec, key,
               static_cast<int>(std::min<std::int64_t>(held, std::numeric_limits<int>::max())),
               network, std::nullopt, metric, control, problems);
}

}  // namespace mho
