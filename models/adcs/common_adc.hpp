// What every kind of converter states besides its component errors: resolution, range, offset,
// noise, costs.
#pragma once

#include <optional>
#include <vector>

#include "models/adcs/adc.hpp"

namespace mho {

class CommonAdc : public Adc {
 public:
  int bits() const final { return bits_; }
  const TimedComponent& cost() const final { return cost_; }
  const AdcRangeRule& range_rule() const final { return range_; }
  bool has_mismatch() const final { return offset_ > 0 || has_component_errors(); }
  const EarlyTermination* early_termination() const final { return early_ ? &*early_ : nullptr; }
  double noise_codes() const override { return noise_ * codes(); }

 protected:
  /// with_cost of a kind.
  template <class Kind>
  static std::shared_ptr<Adc> copy_with_cost(const Kind& adc, const TimedComponent& cost) {
    auto copy = std::make_shared<Kind>(adc);
    copy->cost_ = cost;
    return copy;
  }
  /// Resolution, range, offset and noise; then the kind's own errors; then end_fields.
  void begin_fields(Fields& f, Range bits);
  void end_fields(Fields& f);
  /// Between them, of kinds whose circuit can end early: `sentence` says how.
  void early_termination_field(Fields& f, const char* sentence);

  /// Whether any error besides the offset is not zero.
  virtual bool has_component_errors() const = 0;
  /// The kind's own errors of one instance.
  virtual void deviate_components(const Stream& instance, std::span<double> thresholds) const = 0;

  double codes() const { return static_cast<double>(std::int64_t{1} << bits_); }

 private:
  void deviate(const Stream& instance, std::span<double> thresholds) const final;

  int bits_ = 0;
  AdcRangeRule range_;
  double offset_ = 0;  ///< standard deviation between instances, share of full scale
  double noise_ = 0;   ///< standard deviation of a conversion, share of full scale
  TimedComponent cost_;
  std::optional<EarlyTermination> early_;
};

/// The first `count` standard normals of a stream, in double precision.
std::vector<double> standard_normals(const Stream& stream, std::size_t count);

}  // namespace mho
