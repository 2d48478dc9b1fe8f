// What a network's outputs are worth where the share of correct classes is not the question: a
// score is one file of this folder and one row of the catalogue. It makes a few numbers (terms) of
// the outputs of one image, and says how the terms of all images become one figure. Nothing here
// knows of hardware: the same terms are taken of the float network, of the exact integers and of
// each chip, on the same images.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"

namespace mho {

/// What a run is judged by: `workload.metric`. Those from perplexity on are scores, in the order of
/// score_catalogue().
enum class JudgedBy {
  data,
  top1,
  snr,
  perplexity,
  mse,
  r2,
  agreement,
  cosine,
  mean_iou,
  auc,
  top5
};

/// Where the numbers of one position (token, pixel) are in the network's output, in the order of
/// its file.
struct ScoreForm {
  Shape output;
  std::int64_t positions = 1;
  std::int64_t classes = 1;  ///< numbers of a position
  std::int64_t inner = 1;    ///< step from one class to the next

  std::size_t at(std::int64_t position, std::int64_t number) const {
    return static_cast<std::size_t>(((position / inner) * classes + number) * inner +
                                    position % inner);
  }
};

/// One image, all in the order of their files.
struct ScoredImage {
  std::span<const double> output;  ///< real values; logits where the network ends in Softmax
  std::span<const float> input;    ///< as the network reads it
  std::span<const float> targets;  ///< empty: none
  std::span<const double> exact;   ///< the exact integers' output; of scores that compare with it
};

/// Terms by image: [images][each].
struct Terms {
  std::size_t each = 0;
  std::vector<double> values;

  int images() const { return each == 0 ? 0 : static_cast<int>(values.size() / each); }
  std::span<const double> of(int image) const {
    return std::span(values).subspan(static_cast<std::size_t>(image) * each, each);
  }
};

/// A figure of some images, and what it would be without each one of them: what its interval over
/// images is found from (sim/run/scored.hpp).
struct Combined {
  double figure = 0;
  std::vector<double> without;  ///< by image
};

/// What values a figure can have, and on which scale it is about normal.
enum class ScoreScale {
  share,      ///< 0 to 1
  positive,   ///< above 0, in its logarithm
  at_most_1,  ///< below 1, in the logarithm of what it lacks of 1
  cosine      ///< -1 to 1
};

struct Score {
  JudgedBy kind;
  const char* name;      ///< of keys and metrics
  const char* title;     ///< of reports: "mean squared error"
  const char* unit;      ///< "%": a share, printed in percent
  const char* sentence;  ///< what it is, and what labels it takes
  const char* formula;
  ScoreScale scale;
  bool more_is_better;
  bool compares_with_exact;  ///< needs no labels
  bool of_probabilities;     ///< of what a Softmax at the network's end makes of its logits
  /// Why the set cannot be scored; empty where it can. `form` becomes that of the outputs.
  std::string (*misfit)(const Graph& network, const Dataset& set, ScoreForm& form);
  std::size_t (*terms)(const ScoreForm& form);
  void (*score)(const ScoreForm& form, const ScoredImage& image, std::span<double> terms);
  Combined (*combine)(const Terms& terms);
};

const std::vector<Score>& score_catalogue();

/// Null for what is no score.
const Score* score_of(JudgedBy kind);

/// The words of `workload.metric`.
const std::vector<Word>& judged_by_words();

/// For a score's file: `figure` of the sums of the terms over the images, and without each.
Combined combined_sums(const Terms& terms, double (*figure)(std::span<const double> sums));

/// For a score's file: positions and classes of the network's output so that there is a position
/// for each element of `targets` (the shape of one image's, no axis of size 1 counted); where it is
/// null, classes are on the last axis, or on the first of an image. Of several such axes the last
/// (of an image the first) is taken. False where there is none.
bool find_classes(const Shape& output, const Shape* targets, ScoreForm& form);

/// For a score's file: the class of the largest number at a position, the first on a tie.
std::int64_t largest_class(const ScoreForm& form, std::span<const double> output,
                           std::int64_t position);

/// The shape of the network's output.
const Shape& output_of(const Graph& network);

/// The value whose elements are scored: what a Softmax at the network's end reads, which integer
/// networks leave out, else the output.
int logits_of(const Graph& network);

/// What the Softmax at the network's end, if there is one, makes of its logits.
void apply_last_softmax(const Graph& network, std::span<double> output);

}  // namespace mho
