#include "sim/explore/compare.hpp"

#include <algorithm>

#include "sim/explore/equal_accuracy.hpp"
#include "sim/explore/equal_area.hpp"

namespace mho {

namespace {

constexpr double kMm2 = 1e-6;
constexpr int kDigits = 4;

/// All documents as candidates, [workload][machine]; throws the distinct problems of all together.
std::vector<std::vector<Candidate>> candidates_of(const CompareRequest& request,
                                                  const RunControl& control) {
  std::vector<std::vector<Candidate>> candidates;
  std::vector<Problem> problems;
  for (const std::vector<Document>& workload : request.runs) {
    candidates.emplace_back();
    for (const Document& document : workload) {
      try {
        candidates.back().emplace_back(document, control);
      } catch (const InputError& error) {
        for (const Problem& problem : error.problems()) {
          const bool told = std::any_of(problems.begin(), problems.end(), [&](const Problem& each) {
            return each.text() == problem.text();
          });
          if (!told) problems.push_back(problem);
        }
      }
    }
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  return candidates;
}

void add_equal_area(std::vector<Candidate>& machines, std::size_t reference,
                    ComparedWorkload& workload) {
  const std::string& name = machines.at(reference).spec().chip.name;
  const std::optional<Area> area = face_value_area(machines.at(reference));
  if (!area) {
    workload.remarks.push_back("Equal area: " + name +
                               " has none, as it takes as many tiles as a network needs and did "
                               "not run this one.");
    return;
  }
  workload.remarks.push_back(
      "Equal area: the most tiles that fit " +
      format_si_rounded(area->value() / kMm2, "", kDigits) + " mm2, the area of " + name +
      "; copies of layers, balanced by their times, fill the arrays that are free.");
  for (Candidate& machine : machines) workload.rows.push_back(equal_area_row(machine, *area));
}

/// The accuracy that the others are measured by, and whose it is; empty without labels.
std::optional<std::pair<double, std::string>> best_accuracy(std::vector<Candidate>& machines) {
  std::optional<std::pair<double, std::string>> best;
  std::vector<const Trial*> ran;
  for (Candidate& machine : machines) {
    const Trial& trial = machine.run({});
    const auto accuracy = accuracy_of(trial);
    if (!accuracy) continue;
    ran.push_back(&trial);
    if (!best || *accuracy > best->first) best = std::pair(*accuracy, machine.spec().chip.name);
  }
  if (ran.size() == 1)
    if (const Metric* exact = ran.front()->results->find("accuracy.quantized"))
      best = std::pair(exact->value, std::string("the exact integer network"));
  return best;
}

void add_equal_accuracy(std::vector<Candidate>& machines, double points,
                        ComparedWorkload& workload) {
  const auto best = best_accuracy(machines);
  if (!best) {
    workload.remarks.push_back("Equal accuracy: no machine has an accuracy on this workload.");
    return;
  }
  workload.remarks.push_back(
      "Equal accuracy: a mean of " + format_si_rounded(best->first - points, "%", kDigits) +
      " on the chip, " + format_si(points, "") + (points == 1 ? " point" : " points") +
      " below that of " + best->second +
      "; the least bits that reach it, found by taking one bit after another away where that "
      "saves most energy; else the noise of cells or the bits that it takes.");
  for (Candidate& machine : machines)
    workload.rows.push_back(equal_accuracy_row(machine, best->first - points));
}

}  // namespace

Comparison compare(const CompareRequest& request, const RunControl& control) {
  std::vector<std::vector<Candidate>> candidates = candidates_of(request, control);
  Comparison comparison;
  for (std::vector<Candidate>& machines : candidates) {
    ComparedWorkload workload;
    workload.workload = machines.front().spec().workload.name;
    for (Candidate& machine : machines)
      workload.rows.push_back(row_of(RowKind::face_value, machine, machine.run({}), ""));
    if (request.area_reference) add_equal_area(machines, *request.area_reference, workload);
    if (request.accuracy_points) add_equal_accuracy(machines, *request.accuracy_points, workload);
    const std::vector<ComparedRow> simulated = workload.rows;
    for (const PublishedDevice& device : request.published)
      workload.rows.push_back(published_row(device, workload.workload, simulated));
    comparison.workloads.push_back(std::move(workload));
  }
  return comparison;
}

}  // namespace mho
