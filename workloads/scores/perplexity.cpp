// Perplexity of a language model: exp of the mean cross entropy of the tokens that follow (F.
// Jelinek et al., J. Acoust. Soc. Am. 62 (1977) S63), each predicted from those before it in its
// own input. 1: every token foreseen; as many as there are tokens: chosen blindly.
#include <algorithm>
#include <cmath>

#include "sim/base/quantity.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/scores/scores.hpp"

namespace mho {

namespace {

/// exp of it is the largest number that is printed.
constexpr double kMostNats = 700;

/// Without labels the input itself, one token later, says what follows.
bool from_input(const Dataset& set) { return set.targets.empty(); }

std::string problem_with_tokens(const Dataset& set, std::int64_t classes) {
  const std::vector<float>& tokens = from_input(set) ? set.pixels : set.targets;
  const auto wrong = std::find_if(tokens.begin(), tokens.end(), [&](float token) {
    return token != std::floor(token) || token >= static_cast<float>(classes) ||
           (token < 0 && from_input(set));
  });
  if (wrong == tokens.end()) return "";
  const std::size_t each = tokens.size() / static_cast<std::size_t>(set.images());
  return "image " + std::to_string(static_cast<std::size_t>(wrong - tokens.begin()) / each) +
         " has the token " + format_si_rounded(*wrong, "", 6) +
         "; allowed: whole numbers below the " + std::to_string(classes) +
         " that the network scores" +
         (from_input(set) ? "" : ", and negative ones, which are left out");
}

std::string perplexity_misfit(const Graph& network, const Dataset& set, ScoreForm& form) {
  const auto tokens = static_cast<std::int64_t>(set.image_size());
  const Shape places = from_input(set) ? Shape{tokens} : set.target_shape;
  if (!find_classes(output_of(network), &places, form))
    return "it needs a score of every token for each of the " +
           std::to_string(element_count(places)) + " positions of " +
           (from_input(set) ? "an input (without labels, the tokens of the input that follow)"
                            : "a label") +
           "; the network's output has shape " + shape_text(output_of(network));
  if (from_input(set) && tokens < 2) return "without labels it needs inputs of two tokens or more";
  return problem_with_tokens(set, form.classes);
}

void score_perplexity(const ScoreForm& form, const ScoredImage& image, std::span<double> terms) {
  const bool shifted = image.targets.empty();
  for (std::int64_t p = 0; p + (shifted ? 1 : 0) < form.positions; ++p) {
    const auto at = static_cast<std::size_t>(p);
    const float token = shifted ? image.input[at + 1] : image.targets[at];
    if (token < 0) continue;
    const double most = image.output[form.at(p, largest_class(form, image.output, p))];
    double sum = 0;
    for (std::int64_t c = 0; c < form.classes; ++c)
      sum += std::exp(image.output[form.at(p, c)] - most);
    const double logit = image.output[form.at(p, static_cast<std::int64_t>(token))];
    terms[0] += most + std::log(sum) - logit;
    terms[1] += 1;
  }
}

double perplexity_figure(std::span<const double> sums) {
  return sums[1] == 0 ? 1 : std::exp(std::min(sums[0] / sums[1], kMostNats));
}

}  // namespace

Score perplexity_score() {
  return {
      JudgedBy::perplexity,
      "perplexity",
      "perplexity",
      "",
      "Perplexity of a language model over all tokens that follow: labels [n][tokens] (negative "
      "ones are left out), or without labels the input itself, one token later.",
      "exp(sum of -ln softmax(output)[next token] / tokens)",
      ScoreScale::positive,
      false,
      false,
      false,
      perplexity_misfit,
      [](const ScoreForm&) { return std::size_t{2}; },
      score_perplexity,
      [](const Terms& terms) { return combined_sums(terms, perplexity_figure); }};
}

}  // namespace mho
