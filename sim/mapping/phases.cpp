#include "sim/mapping/phases.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace mho {

namespace {

/// Layers [begin, end) together.
struct Span {
  Time load;
  Time compute;  ///< of the batch, spills included
};

/// The costs of all phases that begin at one layer, growing by one layer at a time.
class GrowingPhase {
 public:
  GrowingPhase(const std::vector<int>& arrays, int batch, bool balance)
      : room_(arrays), arrays_(arrays.front()), batch_(batch), balance_(balance) {}

  /// False: the layer does not fit any more.
  bool add(const PhaseLayer& layer) {
    for (std::size_t kind = 0; kind < room_.size(); ++kind)
      if ((room_[kind] -= layer.arrays[kind]) < 0) return false;
    transfer_ += layer.transfer;
    write_ = std::max(write_, layer.write);
    stages_.push_back(layer.stage);
    spill_ = layer.spill;
    return true;
  }

  Span span() const {
    const std::vector<int> copies =
        balance_ ? balanced_copies(stages_, arrays_) : std::vector<int>(stages_.size(), 1);
    const double images = batch_;
    return {transfer_ + write_, images * (interval_of(stages_, copies) + spill_)};
  }

 private:
  std::vector<int> room_;
  int arrays_;
  int batch_;
  bool balance_;
  std::vector<StageLoad> stages_;
  Time transfer_, write_, spill_;
};

/// The best cut of the first layers, by where it ends.
struct Best {
  double time = std::numeric_limits<double>::infinity();
  int begin = -1;           ///< of its last phase
  double last_compute = 0;  ///< of its last phase, with which the next load may overlap
};

std::optional<Cut> best_cut(const std::vector<PhaseLayer>& layers, const std::vector<int>& arrays,
                            int batch, bool balance, bool halves) {
  const int count = static_cast<int>(layers.size());
  std::vector<Best> best(count + 1);
  best[0].time = 0;
  for (int begin = 0; begin < count; ++begin) {
    if (best[begin].begin < 0 && begin > 0) continue;
    GrowingPhase phase(arrays, batch, balance);
    for (int end = begin + 1; end <= count && phase.add(layers[end - 1]); ++end) {
      const Span span = phase.span();
      // Halves: the load runs beside the phase before; what is longer counts.
      const double hidden = halves ? std::min(best[begin].last_compute, span.load.value()) : 0;
      const double time = best[begin].time + span.load.value() - hidden + span.compute.value();
      if (time < best[end].time) best[end] = {time, begin, span.compute.value()};
    }
  }
  if (best[count].begin < 0) return std::nullopt;
  Cut cut;
  cut.halves = halves;
  cut.expected = from_si<Time>(best[count].time);
  for (int end = count; end > 0; end = best[end].begin)
    cut.phases.push_back({best[end].begin, end, 0});
  std::reverse(cut.phases.begin(), cut.phases.end());
  if (halves)
    for (std::size_t i = 0; i < cut.phases.size(); ++i) cut.phases[i].half = i % 2;
  return cut;
}

}  // namespace

Cut cut_into_phases(const std::vector<PhaseLayer>& layers, const std::vector<int>& arrays,
                    int batch, bool balance) {
  std::vector<int> half = arrays;
  for (int& each : half) each /= 2;
  const std::optional<Cut> whole = best_cut(layers, arrays, batch, balance, false);
  const std::optional<Cut> halves = best_cut(layers, half, batch, balance, true);
  require(whole.has_value(), "cut_into_phases: a layer does not fit the chip alone");
  return halves && halves->expected < whole->expected ? *halves : *whole;
}

}  // namespace mho
