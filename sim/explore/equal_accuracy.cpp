#include "sim/explore/equal_accuracy.hpp"

#include <array>
#include <limits>

#include "models/adcs/adc.hpp"
#include "sim/explore/paired_difference.hpp"

namespace mho {

namespace {

constexpr int kMostBits = 16;  // of QuantizationSpec
constexpr int kScaleSteps = 100;

/// Resolutions that a search moves, in the order in which equally good steps are preferred.
struct Bits {
  static constexpr std::size_t kKnobs = 3;
  static constexpr std::array<const char*, kKnobs> kKeys{
      "chip.tile.macro.adc.bits", "quantization.activation_bits", "quantization.weight_bits"};
  std::array<int, kKnobs> of{};  ///< 0: the machine has no such knob

  bool operator==(const Bits&) const = default;
};

/// Of the machine, and as the run found those of the network that it was not asked for.
Bits given_bits(Candidate& candidate) {
  const TileSpec& tile = candidate.spec().chip.tile;
  const AnalogMacroSpec* macro = tile.macros > 0 ? tile.macro.analog() : nullptr;
  const std::optional<Results>& face = candidate.run({}).results;
  return {{macro ? macro->adc->bits() : 0, face ? face->activation_bits : 0,
           face ? face->weight_bits : 0}};
}

/// "ADC 8 -> 6 bits, weights 8 -> 7 bits", empty without a difference.
std::string difference_text(const Bits& from, const Bits& to) {
  static constexpr std::array<const char*, Bits::kKnobs> kNames{"ADC", "activations", "weights"};
  std::string text;
  for (std::size_t i = 0; i < Bits::kKnobs; ++i)
    if (from.of[i] != to.of[i])
      text += (text.empty() ? "" : ", ") + std::string(kNames[i]) + " " +
              std::to_string(from.of[i]) + " -> " + std::to_string(to.of[i]) + " bits";
  return text;
}

class Search {
 public:
  Search(Candidate& candidate, const AccuracyTarget& target)
      : candidate_(candidate), target_(target), given_(given_bits(candidate)) {}

  EqualAccuracy found() {
    const Trial& face = candidate_.run({});
    if (!face.results) return done({}, "", "");
    if (!accuracy_of(face)) return lacking({}, "no labels, so no accuracy to make equal");
    if (reaches(face)) return fewer_bits(given_);
    if (const std::string open = left_open(face); !open.empty()) return done({}, "nothing", open);
    if (reaches(candidate_.run(scaled(0)))) return less_noise();
    return more_bits();
  }

 private:
  /// Says that the images and trials leave open whether `face` falls short; empty when they do not.
  std::string left_open(const Trial& face) const {
    constexpr double kPoints = 100;
    if (!target_.judged || !face.results->judged) return "";
    const CrossedMean below = paired_difference(*target_.judged, *face.results->judged);
    if (!below.ci95 || kPoints * below.ci95->low > target_.points) return "";
    const auto text = [](double share) { return format_si_rounded(kPoints * share, "", 3); };
    return "as it is: no difference of more than " + format_si(target_.points, "") +
           (target_.points == 1 ? " point" : " points") + " from " + target_.machine +
           " at 95 %; paired by image and trial it is " + text(below.mean) + " below (" +
           text(below.ci95->low) + " to " + text(below.ci95->high) + ")";
  }
  EqualAccuracy done(const Changes& changes, const std::string& scaled, const std::string& change) {
    EqualAccuracy done{row_of(RowKind::equal_accuracy, candidate_, candidate_.run(changes), change),
                       changes};
    done.row.scaled = scaled;
    return done;
  }
  EqualAccuracy lacking(const Changes& changes, const std::string& lack) {
    EqualAccuracy lacking = done(changes, "nothing", "");
    lacking.row.lack.push_back(lack);
    return lacking;
  }
  bool reaches(const Trial& trial) const { return accuracy(trial) >= target_.percent; }
  Changes changes_to(const Bits& bits) const {
    Changes changes;
    for (std::size_t i = 0; i < Bits::kKnobs; ++i)
      if (bits.of[i] != given_.of[i])
        changes.push_back(std::string(Bits::kKeys[i]) + "=" + std::to_string(bits.of[i]));
    return changes;
  }
  const Trial& at(const Bits& bits) { return candidate_.run(changes_to(bits)); }
  static Changes scaled(int hundredths) {
    return {"conditions.error_scale=" + format_si(hundredths / double{kScaleSteps}, "")};
  }
  static double energy_j(const Trial& trial) {
    return trial.results->find("energy.per_inference")->value;
  }
  static double accuracy(const Trial& trial) {
    return accuracy_of(trial).value_or(-std::numeric_limits<double>::infinity());
  }
  /// The points one bit away, in the order of preference.
  static std::vector<Bits> neighbors(const Bits& bits, int step) {
    std::vector<Bits> near;
    for (std::size_t i = 0; i < Bits::kKnobs; ++i) {
      Bits next = bits;
      next.of[i] += step;
      if (bits.of[i] > 0 && next.of[i] >= 1 && (step < 0 || next.of[i] <= kMostBits))
        near.push_back(next);
    }
    return near;
  }

  EqualAccuracy fewer_bits(Bits bits) {
    for (;;) {
      const Bits here = bits;
      double least_j = std::numeric_limits<double>::infinity();
      for (const Bits& next : neighbors(here, -1)) {
        const Trial& trial = at(next);
        if (!reaches(trial) || energy_j(trial) > energy_j(at(here)) || energy_j(trial) >= least_j)
          continue;
        least_j = energy_j(trial);
        bits = next;
      }
      if (bits == here) break;
    }
    if (bits == given_)
      return done({}, "nothing", "as it is: one bit less does not reach it or saves nothing");
    return done(changes_to(bits), "bits", difference_text(given_, bits));
  }

  EqualAccuracy less_noise() {
    int reaching = 0;
    int failing = kScaleSteps;
    while (failing - reaching > 1) {
      const int middle = (reaching + failing) / 2;
      (reaches(candidate_.run(scaled(middle))) ? reaching : failing) = middle;
    }
    return done(scaled(reaching), "noise",
                "needs noise x " + format_si(reaching / double{kScaleSteps}, "") +
                    " (programming error and read noise of the cells)");
  }

  EqualAccuracy more_bits() {
    Bits bits = given_;
    while (!reaches(at(bits))) {
      const Bits here = bits;
      double best = accuracy(at(here));
      for (const Bits& next : neighbors(here, +1)) {
        const double found = accuracy(at(next));
        if (found <= best) continue;
        best = found;
        bits = next;
      }
      if (bits == here)
        return lacking(changes_to(bits),
                       "does not reach it, neither with cells without programming error "
                       "and read noise nor with more bits (best: " +
                           format_si_rounded(best, "%", 4) + ")");
    }
    return fewer_bits(bits);
  }

  Candidate& candidate_;
  const AccuracyTarget& target_;
  Bits given_;
};

}  // namespace

std::optional<double> accuracy_of(const Trial& trial) {
  if (!trial.results) return std::nullopt;
  for (const char* name : {"accuracy.analog.mean", "accuracy.quantized"})
    if (const Metric* metric = trial.results->find(name)) return metric->value;
  return std::nullopt;
}

EqualAccuracy equal_accuracy(Candidate& candidate, const AccuracyTarget& target) {
  return Search(candidate, target).found();
}

}  // namespace mho
