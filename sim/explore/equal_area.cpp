#include "sim/explore/equal_area.hpp"

#include <algorithm>
#include <iterator>

#include "sim/base/division.hpp"
#include "sim/base/prefixes.hpp"
#include "sim/chip/chip.hpp"

namespace mho {

namespace {

constexpr int kAreaDigits = 4;

Area area_of(ChipSpec chip, int tiles) {
  chip.tiles = tiles;
  return Chip(chip).area();
}

std::string mm2(Area area) {
  return format_si_rounded(area.value() / kMm2, "", kAreaDigits) + " mm2";
}

std::string tiles_text(int tiles) {
  return std::to_string(tiles) + (tiles == 1 ? " tile" : " tiles");
}

std::string ratio(double value, double to) { return format_si_rounded(value / to, "", 3); }

/// Tiles of the main kind that the machine has under `changes`; 0 when the network decides and did
/// not run.
int tiles_under(Candidate& candidate, const Changes& changes) {
  const ChipSpec& chip = candidate.spec().chip;
  if (chip.tiles > 0) return chip.tiles;
  const Trial& trial = candidate.run(changes);
  if (!trial.results) return 0;
  int tiles = trial.results->tiles;
  for (const OtherTilesSpec& each : chip.other_tiles) tiles -= each.count;
  return tiles;
}

/// The fewest tiles that hold what the machine holds under `changes`.
int tiles_needed(Candidate& candidate, const Changes& changes) {
  const int given = tiles_under(candidate, changes);
  const Trial& trial = candidate.run(changes);
  if (!trial.results) return 0;
  const Metric* arrays = trial.results->find("arrays.used");
  const int macros = candidate.spec().chip.tile.macros;
  if (!arrays || macros == 0) return given;
  return std::clamp(ceil_divide(static_cast<int>(arrays->value), macros), 1, given);
}

bool places_copies(const RunSpec& spec) {
  return spec.placement && (spec.placement->balance || !spec.placement->replication.empty());
}

double throughput(const Trial& trial) {
  const Metric* metric = trial.results ? trial.results->find("throughput.steady") : nullptr;
  return metric ? metric->value : 0;
}

double energy(const Trial& trial) { return trial.results->find("energy.per_inference")->value; }

/// The metrics of what a machine computes, as in `from`.
void take_accuracy(ComparedRow& row, const ComparedRow& from) {
  const auto computed = [](const Metric& metric) {
    return metric.name.starts_with("accuracy.") || metric.name.starts_with("output.");
  };
  std::erase_if(row.metrics, computed);
  std::vector<Metric> metrics;
  std::copy_if(from.metrics.begin(), from.metrics.end(), std::back_inserter(metrics), computed);
  row.metrics.insert(row.metrics.begin(), metrics.begin(), metrics.end());
}

/// The row of `alone`, or, where copies in free arrays make the machine faster, of it with those.
ComparedRow with_copies(RowKind kind, Candidate& candidate, const Changes& scaled,
                        const std::string& change) {
  const Trial& alone = candidate.run(scaled);
  const RunSpec& spec = candidate.spec();
  if (!alone.results || spec.chip.sequenced() || places_copies(spec))
    return row_of(kind, candidate, alone, change);
  // Times and energies come from the timed engine; accuracy is not taken from this run.
  Changes copied = scaled;
  copied.push_back("placement.balance=true");
  if (spec.engine.values == Values::on && spec.workload.test.format != DataFormat::synthetic) {
    copied.push_back("accuracy.trials=1");
    copied.push_back("accuracy.images=" + std::to_string(spec.engine.images));
  }
  const Trial& faster = candidate.run(copied);
  if (throughput(faster) <= throughput(alone))
    return row_of(kind, candidate, alone, change + "; no copies: they make it no faster");
  ComparedRow row = row_of(kind, candidate, faster,
                           change +
                               "; copies of layers in free arrays (placement.balance): "
                               "throughput x " +
                               ratio(throughput(faster), throughput(alone)) + ", energy x " +
                               ratio(energy(faster), energy(alone)) +
                               " of one copy of each; accuracy is that of one copy of each");
  take_accuracy(row, row_of(kind, candidate, alone, ""));
  row.scaled = "tiles, copies";
  return row;
}

}  // namespace

int tiles_within(const ChipSpec& chip, Area area) {
  if (area_of(chip, 1) > area) return 0;
  int fits = 1;
  int too_many = kMostTiles + 1;
  while (too_many - fits > 1) {
    const int middle = fits + (too_many - fits) / 2;
    (area_of(chip, middle) <= area ? fits : too_many) = middle;
  }
  return fits;
}

std::optional<Area> area_under(Candidate& candidate, const Changes& changes) {
  const int tiles = tiles_under(candidate, changes);
  if (tiles == 0) return std::nullopt;
  return area_of(candidate.spec().chip, tiles);
}

ComparedRow reference_row(RowKind kind, Candidate& candidate, const Changes& changes) {
  ComparedRow row =
      row_of(kind, candidate, candidate.run(changes), "as it is: the area is its own");
  row.scaled = "nothing";
  return row;
}

ComparedRow equal_area_row(RowKind kind, Candidate& candidate, const AreaTarget& target,
                           const Changes& changes) {
  const ChipSpec& chip = candidate.spec().chip;
  const Trial& face = candidate.run(changes);
  const int needed = tiles_needed(candidate, changes);
  // What does not run at face value keeps that reason.
  if (needed == 0 && chip.tiles == 0) return row_of(kind, candidate, face, "");
  const int within = tiles_within(chip, target.area);
  const int given = chip.tiles;
  const auto at = [&](int tiles) {
    Changes scaled = changes;
    if (tiles != given) scaled.push_back("chip.tiles=" + std::to_string(tiles));
    return scaled;
  };
  // Fewer tiles than hold it run it where weights can be written anew.
  const bool fits = within > 0 && (within >= needed || candidate.run(at(within)).results);
  const int tiles = fits ? within : std::max(needed, 1);
  const Area area = area_of(chip, tiles);
  std::string change = tiles_text(tiles) + " (" +
                       (given > 0 ? std::to_string(given) : "as many as needed") +
                       " at face value), " + mm2(area);
  if (tiles > within)
    change += ": " + ratio(area.value(), target.area.value()) + " times the area of " +
              target.machine + ", as no fewer tiles hold the network";
  ComparedRow row = with_copies(kind, candidate, at(tiles), change);
  if (row.scaled.empty()) row.scaled = tiles == given ? "nothing" : "tiles";
  return row;
}

}  // namespace mho
