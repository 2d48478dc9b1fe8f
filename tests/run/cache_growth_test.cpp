// A cache in memory is bounded by what its values hold, and not by what they seem to.
#include <malloc.h>

#include <catch2/catch.hpp>

#include "sim/cache/cache.hpp"
#include "sim/figures/run.hpp"
#include "tests/paths.hpp"

namespace mho {

TEST_CASE("designs of ever new prices do not make a process grow beyond its cache's bound") {
  Document quickstart = Document::load(std::string(kSourceDir) + "/configs/runs/quickstart.yaml");
  quickstart.set("engine.values=off");
  quickstart.set("engine.images=1");
  constexpr std::int64_t kBound = 1 << 20;
  Cache cache(std::nullopt, kBound);
  RunControl control;
  control.cache = &cache;
  control.threads = 1;
  const auto bytes_after = [&](int first, int last) {
    for (int i = first; i < last; ++i) {
      Document design = quickstart;
      design.set("chip.supply=0." + std::to_string(8000 + i) + " V");
      static_cast<void>(run(design, control));
    }
    const auto info = mallinfo2();
    return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
  };
  const double empty = bytes_after(0, 1), full = bytes_after(1, 40);
  CHECK(full - empty < 2.0 * kBound);
  // 60 more would hold another 2 MB.
  CHECK(bytes_after(40, 100) - full < 0.2 * kBound);
}

}  // namespace mho
