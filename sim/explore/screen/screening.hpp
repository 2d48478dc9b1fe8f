// Which of many designs, of which one cheap look has told all but their accuracy, are worth a
// measurement. What they lose is predicted from the noise of their layers by a law that is learned
// from those measured so far; a design is measured unless even the good end of the prediction
// leaves it behind a design that was measured, or beyond a limit. At the end some of those left
// out, drawn at random, are measured nevertheless, to see what the screening is worth.
//
// In batches: the same designs whatever the order in which those of a batch are told.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/design/goal.hpp"
#include "sim/explore/screen/loss_law.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

struct ScreenedDesign {
  double noise = 0;           ///< over signal at the output, as powers
  std::vector<double> costs;  ///< by objective; the loss's counts for nothing
  int network = 0;            ///< designs of one number share a law
};

/// How well losses were predicted; of designs whose prediction came before their measurement.
struct ScreeningReport {
  std::size_t designs = 0;
  std::size_t left_out = 0;                  ///< of these, without a measurement
  std::size_t held_out = 0;                  ///< screened out, but measured as a check
  std::size_t held_out_on_front = 0;         ///< that no measured design dominates after all
  std::size_t predicted = 0;                 ///< measured after their prediction
  std::size_t inside = 0;                    ///< of these, within the interval
  double median_error = 0;                   ///< of these, points
  std::optional<double> rank_correlation{};  ///< of these (Spearman); none where all are alike
};

std::vector<std::string> sentences_of(const ScreeningReport& report);

class Screening {
 public:
  /// Of goals the loss (kLossMetric) is predicted. `seed`: of those that are held out.
  Screening(std::vector<ScreenedDesign> designs, const std::vector<Objective>& objectives,
            const std::vector<Constraint>& constraints, std::int64_t seed);

  /// Designs to measure, by number; all of them must be told before the next. None: the others are
  /// left out.
  std::vector<std::size_t> next();
  void tell(std::size_t design, double loss, const Judgement& judgement);

  bool is_measured(std::size_t design) const { return known_[design].measured; }
  /// By all that was measured; after the first batch.
  LossPrediction predicted(std::size_t design) const;
  ScreeningReport report() const;

 private:
  struct Known {
    bool measured = false;
    double loss = 0;
    Judgement judgement{};
    std::optional<LossPrediction> before{};  ///< as it was predicted when it was chosen
  };

  std::vector<std::size_t> first_batch() const;
  std::vector<std::size_t> best_of(const std::vector<std::size_t>& candidates) const;
  std::vector<std::size_t> held_out(std::vector<std::size_t> candidates) const;
  std::vector<std::size_t> unmeasured() const;
  void learn();
  bool may_be_wanted(std::size_t design) const;
  std::vector<double> costs_at(std::size_t design, double loss) const;
  bool is_dominated(const std::vector<double>& costs) const;

  std::vector<ScreenedDesign> designs_;
  std::optional<std::size_t> loss_;  ///< which objective it is
  std::vector<Constraint> limits_;   ///< on it
  std::int64_t seed_;
  std::vector<Known> known_;     ///< by design
  std::map<int, LossLaw> laws_;  ///< by network
  std::vector<std::size_t> held_out_;
  enum class Phase { spread, chosen, checked } phase_ = Phase::spread;
};

}  // namespace mho
