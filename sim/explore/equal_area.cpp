#include "sim/explore/equal_area.hpp"

#include "sim/chip/chip.hpp"

namespace mho {

namespace {

constexpr int kMostTiles = 65536;  // of ChipSpec
constexpr double kMm2 = 1e-6;
constexpr int kDigits = 4;

Area area_of(ChipSpec chip, int tiles) {
  chip.tiles = tiles;
  return Chip(chip).area();
}

std::string mm2(Area area) { return format_si_rounded(area.value() / kMm2, "", kDigits) + " mm2"; }

/// Puts arrays to work that the network leaves free: copies of layers, balanced by their times.
const Changes kUseOfFreeArrays{"placement.balance=true"};

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

std::optional<Area> face_value_area(Candidate& candidate) {
  const ChipSpec& chip = candidate.spec().chip;
  if (chip.tiles > 0) return area_of(chip, chip.tiles);
  const Trial& trial = candidate.run({});
  if (!trial.results) return std::nullopt;
  int tiles = trial.results->tiles;
  for (const OtherTilesSpec& each : chip.other_tiles) tiles -= each.count;
  return area_of(chip, tiles);
}

ComparedRow equal_area_row(Candidate& candidate, Area area) {
  const ChipSpec& chip = candidate.spec().chip;
  const int tiles = tiles_within(chip, area);
  if (tiles == 0)
    return row_of(RowKind::equal_area, candidate,
                  {{}, {"with one tile it is already " + mm2(area_of(chip, 1)) + " large"}}, "");
  const int given = chip.tiles;
  const std::string change = std::to_string(tiles) + (tiles == 1 ? " tile (" : " tiles (") +
                             (given > 0 ? std::to_string(given) : "as many as needed") +
                             " at face value), " + mm2(area_of(chip, tiles));
  Changes changes = chip.sequenced() ? Changes{} : kUseOfFreeArrays;
  if (tiles != given) changes.push_back("chip.tiles=" + std::to_string(tiles));
  return row_of(RowKind::equal_area, candidate, candidate.run(changes), change);
}

}  // namespace mho
