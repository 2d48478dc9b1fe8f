#include "sim/explore/compare.hpp"

#include <algorithm>

#include "sim/base/prefixes.hpp"
#include "sim/base/version.hpp"
#include "sim/explore/equal_accuracy.hpp"
#include "sim/explore/equal_area.hpp"

namespace mho {

namespace {

constexpr int kTitleDigits = 4;

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

/// "bits, tiles"; "nothing" where neither was.
std::string both_scaled(const std::string& first, const std::string& then) {
  const auto is = [](const std::string& text) { return !text.empty() && text != "nothing"; };
  if (!is(first)) return then;
  return is(then) ? first + ", " + then : first;
}

/// All machines, each as `found` left it, at the area that the reference then has.
void add_equal_area(RowKind kind, std::vector<Candidate>& machines, std::size_t reference,
                    const std::vector<EqualAccuracy>& found, ComparedWorkload& workload) {
  const std::string& name = machines.at(reference).spec().chip.name;
  const std::optional<Area> area = area_under(machines[reference], found.at(reference).changes);
  std::string title = name_of(kind);
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  if (!area) {
    workload.remarks.push_back(title + ": " + name +
                               " has none, as it takes as many tiles as a network needs and did "
                               "not run this one.");
    return;
  }
  workload.remarks.push_back(
      title + ": the most tiles that fit " +
      format_si_rounded(area->value() / kMm2, "", kTitleDigits) + " mm2, the area of " + name +
      ", which stays as it is; or the fewest that hold the network. "
      "Copies of layers, balanced by their times, fill the arrays that a rival has free where they "
      "make it faster; accuracy is that of one copy.");
  for (std::size_t i = 0; i < machines.size(); ++i) {
    const EqualAccuracy& from = found[i];
    ComparedRow row = i == reference
                          ? reference_row(kind, machines[i], from.changes)
                          : equal_area_row(kind, machines[i], {*area, name}, from.changes);
    row.scaled = both_scaled(from.row.scaled, row.scaled);
    if (!from.row.change.empty() && row.ran()) row.change = from.row.change + "; " + row.change;
    if (row.ran()) row.lack = from.row.lack;
    workload.rows.push_back(std::move(row));
  }
}

/// What the machines are to reach: some points below the best of them; empty without labels.
std::optional<AccuracyTarget> target_of(std::vector<Candidate>& machines, double points) {
  std::optional<AccuracyTarget> best;
  std::vector<const Trial*> ran;
  for (Candidate& machine : machines) {
    const Trial& trial = machine.run({});
    const auto accuracy = accuracy_of(trial);
    if (!accuracy) continue;
    ran.push_back(&trial);
    if (!best || *accuracy > best->percent)
      best = {*accuracy, points, machine.spec().chip.name, trial.results->judged};
  }
  if (ran.size() == 1) {
    if (const Metric* exact = ran.front()->results->find("accuracy.quantized"))
      best->percent = exact->value;
    best->machine = "the exact integer network";
    if (best->judged) best->judged->trials.clear();
  }
  if (best) best->percent -= points;
  return best;
}

/// Returns the machines there; none without an accuracy to reach.
std::vector<EqualAccuracy> add_equal_accuracy(std::vector<Candidate>& machines, double points,
                                              ComparedWorkload& workload) {
  const std::optional<AccuracyTarget> target = target_of(machines, points);
  if (!target) {
    workload.remarks.push_back("Equal accuracy: no machine has an accuracy on this workload.");
    return {};
  }
  workload.remarks.push_back(
      "Equal accuracy: a mean of " + format_si_rounded(target->percent, "%", kTitleDigits) +
      " on the chip, " + format_si(points, "") + (points == 1 ? " point" : " points") +
      " below that of " + target->machine +
      "; the least bits that reach it, found by taking one bit after another away where that "
      "saves most energy; else the noise of cells or the bits that it takes.");
  std::vector<EqualAccuracy> found;
  for (Candidate& machine : machines)
    workload.rows.push_back(found.emplace_back(equal_accuracy(machine, *target)).row);
  return found;
}

/// What the request asks to be equal: area, accuracy, or each and then both at once.
void add_equal(const CompareRequest& request, std::vector<Candidate>& machines,
               ComparedWorkload& workload) {
  if (request.area_reference)
    add_equal_area(RowKind::equal_area, machines, *request.area_reference,
                   std::vector<EqualAccuracy>(machines.size()), workload);
  if (!request.accuracy_points) return;
  const std::vector<EqualAccuracy> found =
      add_equal_accuracy(machines, *request.accuracy_points, workload);
  if (request.area_reference && !found.empty())
    add_equal_area(RowKind::equal_both, machines, *request.area_reference, found, workload);
}

}  // namespace

Comparison compare(const CompareRequest& request, const RunControl& control) {
  std::vector<std::vector<Candidate>> candidates = candidates_of(request, control);
  Comparison comparison;
  comparison.version = version();
  for (std::vector<Candidate>& machines : candidates) {
    ComparedWorkload workload;
    workload.workload = machines.front().spec().workload.name;
    for (Candidate& machine : machines)
      workload.rows.push_back(row_of(RowKind::face_value, machine, machine.run({}), ""));
    add_equal(request, machines, workload);
    const std::vector<ComparedRow> simulated = workload.rows;
    for (const PublishedDevice& device : request.published)
      workload.rows.push_back(published_row(device, workload.workload, simulated));
    comparison.workloads.push_back(std::move(workload));
  }
  return comparison;
}

}  // namespace mho
