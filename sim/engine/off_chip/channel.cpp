#include "sim/engine/off_chip/channel.hpp"

#include <algorithm>
#include <limits>

#include "sim/engine/kernel/clock.hpp"

namespace mho {

namespace {

constexpr std::int64_t kLongAgo = std::numeric_limits<std::int64_t>::min() / 2;

}  // namespace

MemoryUse& MemoryUse::operator+=(const MemoryUse& other) {
  row_hits += other.row_hits;
  row_misses += other.row_misses;
  row_conflicts += other.row_conflicts;
  refreshes += other.refreshes;
  busy_fs += other.busy_fs;
  return *this;
}

MemoryChannel::MemoryChannel(const DramSpec& spec)
    : has_banks_(spec.timing == MemoryTiming::banks),
      burst_fs_(femtoseconds(static_cast<double>(spec.burst_length) / spec.data_rate)) {
  activates_fs_.fill(kLongAgo);
  written_until_fs_ = kLongAgo;
  if (!has_banks_) return;
  const DramTiming& timing = spec.banks->timing;
  row_bytes_ = spec.banks->row_bytes;
  banks_.resize(spec.banks->banks);
  t_rcd_ = femtoseconds(timing.t_rcd);
  t_rp_ = femtoseconds(timing.t_rp);
  t_cl_ = femtoseconds(timing.t_cl);
  t_cwl_ = femtoseconds(timing.t_cwl);
  t_ras_ = femtoseconds(timing.t_ras);
  t_rtp_ = femtoseconds(timing.t_rtp);
  t_wr_ = femtoseconds(timing.t_wr);
  t_wtr_ = femtoseconds(timing.t_wtr);
  t_rtw_ = femtoseconds(timing.t_rtw);
  t_rrd_ = femtoseconds(timing.t_rrd);
  t_faw_ = femtoseconds(timing.t_faw);
  t_refi_ = femtoseconds(timing.t_refi);
  t_rfc_ = femtoseconds(timing.t_rfc);
  refresh_due_fs_ = t_refi_;
}

// Addresses of a channel: row, bank, column from high to low. A stream goes through a row, then
// through the same row of the next bank.

bool MemoryChannel::is_open(std::int64_t address) const {
  if (!has_banks_) return false;
  const std::int64_t page = address / row_bytes_;
  const auto banks = static_cast<std::int64_t>(banks_.size());
  return banks_[page % banks].row == page / banks;
}

/// The earliest column command whose data have the bus for themselves.
std::int64_t MemoryChannel::column_fs(bool is_write, std::int64_t from_fs) const {
  if (is_write) return std::max(from_fs, bus_free_fs_ + (last_was_read_ ? t_rtw_ : 0) - t_cwl_);
  return std::max({from_fs, bus_free_fs_ - t_cl_, written_until_fs_ + t_wtr_});
}

std::int64_t MemoryChannel::activate_fs(std::int64_t from_fs) const {
  return std::max({from_fs, activates_fs_.back() + t_rrd_, activates_fs_.front() + t_faw_});
}

MemoryChannel::Commands MemoryChannel::plan(const Bank& bank, std::int64_t row, bool is_write,
                                            std::int64_t arrived_fs, std::int64_t now_fs) const {
  Commands commands;
  std::int64_t column_from_fs = std::max(now_fs, last_command_fs_);
  commands.is_hit = bank.row == row;
  if (commands.is_hit) {
    column_from_fs = std::max(column_from_fs, bank.column_from_fs);
  } else {
    std::int64_t activate_from_fs = std::max(arrived_fs, bank.activate_from_fs);
    commands.first_fs = activate_from_fs;
    if (bank.row != kClosed) {
      commands.first_fs = std::max(arrived_fs, bank.precharge_from_fs);
      activate_from_fs = std::max(activate_from_fs, commands.first_fs + t_rp_);
    }
    commands.activate_fs = activate_fs(activate_from_fs);
    if (bank.row == kClosed) commands.first_fs = commands.activate_fs;
    column_from_fs = std::max(column_from_fs, commands.activate_fs + t_rcd_);
  }
  commands.column_fs = column_fs(is_write, column_from_fs);
  if (commands.is_hit) commands.first_fs = commands.column_fs;
  return commands;
}

/// Does all refreshes that are due by then: closes all rows as soon as they may be, then refreshes.
void MemoryChannel::refresh(std::int64_t until_fs) {
  while (t_refi_ > 0 && refresh_due_fs_ <= until_fs) {
    std::int64_t start_fs = refresh_due_fs_;
    for (const Bank& bank : banks_)
      start_fs =
          std::max(start_fs, bank.row == kClosed
                                 ? bank.activate_from_fs
                                 : std::max(refresh_due_fs_, bank.precharge_from_fs) + t_rp_);
    for (Bank& bank : banks_) {
      bank.row = kClosed;
      bank.activate_from_fs = start_fs + t_rfc_;
    }
    ++use_.refreshes;
    refresh_due_fs_ += t_refi_;
    // Nothing happens in an idle memory until the last refresh before then.
    const std::int64_t idle = std::max<std::int64_t>((until_fs - refresh_due_fs_) / t_refi_, 0);
    use_.refreshes += idle;
    refresh_due_fs_ += idle * t_refi_;
  }
}

std::int64_t MemoryChannel::serve(std::int64_t address, bool is_write, std::int64_t arrived_fs,
                                  std::int64_t now_fs) {
  use_.busy_fs += burst_fs_;
  if (!has_banks_) {
    last_command_fs_ = std::max(now_fs, bus_free_fs_);
    return bus_free_fs_ = last_command_fs_ + burst_fs_;
  }
  const std::int64_t page = address / row_bytes_;
  const auto banks = static_cast<std::int64_t>(banks_.size());
  Bank& bank = banks_[page % banks];
  const std::int64_t row = page / banks;

  Commands commands = plan(bank, row, is_write, arrived_fs, now_fs);
  while (t_refi_ > 0 && refresh_due_fs_ <= commands.first_fs) {
    refresh(commands.first_fs);
    commands = plan(bank, row, is_write, arrived_fs, now_fs);
  }
  if (commands.is_hit) {
    ++use_.row_hits;
  } else {
    ++(bank.row == kClosed ? use_.row_misses : use_.row_conflicts);
    bank.row = row;
    bank.column_from_fs = commands.activate_fs + t_rcd_;
    bank.precharge_from_fs = commands.activate_fs + t_ras_;
    std::rotate(activates_fs_.begin(), activates_fs_.begin() + 1, activates_fs_.end());
    activates_fs_.back() = commands.activate_fs;
  }
  last_command_fs_ = commands.column_fs;
  bus_free_fs_ = commands.column_fs + (is_write ? t_cwl_ : t_cl_) + burst_fs_;
  last_was_read_ = !is_write;
  if (is_write) written_until_fs_ = bus_free_fs_;
  const std::int64_t closed_from_fs = is_write ? bus_free_fs_ + t_wr_ : commands.column_fs + t_rtp_;
  bank.precharge_from_fs = std::max(bank.precharge_from_fs, closed_from_fs);
  return bus_free_fs_;
}

}  // namespace mho
