// A cell whose programming errors and read noise are those of another one times a factor: how much
// better a memory would have to be. Every draw is that of the other cell, so that chips with
// different factors are the same chips. All else (spread, drift, faults, costs) stays; where it
// depends on the programmed conductance, it is that of the other cell, between the chips with and
// without programming error.
#pragma once

#include <memory>

#include "devices/cell.hpp"

namespace mho {

class ScaledCell : public Cell {
 public:
  /// `factor` in [0, 1].
  ScaledCell(std::shared_ptr<const Cell> like, double factor);

  const char* kind() const override { return like_->kind(); }
  /// Throws Bug: a scaled cell has no YAML form; the factor is a condition of the run.
  void fields(Fields& f) override;
  int levels() const override { return like_->levels(); }
  Conductance g_min() const override { return like_->g_min(); }
  Conductance g_max() const override { return like_->g_max(); }
  Conductance g_ceiling() const override { return like_->g_ceiling(); }
  void conductances(const CellGrid& grid, const Conditions& conditions,
                    std::span<const float> target_s, const Stream& stream,
                    std::span<float> conductance_s) const override;
  void read_variance(const Conditions& conditions, std::span<const float> conductance_s,
                     std::span<float> variance_s2) const override;
  bool has_read_noise(const Effects& effects) const override;
  int voltage_terms() const override { return like_->voltage_terms(); }
  void voltage_term(int term, std::span<const float> conductance_s,
                    std::span<float> coefficient) const override {
    like_->voltage_term(term, conductance_s, coefficient);
  }
  /// With a factor of 0, without the two effects that it scales.
  Effects effects() const override;
  ProgrammingEffort effort(const CellGrid& grid, std::span<const float> target_s,
                           const Stream& stream) const override {
    return like_->effort(grid, target_s, stream);
  }
  std::vector<std::string> warnings(const Conditions& conditions,
                                    Voltage read_voltage) const override {
    return like_->warnings(conditions, read_voltage);
  }
  const CellCost& cost() const override { return like_->cost(); }

 private:
  std::shared_ptr<const Cell> like_;
  double factor_;
};

}  // namespace mho
