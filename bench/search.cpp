// How much of the front of all designs of a sweep each kind of search finds with a tenth of the
// evaluations: the share of the hypervolume that the front dominates, from its worst costs and a
// tenth of its ranges beyond, each cost in parts of its range. Designs come one after the other:
// what is pending at the same time tells the search nothing.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "sim/cache/cache.hpp"
#include "sim/config/config.hpp"
#include "sim/explore/search/ranking.hpp"
#include "sim/explore/search/search.hpp"
#include "sim/explore/sweep/journal.hpp"
#include "sim/explore/sweep/sweep.hpp"

namespace mho {

namespace {

constexpr int kSeeds = 10;

using Judgements = std::map<Choice, Judgement>;
using Seconds = std::chrono::duration<double>;

/// Every design of the sweep, looked at.
Judgements all_designs(const SweepSpec& spec) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("bench_search." + std::to_string(getpid()));
  Cache cache;
  SweepRequest request{spec, folder};
  request.control.cache = &cache;
  carry_out(request);
  Judgements judgements;
  read_journal(folder / "journal", [&](const Record& record) {
    judgements[record.choice] = judgement_of(record, spec.objectives, spec.constraints);
  });
  std::filesystem::remove_all(folder);
  return judgements;
}

class WholeFront {
 public:
  explicit WholeFront(const Judgements& judgements) {
    std::vector<Judgement> all;
    for (const auto& [choice, judgement] : judgements) all.push_back(judgement);
    const std::vector<int> ranks = constrained_ranks(all);
    for (std::size_t i = 0; i < all.size(); ++i)
      if (ranks[i] == 0) front_.push_back(all[i].costs);
    best_ = worst_ = front_.at(0);
    for (const CostPoint& point : front_)
      for (std::size_t i = 0; i < point.size(); ++i) {
        best_[i] = std::min(best_[i], point[i]);
        worst_[i] = std::max(worst_[i], point[i]);
      }
  }

  std::size_t size() const { return front_.size(); }
  /// Of what it dominates, what the first part of the designs does.
  double share(const std::vector<CostPoint>& found, double part) const {
    const auto count = static_cast<std::ptrdiff_t>(part * static_cast<double>(found.size()));
    return volume({found.begin(), found.begin() + count}) / volume(front_);
  }
  int members_of(const std::vector<CostPoint>& found) const {
    return static_cast<int>(std::count_if(front_.begin(), front_.end(), [&](const auto& point) {
      return std::find(found.begin(), found.end(), point) != found.end();
    }));
  }

 private:
  double volume(std::vector<CostPoint> points) const {
    std::erase_if(points, [](const CostPoint& point) { return point.empty(); });
    for (CostPoint& point : points)
      for (std::size_t i = 0; i < point.size(); ++i)
        point[i] = (point[i] - best_[i]) / (worst_[i] - best_[i]);
    return dominated_volume(points, CostPoint(best_.size(), 1.1));
  }

  std::vector<CostPoint> front_;
  CostPoint best_, worst_;
};

/// Costs of the designs that a search looks at, one after the other; none for one that is no good.
std::vector<CostPoint> found_by(Search& search, const Judgements& judgements) {
  std::vector<CostPoint> found;
  for (;;) {
    const std::vector<Choice> choices = search.ask(1);
    if (choices.empty()) return found;
    const Judgement& judgement = judgements.at(choices[0]);
    found.push_back(holds(judgement) ? judgement.costs : CostPoint());
    search.tell(choices[0], judgement);
  }
}

void print_kind(const char* name, SearchSpec search, const SweepSpec& spec,
                const Judgements& judgements, const WholeFront& front) {
  double quarter = 0, half = 0, whole = 0, worst = 1, members = 0;
  const auto start = std::chrono::steady_clock::now();
  for (search.seed = 1; search.seed <= kSeeds; ++search.seed) {
    const auto own = make_search(search, spec.space, static_cast<int>(spec.objectives.size()));
    const std::vector<CostPoint> found = found_by(*own, judgements);
    const double share = front.share(found, 1);
    quarter += front.share(found, 0.25);
    half += front.share(found, 0.5);
    whole += share;
    worst = std::min(worst, share);
    members += front.members_of(found);
  }
  const double seconds = Seconds(std::chrono::steady_clock::now() - start).count();
  std::printf("%-9s  %6.4f  %6.4f  %6.4f  %6.4f  %7.1f  %9.2f\n", name, quarter / kSeeds,
              half / kSeeds, whole / kSeeds, worst, members / kSeeds,
              1000 * seconds / kSeeds / static_cast<double>(search.evaluations));
  std::fflush(stdout);
}

int bench(const std::string& file) {
  SweepSpec spec = read_sweep(Document::load(file));
  spec.search = {};
  const auto start = std::chrono::steady_clock::now();
  const Judgements judgements = all_designs(spec);
  const WholeFront front(judgements);
  const double seconds = Seconds(std::chrono::steady_clock::now() - start).count();
  const auto evaluations = static_cast<std::int64_t>(judgements.size() / 10);
  std::printf("%zu designs in %.0f s, %zu on the front; searches of %lld, %d seeds\n\n",
              judgements.size(), seconds, front.size(), static_cast<long long>(evaluations),
              kSeeds);
  std::printf("kind         2.5%%      5%%     10%%   worst  members  ms/design\n");
  for (const auto& [kind, name] :
       {std::pair{SearchKind::random, "random"}, std::pair{SearchKind::nsga2, "nsga2"},
        std::pair{SearchKind::tpe, "tpe"}, std::pair{SearchKind::bayesian, "bayesian"}})
    print_kind(name, {kind, evaluations, 1}, spec, judgements, front);
  return 0;
}

}  // namespace

}  // namespace mho

int main(int argc, char** argv) {
  try {
    return mho::bench(argc > 1 ? argv[1] : MHO_SOURCE_DIR "/bench/search.yaml");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return EXIT_FAILURE;
  }
}
