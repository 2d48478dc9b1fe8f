#include "devices/scaled_cell.hpp"

#include "sim/base/error.hpp"

namespace mho {

namespace {

Conditions without(const Conditions& conditions, Effect effect) {
  Conditions changed = conditions;
  changed.effects = conditions.effects.without({effect});
  return changed;
}

/// Leaves `share` of what each value is beyond that of `base`.
void shrink(double share, std::span<const float> base, std::span<float> values) {
  for (std::size_t n = 0; n < values.size(); ++n) {
    const auto from = static_cast<double>(base[n]);
    values[n] = static_cast<float>(from + share * (static_cast<double>(values[n]) - from));
  }
}

}  // namespace

ScaledCell::ScaledCell(std::shared_ptr<const Cell> like, double factor)
    : like_(std::move(like)), factor_(factor) {
  require(factor_ >= 0 && factor_ <= 1, "ScaledCell: a factor outside of [0, 1]");
}

void ScaledCell::fields(Fields&) { throw Bug("a scaled cell has no fields"); }

void ScaledCell::conductances(const CellGrid& grid, const Conditions& conditions,
                              std::span<const float> target_s, const Stream& stream,
                              std::span<float> conductance_s) const {
  std::vector<float> exact_s(target_s.size());
  like_->conductances(grid, without(conditions, Effect::programming_error), target_s, stream,
                      exact_s);
  like_->conductances(grid, conditions, target_s, stream, conductance_s);
  shrink(factor_, exact_s, conductance_s);
}

void ScaledCell::read_variance(const Conditions& conditions, std::span<const float> conductance_s,
                               std::span<float> variance_s2) const {
  std::vector<float> still_s2(conductance_s.size());
  like_->read_variance(without(conditions, Effect::read_noise), conductance_s, still_s2);
  like_->read_variance(conditions, conductance_s, variance_s2);
  shrink(factor_ * factor_, still_s2, variance_s2);
}

bool ScaledCell::has_read_noise(const Effects& on) const {
  return like_->has_read_noise(factor_ > 0 ? on : on.without({Effect::read_noise}));
}

Effects ScaledCell::effects() const {
  return factor_ > 0 ? like_->effects()
                     : like_->effects().without({Effect::programming_error, Effect::read_noise});
}

}  // namespace mho
