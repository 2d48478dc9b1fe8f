// A cell that errs, composed of the blocks in this folder, each optional and one concept a file. A
// kind is the list of the blocks that its physics has (cell_blocks.hpp); one with keys of its own
// besides derives from it. The order of events on a chip: devices differ, pulses write them, they
// age, they are warm, traps fill; cells that are stuck are stuck. Each block acts only under its
// effect and draws from its own child stream (draws.hpp).
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "devices/cell.hpp"
#include "devices/charge_loss.hpp"
#include "devices/device_variation.hpp"
#include "devices/flicker_noise.hpp"
#include "devices/nonlinearity.hpp"
#include "devices/power_drift.hpp"
#include "devices/programming.hpp"
#include "devices/relaxation.hpp"
#include "devices/retention_table.hpp"
#include "devices/stuck_cells.hpp"
#include "devices/telegraph_noise.hpp"
#include "devices/temperature.hpp"
#include "devices/valid_range.hpp"

namespace mho {

class PhysicalCell : public Cell {
 public:
  /// The keys of a block.
  using Block = void (PhysicalCell::*)(Fields&);

  /// `blocks` in the order of their keys.
  PhysicalCell(const char* kind, std::vector<Block> blocks)
      : kind_(kind), blocks_(std::move(blocks)) {}

  const char* kind() const override { return kind_; }
  /// The blocks' keys, then valid range and costs.
  void fields(Fields& f) override;

  int levels() const override { return levels_; }
  Conductance g_min() const override { return g_max() / on_off_ratio_; }
  Conductance g_max() const override { return g_max_; }
  /// Five standard deviations above the highest mean, at any age up to the valid one (10 years
  /// without one).
  Conductance g_ceiling() const override;

  void conductances(const CellGrid& grid, const Conditions& conditions,
                    std::span<const float> target_s, const Stream& stream,
                    std::span<float> conductance_s) const override;
  void read_variance(const Conditions& conditions, std::span<const float> conductance_s,
                     std::span<float> variance_s2) const override;
  bool has_read_noise(const Effects& effects) const override;
  int voltage_terms() const override { return nonlinearity_ ? nonlinearity_->terms() : 1; }
  void voltage_term(int term, std::span<const float> conductance_s,
                    std::span<float> coefficient) const override;
  Effects effects() const override;
  ProgrammingEffort effort(const CellGrid& grid, std::span<const float> target_s,
                           const Stream& stream) const override;
  std::vector<std::string> warnings(const Conditions& conditions,
                                    Voltage read_voltage) const override;
  const CellCost& cost() const override { return cost_; }

  template <int most>
  void level_fields(Fields& f) {
    level_fields(f, most);
  }
  void conductance_fields(Fields& f);
  void programming_fields(Fields& f);
  void variation_field(Fields& f);
  void power_drift_field(Fields& f);
  void relaxation_field(Fields& f);
  void retention_field(Fields& f);
  void charge_loss_field(Fields& f);
  void read_noise_field(Fields& f);
  void flicker_noise_field(Fields& f);
  void telegraph_field(Fields& f);
  void stuck_field(Fields& f);
  void nonlinearity_field(Fields& f);
  void temperature_field(Fields& f);

 protected:
  // Of a kind that states them by keys of its own.
  Conductance g_max_;
  double on_off_ratio_ = 1;
  std::optional<DeviceVariation> variation_;

 private:
  void level_fields(Fields& f, int most_levels);
  ConductanceRange range() const { return {g_min().value(), g_max().value()}; }
  bool ages() const;
  double aging_s(const Conditions& conditions, const Effects& on) const;
  void age(double age_s, const Stream& stream, std::span<const float> target_s,
           std::span<float> conductance_s) const;
  double highest_s(double target_s, const ConductanceRange& range) const;

  const char* kind_;
  std::vector<Block> blocks_;
  int levels_ = 2;
  std::optional<ProgrammingError> programming_;
  std::optional<WriteVerify> verify_;
  std::optional<PowerDrift> drift_;
  std::optional<Relaxation> relaxation_;
  std::optional<RetentionTable> retention_;
  std::optional<ChargeLoss> charge_loss_;
  std::optional<ErrorCurve> read_;
  std::optional<FlickerNoise> flicker_;
  std::optional<TelegraphNoise> telegraph_;
  std::optional<StuckCells> stuck_;
  std::optional<Nonlinearity> nonlinearity_;
  std::optional<TemperatureDependence> temperature_;
  std::optional<ValidRange> valid_;
  CellCost cost_;
};

}  // namespace mho
