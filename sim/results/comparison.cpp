#include "sim/results/comparison.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

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

bool Comparison::any_ran() const {
  return std::any_of(workloads.begin(), workloads.end(), [](const ComparedWorkload& each) {
    return std::any_of(each.rows.begin(), each.rows.end(), [](const ComparedRow& row) {
      return row.kind != RowKind::published && row.ran();
    });
  });
}

}  // namespace mho
