#include <algorithm>
#include <array>

#include "sim/base/error.hpp"
#include "workloads/scores/scores.hpp"

namespace mho {

const std::vector<Score>& score_catalogue() {
  static const std::vector<Score> all{perplexity_score(), mse_score(),    r2_score(),
                                      agreement_score(),  cosine_score(), mean_iou_score(),
                                      auc_score(),        top5_score()};
  return all;
}

const Score* score_of(JudgedBy kind) {
  const auto& all = score_catalogue();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Score& each) { return each.kind == kind; });
  return found == all.end() ? nullptr : &*found;
}

const std::vector<Word>& judged_by_words() {
  static const std::vector<Word> words = [] {
    std::vector<Word> all{
        {"data",
         "By what there is: labels that are classes, top1; a class for each token or pixel, "
         "perplexity or mean_iou; numbers of the output's shape, mse; else snr."},
        {"top1", "Share of images whose largest output is the label: accuracy."},
        {"snr", "Signal to noise of the output against the exact integers; needs no labels."}};
    for (const Score& score : score_catalogue()) {
      require(static_cast<std::size_t>(score.kind) == all.size(), "scores out of order");
      all.push_back({score.name, score.sentence});
    }
    return all;
  }();
  return words;
}

}  // namespace mho
