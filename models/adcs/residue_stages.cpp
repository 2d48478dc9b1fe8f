#include "models/adcs/residue_stages.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Inputs in [low, high) of the converter's reference, whose residue is slope * input + start.
struct Piece {
  double low, high;
  double slope, start;
};

/// The part of a piece whose residue lies in [from, to).
Piece part_of(const Piece& piece, double from, double to) {
  Piece part = piece;
  part.low = std::max(piece.low, (from - piece.start) / piece.slope);
  part.high = std::min(piece.high, (to - piece.start) / piece.slope);
  return part;
}

constexpr double kFar = 1e9;

/// Adds to width[code] the inputs of `piece` that give the code; `sum` is what the decisions
/// before `stage` amount to, in codes from the middle.
void add_widths(std::span<const ResidueStage> stages, const Piece& piece, int sum,
                std::span<double> width) {
  if (piece.low >= piece.high) return;
  const int middle = static_cast<int>(width.size() / 2);
  if (stages.empty()) {
    // Twice the residue, rounded to -2 .. 2.
    const double edges[] = {-kFar, -0.75, -0.25, 0.25, 0.75, kFar};
    for (int q = 0; q < 5; ++q) {
      const Piece part = part_of(piece, edges[q], edges[q + 1]);
      if (part.low >= part.high) continue;
      const int code = std::clamp(middle + sum + q - 2, 0, 2 * middle - 1);
      width[code] += part.high - part.low;
    }
    return;
  }
  const ResidueStage& stage = stages[0];
  const double edges[] = {-kFar, stage.low, stage.high, kFar};
  const int weight = 1 << stages.size();
  for (int d = -1; d <= 1; ++d) {
    Piece part = part_of(piece, edges[d + 1], edges[d + 2]);
    part.slope = piece.slope * stage.signal_gain;
    part.start = piece.start * stage.signal_gain - d * stage.reference_gain;
    add_widths(stages.subspan(1), part, sum + d * weight, width);
  }
}

}  // namespace

void ResidueErrors::fields(Fields& f) {
  f.number("capacitor_mismatch", capacitor_mismatch, {0, 0.1},
           "Relative standard deviation of a stage's capacitors.", Presence::optional);
  f.number("amplifier_gain", amplifier_gain, {0, 1e9},
           "Gain of a stage's amplifier, at least 10; 0: infinite.", Presence::optional);
  f.rule(amplifier_gain == 0 || amplifier_gain >= 10, "amplifier_gain",
         "must be 0 (infinite) or at least 10");
  f.number("comparator_offset", comparator_offset, {0, 0.1},
           "Standard deviation of a comparator's offset, as a share of full scale.",
           Presence::optional);
}

ResidueStage ResidueErrors::draw(const Stream& stage) const {
  const std::vector<double> normals = standard_normals(stage, 4);
  const double ratio =
      (1 + capacitor_mismatch * normals[0]) / (1 + capacitor_mismatch * normals[1]);
  const double loss = amplifier_gain > 0 ? 1 + (1 + ratio) / amplifier_gain : 1;
  // Full scale is two references.
  ResidueStage drawn;
  drawn.signal_gain = (1 + ratio) / loss;
  drawn.reference_gain = ratio / loss;
  drawn.low += 2 * comparator_offset * normals[2];
  drawn.high += 2 * comparator_offset * normals[3];
  if (drawn.low > drawn.high) std::swap(drawn.low, drawn.high);
  return drawn;
}

void residue_thresholds(std::span<const ResidueStage> stages, std::span<double> thresholds) {
  const std::size_t codes = std::size_t{4} << stages.size();
  require(thresholds.size() + 1 == codes, "residue_thresholds: not one less than the codes");
  std::vector<double> width(codes, 0);
  // Inputs beyond twice full scale change nothing: they give the last codes.
  const Piece all{-2, 2, 1, 0};
  add_widths(stages, all, 0, width);
  const double codes_per_reference = static_cast<double>(codes) / 2;
  double at = all.low;
  for (std::size_t k = 0; k < thresholds.size(); ++k) {
    at += width[k];
    thresholds[k] = (at + 1) * codes_per_reference;
  }
}

}  // namespace mho
