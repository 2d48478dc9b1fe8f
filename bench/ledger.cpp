// What it takes to write a ledger of millions of lines: JSON, CSV and HDF5; seconds, bytes, and the
// peak memory of all of it, the ledger included.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>

#include "sim/report/hdf5/run_hdf5.hpp"
#include "sim/report/json.hpp"
#include "sim/report/run_csv.hpp"

namespace mho {

namespace {

/// Of a chip with a tile for each 100 lines, as 20 components and 50 layers share them.
Results results_of(int lines) {
  Results results;
  results.metrics = {{"energy.per_inference", 1, "J", "Energy.", "ledger"}};
  for (int i = 0; i < 20; ++i) {
    PartRow part;
    part.component = "component " + std::to_string(i);
    for (int k = 0; k < 5; ++k)
      part.prices.push_back({"action " + std::to_string(k),
                             1e-12,
                             "a source of many words",
                             {"chip.tile.component.energy"}});
    results.parts.push_back(part);
  }
  for (int i = 0; i < lines; ++i)
    results.ledger.add(static_cast<std::size_t>(i % 20), i % 5, "layer " + std::to_string(i % 50),
                       i / 100, 1000 + i % 977, to_exact(from_si<Energy>(1e-12 * (1 + i % 31))));
  return results;
}

void timed(const char* name, const std::function<double()>& work) {
  const auto start = std::chrono::steady_clock::now();
  const double bytes = work();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%-6s  %7.1f s  %8.1f MB  %8.0f MB of memory at most\n", name, seconds.count(),
              bytes / 1e6, static_cast<double>(usage.ru_maxrss) / 1e3);
  std::fflush(stdout);
}

/// Counts what is written, and keeps nothing.
class Counter final : public std::streambuf {
 public:
  double bytes = 0;

 protected:
  int_type overflow(int_type letter) override { return ++bytes, letter; }
  std::streamsize xsputn(const char*, std::streamsize count) override {
    return bytes += static_cast<double>(count), count;
  }
};

template <class Write>
double counted(const Write& write) {
  Counter counter;
  std::ostream out(&counter);
  write(out);
  return counter.bytes;
}

}  // namespace

}  // namespace mho

int main(int argc, char** argv) {
  using namespace mho;
  const int lines = argc > 1 ? std::atoi(argv[1]) : 10'000'000;
  std::printf("%d lines\n", lines);
  Results results;
  timed("made", [&] { return results = results_of(lines), 0.0; });
  const StoredRun run = stored_run(results);
  timed("HDF5", [&] { return static_cast<double>(with_run("", run).size()); });
  timed("CSV",
        [&] { return counted([&](std::ostream& out) { write_csv(*run.table("ledger"), out); }); });
  timed("JSON", [&] { return counted([&](std::ostream& out) { write_json(run, out); }); });
}
