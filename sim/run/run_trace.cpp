#include "sim/run/run_trace.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Of the bins of a run whose length is not known: a nanosecond, before they are doubled.
constexpr std::int64_t kFirstBinFs = 1'000'000;
constexpr std::int64_t kBinsOfWindow = 512;
/// Edges of bins are whole picoseconds, as formats may count those.
constexpr std::int64_t kGrainFs = 1000;

TimelineSummary& shared_summary() {
  void* const page = ::mmap(nullptr, sizeof(TimelineSummary), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) throw std::bad_alloc();
  return *new (page) TimelineSummary;
}

std::string tile_name(int tile) { return "tile " + std::to_string(tile); }

/// Of a tile's tracks, and of those beside the tiles, which stand before them.
int rank_of(Site site) { return static_cast<int>(site); }
constexpr int kRankOfTiles = 100, kRankAfterTiles = 1'000'000;

/// Of the macros' tracks: by stage, and there by what they do.
int rank_in_macros(const RecordedSpan& span) { return 4 * (span.unit + 1) + rank_of(span.site); }

/// What stands beside the tiles.
const char* name_beside_tiles(Site site) {
  switch (site) {
    case Site::global_buffer:
      return "global buffer";
    case Site::memory:
      return "off-chip memory";
    case Site::host_in:
      return "host link, to the chip";
    case Site::host_out:
      return "host link, from the chip";
    default:
      throw Bug("a site beside the tiles has no name");
  }
}

}  // namespace

TimelineRequest::TimelineRequest(TimelineWriter& to, const TimelineWindow& part)
    : writer(to), window(part), summary(shared_summary()) {}

TimelineRequest::~TimelineRequest() { ::munmap(&summary, sizeof summary); }

RunTrace::RunTrace(const Chip& chip, TimelineRequest& request) : chip_(chip), request_(request) {}

void RunTrace::begin(const RecordedMachine& machine) {
  machine_ = machine;
  request_.summary = {};
  request_.writer.restart();
  groups_.clear();
  lanes_.clear();
  power_.clear();
  fills_.clear();
  into_chip_ = out_of_chip_ = {};
  prices_.assign(chip_.kinds().size(), {});
  chip_track_ = request_.writer.add_track(-1, "chip");
  const TimelineWindow& window = request_.window;
  bins_ = 0;
  started_ = window.from_fs == 0;
  first_bin_fs_ = window.from_fs;
  bin_fs_ = window.to_fs == INT64_MAX
                ? kFirstBinFs
                : kGrainFs * ceil_divide(window.to_fs - window.from_fs, kGrainFs * kBinsOfWindow);
  add_static_power();
}

int RunTrace::group(int parent, const std::string& name, int rank) {
  const auto [found, is_new] = groups_.try_emplace({parent, name}, 0);
  if (is_new) found->second = request_.writer.add_track(parent, name, rank);
  return found->second;
}

int RunTrace::track_of_tile(int tile) {
  return tile < 0 ? chip_track_ : group(chip_track_, tile_name(tile), kRankOfTiles + tile);
}

std::string RunTrace::name_of_stage(const RecordedSpan& span) const {
  if (span.unit >= 0 && span.unit < std::ssize(machine_.stages))
    return machine_.stages[static_cast<std::size_t>(span.unit)];
  return span.layer < 0 ? "image" : machine_.layers[static_cast<std::size_t>(span.layer)];
}

/// Where a site stands in the tree, and its name.
RunTrace::Lanes& RunTrace::lanes_of(const RecordedSpan& span) {
  const auto [found, is_new] = lanes_.try_emplace({span.site, span.tile, span.unit});
  Lanes& lanes = found->second;
  if (!is_new) return lanes;
  const int tile = track_of_tile(span.tile);
  lanes.parent = tile;
  lanes.rank = rank_of(span.site);
  switch (span.site) {
    case Site::arrays:
      lanes.parent = group(tile, "macros", rank_of(Site::arrays));
      lanes.rank = rank_in_macros(span);
      lanes.name = span.unit < 0 ? "arrays" : name_of_stage(span);
      break;
    case Site::drivers:
      lanes.parent = group(tile, "macros", rank_of(Site::arrays));
      lanes.rank = rank_in_macros(span);
      lanes.name = name_of_stage(span) + ": row drivers";
      break;
    case Site::converters:
      lanes.parent = group(tile, "macros", rank_of(Site::arrays));
      lanes.rank = rank_in_macros(span);
      lanes.name = name_of_stage(span) + ": converters";
      break;
    case Site::core_accumulator:
      lanes.name = "accumulator of core " + std::to_string(span.unit);
      break;
    case Site::accumulator:
      lanes.name = "accumulator";
      break;
    case Site::vector_unit:
      lanes.name = "vector unit";
      break;
    case Site::input_buffer:
      lanes.name = "input buffer, ports";
      break;
    case Site::output_buffer:
      lanes.name = "output buffer, ports";
      break;
    case Site::output:
      lanes.parent = group(tile, "output", rank_of(span.site));
      lanes.rank = span.unit;
      lanes.name = name_of_stage(span);
      break;
    case Site::weights:
      lanes.name = "weights into the array";
      break;
    case Site::waits:
      lanes.parent = group(tile, "waits", rank_of(span.site));
      lanes.name = span.unit < 0 && span.tile >= 0 ? "array" : name_of_stage(span);
      lanes.rank = span.unit;
      break;
    case Site::link:
      lanes.parent = group(chip_track_, "links", kRankAfterTiles);
      lanes.rank = span.unit;
      lanes.name = machine_.links[static_cast<std::size_t>(span.unit)];
      break;
    case Site::global_buffer:
    case Site::memory:
    case Site::host_in:
    case Site::host_out:
      lanes.name = name_beside_tiles(span.site);
      break;
  }
  return lanes;
}

