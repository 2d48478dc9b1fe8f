#include "sim/run/judging.hpp"

#include <algorithm>
#include <array>

#include "workloads/datasets/dataset_fit.hpp"

namespace mho {

namespace {

constexpr const char* kMetricKey = "workload.metric";

bool reads_tokens(const Graph& network) {
  return std::any_of(network.nodes.begin(), network.nodes.end(),
                     [](const Node& node) { return node.op == Op::lookup; });
}

/// By what there is, where the workload does not say.
Judging by_data(const WorkloadSpec& workload, const Graph& network, const Dataset& test) {
  Judging judging;
  const std::string not_classes = not_classification(network, test);
  if (test.labelled() && not_classes.empty()) {
    judging.by = JudgedBy::top1;
    return judging;
  }
  judging.not_classes = not_classes;
  const bool one_output = network.outputs.size() == 1 && !network.outputs_joined;
  const bool recorded = workload.test.format != DataFormat::synthetic;
  // The likeliest first: a map of class numbers would do as numbers of the output's shape, too.
  for (const JudgedBy kind : {JudgedBy::perplexity, JudgedBy::mean_iou, JudgedBy::mse}) {
    const bool possible = kind == JudgedBy::perplexity ? recorded && reads_tokens(network)
                          : kind == JudgedBy::mean_iou ? element_count(test.target_shape) > 1
                                                       : !test.targets.empty();
    if (!one_output || !possible) continue;
    if (!score_of(kind)->misfit(network, test, judging.form).empty()) continue;
    judging.by = kind;
    return judging;
  }
  return judging;
}

}  // namespace

std::string Judging::words() const {
  if (const Score* chosen = score())
    return std::string("the run is judged by ") + chosen->name + " (workload.metric)";
  return not_classes.empty() ? "the run is judged by snr (workload.metric)" : not_classes;
}

Judging judging_of(const WorkloadSpec& workload, const Graph& network, const Dataset& test,
                   ProblemList& problems) {
  if (workload.metric == JudgedBy::data) return by_data(workload, network, test);
  Judging judging;
  judging.by = workload.metric;
  if (judging.by == JudgedBy::snr) return judging;
  const std::string name = judged_by_words()[static_cast<std::size_t>(judging.by)].name;
  const auto refuse = [&](const std::string& why) {
    problems.add(kMetricKey, name + ": " + why);
    return Judging{};
  };
  if (network.outputs.size() != 1) return Judging{};  // refused by itself
  if (network.outputs_joined)
    return refuse(
        "the network has several outputs; 'output' in the workload names the one to judge");
  if (judging.by == JudgedBy::top1) {
    if (!test.labelled() && test.no_classes.empty()) return refuse("the test set has no labels");
    const std::string why = not_classification(network, test);
    return why.empty() ? judging : refuse(why);
  }
  const std::string why = judging.score()->misfit(network, test, judging.form);
  return why.empty() ? judging : refuse(why);
}

}  // namespace mho
