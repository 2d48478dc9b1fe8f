// The stages of a score: the terms of each image, in floating point, in exact integers, on a
// trial's chip.
#pragma once

#include "sim/run/stages.hpp"
#include "workloads/scores/score.hpp"

namespace mho {

/// What is scored, on what: all that terms depend on beside the outputs.
struct Scoring {
  const Score* score = nullptr;
  ScoreForm form;  ///< a function of network and set
  Kept<Graph> network;
  Kept<Dataset> set;
  Kept<QuantizedGraph> graph;
  Kept<Images> images;   ///< of the set
  int count = 0;         ///< of images, from the front
  Kept<Images> exact{};  ///< outputs of the exact integers; null where the score needs none

  void read(KeyHasher& hasher) const {
    hasher(score->name, network.key, set.key, graph.key, images.key, count);
  }
};

/// The outputs of the first `count` images in exact integers.
struct ExactOutputsStage {
  using Result = Images;
  static constexpr const char* kName = "exact outputs";
  static constexpr Worth kWorth = Worth::memory;

  Kept<QuantizedGraph> graph;
  Kept<Images> images;
  int count;

  void read(KeyHasher& hasher) const { hasher(graph.key, images.key, count); }
  Images compute(const RunControl& control) const;
};

struct FloatTermsStage {
  using Result = std::vector<double>;
  static constexpr const char* kName = "float terms";
  static constexpr Worth kWorth = Worth::folder;

  Scoring scoring;

  void read(KeyHasher& hasher) const { scoring.read(hasher); }
  std::vector<double> compute(const RunControl& control) const;
};

struct IntegerTermsStage {
  using Result = std::vector<double>;
  static constexpr const char* kName = "integer terms";
  static constexpr Worth kWorth = Worth::folder;

  Scoring scoring;

  void read(KeyHasher& hasher) const { scoring.read(hasher); }
  std::vector<double> compute(const RunControl& control) const;
};

/// Computed by trial_results().
struct TrialTermsStage {
  using Result = std::vector<double>;
  static constexpr const char* kName = "terms of a trial";
  static constexpr Worth kWorth = Worth::folder;

  ProgrammedStage programmed;
  const Scoring& scoring;

  void read(KeyHasher& hasher) const {
    programmed.read(hasher);
    scoring.read(hasher);
  }
  std::vector<double> compute_on(const ProgrammedNetwork& chip, int threads,
                                 const Progress& tell) const;
};

}  // namespace mho