/// The first of the site's tracks that is free then.
int RunTrace::lane_of(const RecordedSpan& span) {
  Lanes& lanes = lanes_of(span);
  for (Lane& lane : lanes.lanes)
    if (lane.end_fs <= span.begin_fs) {
      lane.end_fs = span.end_fs;
      return lane.track;
    }
  lanes.lanes.push_back(
      {request_.writer.add_track(lanes.parent, lanes.name, lanes.rank), span.end_fs});
  return lanes.lanes.back().track;
}

void RunTrace::record(const RecordedSpan& span) {
  if (span.site == Site::host_in || span.site == Site::host_out) {
    Transfers& transfers = span.site == Site::host_in ? into_chip_ : out_of_chip_;
    transfers.duration_fs += span.end_fs - span.begin_fs;
    transfers.end_fs = span.end_fs;
  }
  const TimelineWindow& window = request_.window;
  if (span.end_fs <= span.begin_fs || span.end_fs <= window.from_fs ||
      span.begin_fs >= window.to_fs)
    return;
  if (span.image >= 0 && (span.image < window.first_image || span.image > window.last_image))
    return;
  if (request_.writer.bytes() >= window.most_bytes) {
    ++request_.summary.left_out;
    return;
  }
  ++request_.summary.slices;
  const std::string layer =
      span.layer < 0 ? "" : machine_.layers[static_cast<std::size_t>(span.layer)] + ", ";
  request_.writer.slice(lane_of(span), {span.begin_fs, span.end_fs, layer + span.what, span.image,
                                        span.pixel, span.arrows, span.layer});
}

std::int64_t RunTrace::next_sample_fs() const {
  const TimelineWindow& window = request_.window;
  if (first_bin_fs_ + static_cast<std::int64_t>(bins_) * bin_fs_ >= window.to_fs) return INT64_MAX;
  // The first one, of a window that does not begin with the run, closes what is before it.
  if (!started_) return window.from_fs;
  return std::min(first_bin_fs_ + static_cast<std::int64_t>(bins_ + 1) * bin_fs_, window.to_fs);
}

ExactEnergy RunTrace::price(int tile, Action action) {
  const TileKind kind = chip_.kind_of_tile(std::max(tile, 0));
  std::optional<ExactEnergy>& price =
      prices_[static_cast<std::size_t>(kind.index())][static_cast<std::size_t>(action)];
  if (!price) price = to_exact(kind.price(action).energy);
  return *price;
}

/// Whose power an action is.
std::string RunTrace::owner_of(int tile, Action action) const {
  if (tile >= 0) return tile_name(tile);
  return chip_.parts()[chip_.kind_of_tile(0).priced_at(action).part].component;
}

/// As the ledger counts it (sim/figures/pricing.cpp).
void RunTrace::add_static_power() {
  const auto add = [&](const std::string& owner, const Part& part, std::int64_t instances) {
    power_[owner].static_w += (part.leakage * static_cast<double>(instances)).value();
  };
  for (const Part& part : chip_.parts()) {
    if (part.level == Level::chip || part.level == Level::off_chip) {
      add(part.component, part, chip_.instances(part));
      continue;
    }
    const TileKind kind = chip_.kind(part.tile_kind);
    const int holders = part.level == Level::macro ? kind.macros() : 1;
    for (int i = 0; i < kind.tiles(); ++i)
      add(tile_name(kind.first_tile() + i), part, part.per_holder * holders);
  }
}

/// The share of what the host's link was given that it has transferred. A link that still has
/// something to do has no gap until it has done it.
double RunTrace::transferred(std::int64_t at_fs) const {
  std::int64_t all_fs = 0, left_fs = 0;
  for (const Transfers& transfers : {into_chip_, out_of_chip_}) {
    all_fs += transfers.duration_fs;
    left_fs += std::max<std::int64_t>(transfers.end_fs - at_fs, 0);
  }
  return all_fs == 0 ? 1 : 1 - static_cast<double>(left_fs) / static_cast<double>(all_fs);
}

