#include "devices/telegraph_noise.hpp"

#include <bit>
#include <cmath>

#include "devices/draws.hpp"

namespace mho {

void TelegraphNoise::fields(Fields& f) {
  f.choice("speed", speed,
           {{"slow", "the state holds over one look at the chip"},
            {"fast", "the state changes from read to read"}},
           "How fast traps switch.");
  f.number("cells", cells, {0, 1}, "Share of cells that have a trap.");
  f.number("filled", filled, {0, 1}, "Share of the time that a trap is filled.");
  pieces_field(f, "amplitude", amplitude,
               "Relative change dG / g of a filled trap as a function of x = g / g_max.");
}

bool TelegraphNoise::is_zero() const {
  return cells == 0 || filled == 0 || filled == 1 || mho::is_zero(amplitude);
}

void TelegraphNoise::apply(double age_s, const ConductanceRange& range, const Stream& stream,
                           std::span<float> conductance_s) const {
  if (speed != Speed::slow) return;
  std::vector<std::int32_t> trap(conductance_s.size());
  std::vector<std::int32_t> state(conductance_s.size());
  drawn_for(stream, Draw::trap).integers(0, kDrawBound, trap);
  drawn_for(stream, Draw::trap_state)
      .child(std::bit_cast<std::uint64_t>(age_s))
      .integers(0, kDrawBound, state);
  const auto trapped_below = std::llround(cells * kDrawBound);
  const auto filled_below = std::llround(filled * kDrawBound);
  for (std::size_t n = 0; n < trap.size(); ++n) {
    if (trap[n] >= trapped_below) continue;
    const auto g = static_cast<double>(conductance_s[n]);
    const double now = state[n] < filled_below ? 1 : 0;
    conductance_s[n] =
        static_cast<float>(g * (1 - value_at(amplitude, g / range.max_s) * (now - filled)));
  }
}

double TelegraphNoise::variance_s2(double conductance_s, const ConductanceRange& range) const {
  if (speed != Speed::fast) return 0;
  const double step = value_at(amplitude, conductance_s / range.max_s) * conductance_s;
  return cells * filled * (1 - filled) * step * step;
}

}  // namespace mho
