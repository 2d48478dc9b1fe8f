// Which designs are worth another look, more careful than the last.
#pragma once

#include <vector>

#include "sim/explore/design/evaluator.hpp"
#include "sim/explore/front/front.hpp"
#include "sim/explore/screen/loss_law.hpp"

namespace mho {

/// Not dominated by another that is as bad as its interval allows, were it as good as its own. Of a
/// sweep without objectives: whether there is such a design.
bool may_be_on_front(const Judgement& own, const std::vector<const Judgement*>& others,
                     bool has_objectives);

/// Designs of one number are of the same network.
int network_of(const Space& space, const Choice& choice);

/// That the look is not taken, for what is predicted of it.
Record screened_out(const Evaluator& evaluator, const Space& space, const Choice& choice, int look,
                    const LossPrediction& predicted);

}  // namespace mho
