#include "sim/results/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/results/doubt.hpp"

namespace mho {

const char* name_of(RowKind kind) {
  switch (kind) {
    case RowKind::face_value:
      return "face value";
    case RowKind::equal_area:
      return "equal area";
    case RowKind::equal_accuracy:
      return "equal accuracy";
    case RowKind::equal_both:
      return "equal area and accuracy";
    case RowKind::published:
      return "published, not simulated";
  }
  throw Bug("a compared row of no kind");
}

const Metric* ComparedRow::find(const std::string& name) const {
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const Metric& metric) { return metric.name == name; });
  return found == metrics.end() ? nullptr : &*found;
}

namespace {

void add_undecided(const ComparedRow& one, const ComparedRow& other, const char* name,
                   std::vector<Undecided>& found) {
  const Metric* const first = one.find(name);
  const Metric* const second = other.find(name);
  if (first == nullptr || second == nullptr || !cannot_be_told_apart(*first, *second)) return;
  const double ratio = first->value / second->value;
  const double spread = std::exp(half_width_of_ratio(*first, *second));
  if (ratio >= 1)
    found.push_back({name, one.machine, other.machine, ratio, spread});
  else
    found.push_back({name, other.machine, one.machine, 1 / ratio, spread});
}

}  // namespace

std::vector<Undecided> undecided(const std::vector<const ComparedRow*>& rows) {
  std::vector<Undecided> found;
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = i + 1; j < rows.size(); ++j)
      for (const char* name :
           {"tops_per_joule.macro.peak", "tops_per_joule.chip.peak", "tops_per_joule.chip.achieved",
            "tops_per_joule.system.achieved", "area.chip", "tops_per_mm2.chip.peak"})
        add_undecided(*rows[i], *rows[j], name, found);
  return found;
}

bool Comparison::any_ran() const {
  return std::any_of(workloads.begin(), workloads.end(), [](const ComparedWorkload& each) {
    return std::any_of(each.rows.begin(), each.rows.end(), [](const ComparedRow& row) {
      return row.kind != RowKind::published && row.ran();
    });
  });
}

}  // namespace mho
