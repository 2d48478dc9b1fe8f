#include "sim/run/fitting_set.hpp"

#include <limits>

#include "workloads/datasets/dataset_fit.hpp"
#include "workloads/datasets/format.hpp"

namespace mho {

std::optional<Dataset> load_fitting(const DatasetSpec& spec, const std::string& key, int limit,
                                    const Graph* network, int threads, ProblemList& problems) {
  // A network of several inputs is refused by itself.
  std::optional<InputFormat> input;
  if (network != nullptr && network->inputs.size() == 1) input = input_format(*network);
  std::optional<Dataset> set = problems.attempt_file(
      key, [&] { return load_dataset(spec, limit, threads, input ? &*input : nullptr); });
  if (!set || network == nullptr) return set;
  const std::vector<std::string> wrong = misfits(*network, spec, *set);
  for (const std::string& each : wrong) problems.add(key, each);
  return wrong.empty() ? std::move(set) : std::nullopt;
}

void check_whole_set(const DatasetSpec& spec, const std::string& key, const Graph* network,
                     int threads, ProblemList& problems) {
  if (spec.format == DataFormat::synthetic) return;
  const std::optional<Dataset> head = load_fitting(spec, key, 1, network, threads, problems);
  if (!head) return;
  const auto held = kMostValues / static_cast<std::int64_t>(head->image_size());
  load_fitting(spec, key,
               static_cast<int>(std::min<std::int64_t>(held, std::numeric_limits<int>::max())),
               network, threads, problems);
}

}  // namespace mho
