// Converters that double a residue stage by stage (pipeline, cyclic) with 1.5-bit stages: a stage
// decides d = -1, 0 or 1 by two comparators at -1/4 and 1/4 of the reference, and passes on the
// residue ((1 + r) v - d r) / e, ideally 2 v - d, of its two capacitors' ratio r and its
// amplifier's e = 1 + 1/(A beta), beta = 1/(1 + r). What a comparator decides wrongly the later
// stages make good (Lewis et al., IEEE JSSC 27 (1992) 351); capacitors and amplifier do harm. The
// last two bits come from comparators on the last residue.
#pragma once

#include <span>
#include <vector>

#include "models/adcs/common_adc.hpp"

namespace mho {

struct ResidueStage {
  double signal_gain = 2;     ///< residue per input
  double reference_gain = 1;  ///< residue per decision
  double low = -0.25;         ///< comparators, of the reference
  double high = 0.25;
};

/// Component errors of stages, and one stage that is drawn with them.
struct ResidueErrors {
  double capacitor_mismatch = 0;  ///< relative, of each capacitor
  double amplifier_gain = 0;      ///< A; 0: infinite
  double comparator_offset = 0;   ///< standard deviation, share of full scale

  void fields(Fields& f);
  bool any() const { return capacitor_mismatch > 0 || amplifier_gain > 0 || comparator_offset > 0; }
  ResidueStage draw(const Stream& stage) const;
};

/// The thresholds (see Adc) of a converter of stages.size() + 2 bits. A transfer that falls
/// somewhere is given by its rising rearrangement, which is what a code density test finds: each
/// code is as wide as all inputs that give it.
void residue_thresholds(std::span<const ResidueStage> stages, std::span<double> thresholds);

}  // namespace mho
