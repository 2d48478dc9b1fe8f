// Resistive memory: levels between g_max / on_off_ratio and g_max, an error of programming drawn
// once per write and a read noise drawn at every read, both normal. Drift, relaxation after the
// write, stuck cells, random telegraph noise and I-V curvature are ignored. Error forms (the
// generic ones of CrossSim's device models, restated): constant: sigma = s g_max; proportional:
// sigma = s g.
#include <algorithm>
#include <vector>

#include "devices/cell.hpp"
#include "devices/cell_cost.hpp"

namespace mho {

namespace {

enum class ErrorForm { constant, proportional };

/// A normal error's standard deviation as a function of conductance.
struct ErrorSpec {
  ErrorForm form = ErrorForm::constant;
  double sigma = 0;

  void fields(Fields& f) {
    f.choice("form", form,
             {{"constant", "standard deviation sigma x g_max, whatever the level"},
              {"proportional", "standard deviation sigma x g"}},
             "How the error depends on the conductance g.");
    f.number("sigma", sigma, {0, 1}, "Relative standard deviation; 0 switches the error off.");
  }

  float sigma_s(float conductance_s, float g_max_s) const {
    return static_cast<float>(sigma) * (form == ErrorForm::constant ? g_max_s : conductance_s);
  }
};

class RramCell : public Cell {
 public:
  const char* kind() const override { return "rram"; }

  void fields(Fields& f) override {
    f.integer("levels", levels_, {2, 256}, "Conductance levels, a power of two.");
    f.rule(is_power_of_two(levels_), "levels", "must be a power of two");
    f.quantity("g_max", g_max_, {1e-9, 1e-1}, "Conductance of the highest level.");
    f.number("on_off_ratio", on_off_ratio_, {1.1, 1e9}, "g_max / g_min.");
    f.section("programming_error", programming_,
              "Error of a programmed conductance, drawn once per write.");
    f.section("read_noise", read_, "Noise of the conductance, drawn at every read.");
    cost_.fields(f);
  }

  int levels() const override { return levels_; }
  Conductance g_min() const override { return g_max_ / on_off_ratio_; }
  Conductance g_max() const override { return g_max_; }
  /// Six standard deviations above g_max: one draw in 10^9 is cut off.
  Conductance g_ceiling() const override { return g_max_ * (1 + 6 * programming_.sigma); }

  void conductances(const CellGrid&, const Conditions& conditions, std::span<const float> target_s,
                    const Stream& stream, std::span<float> conductance_s) const override {
    const auto g_max_s = static_cast<float>(g_max_.value());
    const auto ceiling_s = static_cast<float>(g_ceiling().value());
    if (programming_.sigma == 0 || !conditions.effects.has(Effect::programming_error)) {
      std::copy(target_s.begin(), target_s.end(), conductance_s.begin());
      return;
    }
    std::vector<float> normal(target_s.size());
    stream.normals(0, normal);
    for (std::size_t n = 0; n < target_s.size(); ++n) {
      const float g = target_s[n] + programming_.sigma_s(target_s[n], g_max_s) * normal[n];
      conductance_s[n] = std::clamp(g, 0.0F, ceiling_s);
    }
  }

  void read_variance(const Conditions&, std::span<const float> conductance_s,
                     std::span<float> variance_s2) const override {
    const auto g_max_s = static_cast<float>(g_max_.value());
    for (std::size_t n = 0; n < conductance_s.size(); ++n) {
      const float sigma = read_.sigma_s(conductance_s[n], g_max_s);
      variance_s2[n] = sigma * sigma;
    }
  }
  bool has_read_noise(const Effects& effects) const override {
    return read_.sigma > 0 && effects.has(Effect::read_noise);
  }
  Effects effects() const override {
    Effects modelled;
    if (programming_.sigma > 0) modelled = modelled.with({Effect::programming_error});
    if (read_.sigma > 0) modelled = modelled.with({Effect::read_noise});
    return modelled;
  }
  const CellCost& cost() const override { return cost_; }

 private:
  int levels_ = 0;
  Conductance g_max_;
  double on_off_ratio_ = 0;
  ErrorSpec programming_;
  ErrorSpec read_;
  CellCost cost_;
};

}  // namespace

extern const Kind<Cell> rram_kind;
const Kind<Cell> rram_kind{"rram", "Resistive memory with programming error and read noise.",
                           []() -> std::shared_ptr<Cell> { return std::make_shared<RramCell>(); }};

}  // namespace mho