void RunTrace::close_bin(std::int64_t end_fs, const Tally& tally,
                         std::span<const BufferFill> fills) {
  const double share = transferred(end_fs);
  std::map<std::string, ExactEnergy> counted;
  for (const auto& [key, counts] : tally.all())
    for (std::size_t i = 0; i < kActions; ++i)
      if (counts.count[i] != 0) {
        const Action action = static_cast<Action>(i);
        ExactEnergy energy = counts.count[i] * price(key.second, action);
        if (action == Action::host_link_bit && share < 1)
          energy = static_cast<ExactEnergy>(share * static_cast<double>(energy));
        counted[owner_of(key.second, action)] += energy;
      }
  for (const auto& [owner, energy] : counted) power_[owner].bins.resize(bins_, 0);
  for (auto& [owner, power] : power_) {
    power.bins.resize(bins_, 0);
    const ExactEnergy now = std::max(power.counted, counted[owner]);
    power.bins.push_back(joules(now - power.counted));
    power.counted = now;
  }
  for (const BufferFill& fill : fills) {
    std::vector<double>& bins = fills_[fill.tile].bins;
    bins.resize(bins_, 0);
    bins.push_back(static_cast<double>(fill.bits) / 8);
  }
  ++bins_;
}

/// Two neighbors become one.
void RunTrace::halve_bins() {
  for (auto& [owner, power] : power_) {
    for (std::size_t i = 0; i < bins_ / 2; ++i)
      power.bins[i] = power.bins[2 * i] + power.bins[2 * i + 1];
    power.bins.resize(bins_ / 2);
  }
  for (auto& [tile, fill] : fills_) {
    for (std::size_t i = 0; i < bins_ / 2; ++i) fill.bins[i] = fill.bins[2 * i + 1];
    fill.bins.resize(bins_ / 2);
  }
  bins_ /= 2;
  bin_fs_ *= 2;
}

/// A last one that is short would show what ends a run as a peak of power.
void RunTrace::merge_last_bin(std::int64_t end_fs) {
  if (bins_ < 2 ||
      2 * (end_fs - first_bin_fs_ - static_cast<std::int64_t>(bins_ - 1) * bin_fs_) >= bin_fs_)
    return;
  --bins_;
  for (auto& [owner, power] : power_) {
    power.bins[bins_ - 1] += power.bins[bins_];
    power.bins.pop_back();
  }
  for (auto& [tile, fill] : fills_) {
    fill.bins[bins_ - 1] = fill.bins[bins_];
    fill.bins.pop_back();
  }
}

void RunTrace::sample(const Tally& tally, std::span<const BufferFill> fills) {
  close_bin(next_sample_fs(), tally, fills);
  if (!started_) {  // what was counted before the window is in none of its bins
    for (auto& [owner, power] : power_) power.bins.clear();
    for (auto& [tile, fill] : fills_) fill.bins.clear();
    bins_ = 0;
    started_ = true;
  }
  if (bins_ == kMostBins) halve_bins();
}

void RunTrace::tell_counters(std::int64_t end_fs) {
  TimelineWriter& writer = request_.writer;
  const auto begin_of = [&](std::size_t bin) {
    return bin == bins_ ? end_fs : first_bin_fs_ + static_cast<std::int64_t>(bin) * bin_fs_;
  };
  std::vector<double> total(bins_, 0);
  const auto tell = [&](int counter, const std::vector<double>& values) {
    for (std::size_t i = 0; i < bins_; ++i)
      if (i == 0 || values[i] != values[i - 1]) writer.count(counter, begin_of(i), values[i]);
    writer.count(counter, end_fs, 0);
  };
  const int parent = writer.add_track(chip_track_, "power", kRankAfterTiles + 1);
  const int of_all = writer.add_counter(parent, "all", "W");
  for (const auto& [owner, power] : power_) {
    std::vector<double> watts(bins_, power.static_w);
    for (std::size_t i = 0; i < bins_; ++i) {
      const std::int64_t duration_fs = begin_of(i + 1) - begin_of(i);
      if (duration_fs > 0) watts[i] += power.bins[i] / (1e-15 * static_cast<double>(duration_fs));
      total[i] += watts[i];
    }
    if (std::all_of(watts.begin(), watts.end(), [](double each) { return each == 0; })) continue;
    tell(writer.add_counter(parent, owner, "W"), watts);
  }
  tell(of_all, total);
  if (fills_.empty()) return;
  const int held = writer.add_track(chip_track_, "held in buffers", kRankAfterTiles + 2);
  for (const auto& [tile, fill] : fills_)
    tell(writer.add_counter(held, tile < 0 ? "global buffer" : tile_name(tile), "B"), fill.bins);
}

void RunTrace::end(std::int64_t end_fs, const Tally& tally, std::span<const BufferFill> fills) {
  const std::int64_t last_fs = std::min(end_fs, request_.window.to_fs);
  if (next_sample_fs() != INT64_MAX && last_fs > first_bin_fs_) close_bin(last_fs, tally, fills);
  if (last_fs > first_bin_fs_) {
    merge_last_bin(last_fs);
    tell_counters(last_fs);
  }
  request_.writer.finish();
  request_.summary.bytes = request_.writer.bytes();
  request_.summary.error = request_.writer.error();
}

}  // namespace mho
