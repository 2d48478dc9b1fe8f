// What a sweep and its front keep of each design: some hundred bytes, whatever its record has.
#include <malloc.h>

#include <catch2/catch.hpp>

#include "sim/explore/design/evaluator.hpp"
#include "sim/explore/pareto/sweep_records.hpp"
#include "sim/explore/sweep/journal.hpp"
#include "sim/explore/sweep/sweep.hpp"
#include "tests/config/folder.hpp"

namespace mho {

namespace {

SweepSpec grid_of(int designs) {
  return read_sweep(Document::parse(
      "chip: {}\nvary:\n  seed: {from: 1, to: " + std::to_string(designs / 10) +
          ", step: 1}\n  chip.tiles: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"
          "objectives: {minimize: [energy.per_inference], maximize: [throughput.average]}\n",
      "grid.yaml"));
}

/// As a run leaves them: some eighty metrics, most with an interval.
void fill_journal(const SweepSpec& spec, int designs, const std::string& folder) {
  const Evaluator evaluator(spec, RunControl{});
  JournalWriter writer(folder + "/journal");
  Record record;
  for (int i = 0; i < 80; ++i) {
    const std::string name = "some.metric.of.a.run.number." + std::to_string(i);
    record.metrics[name] = i;
    record.intervals[name] = {i - 1.0, i + 1.0};
  }
  for (int i = 0; i < designs; ++i) {
    record.choice = spec.space.at(i);
    record.id = evaluator.id(record.choice, 0);
    record.keys = spec.space.labels(record.choice);
    // None is better than another in both.
    record.metrics["energy.per_inference"] = 1.0 + i % 7;
    record.metrics["throughput.average"] = 1.0 + i % 7;
    writer.add(record);
  }
}

double bytes_in_use() {
  const auto info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

/// While a sweep that has all its designs in the journal finishes the last.
double bytes_of_sweep(int designs) {
  const Folder folder;
  const SweepSpec spec = grid_of(designs);
  fill_journal(spec, designs, folder.path());
  const double before = bytes_in_use();
  double last = before;
  SweepRequest request{spec, folder.path()};
  request.tell = [&](const SweepState&) { last = bytes_in_use(); };
  const SweepState state = carry_out(request);
  CHECK(state.finished == designs);
  CHECK(state.from_journal == designs);
  return last - before;
}

double bytes_of_records(int designs) {
  const Folder folder;
  const SweepSpec spec = grid_of(designs);
  fill_journal(spec, designs, folder.path());
  const double before = bytes_in_use();
  const SweepRecords records = records_of(spec, folder.path(), RecordPart::goals);
  CHECK(records.records.size() == static_cast<std::size_t>(designs));
  return bytes_in_use() - before;
}

}  // namespace

TEST_CASE("a sweep keeps less than a kilobyte of a design, and so does its front") {
  // What does not depend on the number of designs is no matter here.
  CHECK((bytes_of_sweep(4000) - bytes_of_sweep(1000)) / 3000 < 800);
  CHECK((bytes_of_records(4000) - bytes_of_records(1000)) / 3000 < 1000);
}

}  // namespace mho
