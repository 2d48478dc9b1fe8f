#include "sim/engine/kernel/bank_schedule.hpp"

#include <algorithm>

#include "sim/base/division.hpp"

namespace mho {

namespace {

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a >= 0 ? a / b : -ceil_divide(-a, b);
}

}  // namespace

BankSchedule::BankSchedule(std::int64_t cycle_fs, int banks) : cycle_fs_(cycle_fs), banks_(banks) {}

BankSchedule::Transfer BankSchedule::transfer(std::int64_t start_fs, std::int64_t accesses,
                                              std::int64_t first_word) const {
  const std::int64_t bank = first_word % banks_;
  return {start_fs - bank * cycle_fs_, bank, bank + accesses};
}

// Access k of `moved` is in the same bank as access k + m banks of `entered`, for every m. The two
// overlap when their origins are less than a cycle apart, modulo the rounds m, and both transfers
// have such an access.

/// When `moved` would have to start so that it is just behind `entered` in the bank where they
/// meet; its own start when they do not meet.
std::int64_t BankSchedule::meeting_end(const Transfer& moved, const Transfer& entered) const {
  const std::int64_t round_fs = banks_ * cycle_fs_;
  const std::int64_t start_fs = moved.origin_fs + moved.first * cycle_fs_;
  const std::int64_t apart_fs = moved.origin_fs - entered.origin_fs;
  const std::int64_t rounds = floor_divide(apart_fs, round_fs);
  for (const std::int64_t m : {rounds, rounds + 1}) {
    const std::int64_t behind_fs = apart_fs - m * round_fs;
    if (behind_fs >= cycle_fs_ || behind_fs <= -cycle_fs_) continue;
    const std::int64_t first = std::max(moved.first + m * banks_, entered.first);
    const std::int64_t end = std::min(moved.end + m * banks_, entered.end);
    if (first < end) return start_fs + cycle_fs_ - behind_fs;
  }
  return start_fs;
}

/// The start from which on `moved` never meets `entered` again.
std::int64_t BankSchedule::last_meeting_end(const Transfer& moved, const Transfer& entered) const {
  const std::int64_t rounds = floor_divide(entered.end - 1 - moved.first, banks_);
  return entered.origin_fs + (rounds * banks_ + 1 + moved.first) * cycle_fs_;
}

std::int64_t BankSchedule::earliest(std::int64_t now_fs, std::int64_t accesses,
                                    std::int64_t first_word) const {
  if (banks_ == 1) return std::max(now_fs, free_at_fs_);
  Transfer moved = transfer(now_fs, accesses, first_word);
  std::int64_t start_fs = now_fs;
  std::int64_t round_began_fs = start_fs;
  const auto move_to = [&](std::int64_t fs) {
    moved.origin_fs += fs - start_fs;
    start_fs = fs;
  };
  for (bool met = true; met;) {
    met = false;
    for (const Transfer& entered : transfers_) {
      const std::int64_t end_fs = meeting_end(moved, entered);
      met = met || end_fs > start_fs;
      move_to(end_fs);
    }
    // A whole round without a gap, and no transfer over meanwhile: no gap before one is.
    std::int64_t over_fs = std::max(start_fs, free_at_fs_);
    for (const Transfer& entered : transfers_) {
      const std::int64_t last_fs = last_meeting_end(moved, entered);
      if (last_fs > start_fs)
        over_fs = std::min(over_fs, last_fs);
      else
        round_began_fs = std::max(round_began_fs, last_fs);
    }
    if (!met || start_fs - round_began_fs < banks_ * cycle_fs_) continue;
    move_to(over_fs);
    round_began_fs = start_fs;
  }
  return start_fs;
}

void BankSchedule::enter(std::int64_t now_fs, std::int64_t start_fs, std::int64_t accesses,
                         std::int64_t first_word) {
  free_at_fs_ = std::max(free_at_fs_, start_fs + accesses * cycle_fs_);
  if (banks_ == 1) return;
  std::erase_if(transfers_, [&](const Transfer& entered) {
    return entered.origin_fs + entered.end * cycle_fs_ <= now_fs;
  });
  if (accesses > 0) transfers_.push_back(transfer(start_fs, accesses, first_word));
}

}  // namespace mho
