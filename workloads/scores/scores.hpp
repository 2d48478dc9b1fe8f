// The rows of the catalogue, each made in its own file. Private to this folder.
#pragma once

#include "workloads/scores/score.hpp"

namespace mho {

Score perplexity_score();
Score mse_score();
Score r2_score();
Score agreement_score();
Score cosine_score();
Score mean_iou_score();
Score auc_score();
Score top5_score();

}  // namespace mho
