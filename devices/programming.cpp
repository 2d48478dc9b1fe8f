#include "devices/programming.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "devices/draws.hpp"
#include "devices/remembered.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr std::size_t kBlock = 64;

/// Errors in standard deviations, of cells first, first + 1, ...
void draw(ProgrammingError::Distribution distribution, const Stream& stream, std::uint64_t first,
          std::span<float> out) {
  switch (distribution) {
    case ProgrammingError::Distribution::normal:
      stream.normals(first, out);
      return;
    case ProgrammingError::Distribution::uniform: {
      constexpr std::uint32_t kBound = 1U << 24;
      std::array<std::int32_t, kBlock> words;
      for (std::size_t n = 0; n < out.size(); n += kBlock) {
        const std::size_t count = std::min(kBlock, out.size() - n);
        stream.integers(first + n, kBound, std::span(words).first(count));
        for (std::size_t i = 0; i < count; ++i) {
          const double centered = (words[i] + 0.5) / kBound - 0.5;
          out[n + i] = static_cast<float>(centered * std::sqrt(12.0));
        }
      }
      return;
    }
  }
  throw Bug("a programming error without distribution");
}

/// The first pulse draws from the cells' own stream, each further one from a child of it.
Stream pulse_stream(const Stream& stream, int pulse) {
  if (pulse == 1) return stream;
  return stream.child(static_cast<std::uint64_t>(Draw::pulse) +
                      static_cast<std::uint64_t>(pulse - 2));
}

}  // namespace

void ProgrammingError::fields(Fields& f) {
  curve.fields(f);
  f.choice("distribution", distribution,
           {{"normal", "normal"}, {"uniform", "uniform, with the same standard deviation"}},
           "Of the error.", Presence::optional);
}

void WriteVerify::fields(Fields& f) {
  f.number("tolerance", tolerance, {0, 1e9},
           "Largest relative deviation from the target that the verifying read accepts.");
  f.choice("relative_to", relative_to,
           {{"g_max", "tolerance x g_max"}, {"target", "tolerance x target"}},
           "What the tolerance is relative to.");
  f.integer("max_pulses", max_pulses, {1, 10000}, "Pulses after which the loop gives up.");
}

double WriteVerify::tolerance_s(double target_s, const ConductanceRange& range) const {
  return tolerance * (relative_to == RelativeTo::target ? target_s : range.max_s);
}

void first_draws(ProgrammingError::Distribution distribution, const Stream& stream,
                 std::span<float> draws) {
  draw(distribution, stream, 0, draws);
}

void program(const ProgrammingError& error, const std::optional<WriteVerify>& verify,
             const ConductanceRange& range, const Stream& stream, std::span<const float> target_s,
             std::span<float> conductance_s, std::span<int> pulses) {
  const int most = verify ? verify->max_pulses : 1;
  auto sigma_s = remembered<double>(
      [&](float target) { return error.curve.sigma_s(static_cast<double>(target), range); });
  std::array<float, kBlock> xi;
  std::array<std::size_t, kBlock> open;  // cells of the block that are still to be written
  for (std::size_t first = 0; first < target_s.size(); first += kBlock) {
    const std::size_t count = std::min(kBlock, target_s.size() - first);
    std::iota(open.begin(), open.end(), first);
    std::size_t left = count;
    for (int pulse = 1; pulse <= most && left > 0; ++pulse) {
      draw(error.distribution, pulse_stream(stream, pulse), first, std::span(xi).first(count));
      std::size_t kept = 0;
      for (std::size_t i = 0; i < left; ++i) {
        const std::size_t n = open[i];
        const auto target = static_cast<double>(target_s[n]);
        const double aim = pulse == 1 ? static_cast<double>(conductance_s[n]) : target;
        const double g = aim + sigma_s(target_s[n]) * static_cast<double>(xi[n - first]);
        conductance_s[n] = static_cast<float>(g);
        if (!pulses.empty()) pulses[n] = pulse;
        const bool accepted = !verify || std::abs(g - target) <= verify->tolerance_s(target, range);
        if (!accepted) open[kept++] = n;
      }
      left = kept;
    }
  }
}

ProgrammingEffort summed(const CellGrid& grid, std::span<const int> pulses) {
  ProgrammingEffort effort;
  for (int row = 0; row < grid.rows; ++row) {
    const auto cells = pulses.subspan(static_cast<std::size_t>(row) * grid.columns, grid.columns);
    effort.pulses += std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
    effort.row_pulses += cells.empty() ? 0 : *std::max_element(cells.begin(), cells.end());
  }
  return effort;
}

}  // namespace mho
