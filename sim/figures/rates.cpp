#include "sim/figures/rates.hpp"

#include <algorithm>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/prefixes.hpp"
#include "sim/engine/steady.hpp"

namespace mho {

namespace {}  // namespace

std::optional<double> steady_throughput(const EngineResult& engine) {
  const std::vector<std::int64_t> ends = turn_ends(engine);
  if (ends.size() < 2) return std::nullopt;
  const std::int64_t between_fs = ends.back() - ends.front();
  require(between_fs > 0, "a turn of the schedule does not end after the one before");
  const double interval_fs =
      static_cast<double>(between_fs) / static_cast<double>((std::ssize(ends) - 1) * engine.turn);
  // The last images share ports and links with none behind them, so that their results come a
  // little closer together than any resource could go on.
  const double need_fs =
      static_cast<double>(engine.busiest_fs) / static_cast<double>(engine.images());
  return 1 / (std::max(interval_fs, need_fs) * kFemto);
}

double average_throughput(const EngineResult& engine) {
  return static_cast<double>(engine.images()) / (static_cast<double>(engine.end_fs) * kFemto);
}

Time turn_latency(const EngineResult& engine) {
  const auto first = engine.finish_fs.begin();
  const std::int64_t last_fs =
      *std::max_element(first, first + std::min(engine.turn, engine.images()));
  return from_si<Time>(static_cast<double>(last_fs - engine.start_fs.front()) * kFemto);
}

}  // namespace mho
