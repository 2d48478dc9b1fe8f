// One port of every bank of a buffer: which transfer is in which bank when. A transfer moves one
// word a cycle from consecutive words, so it goes round the banks; two transfers meet in a bank in
// every round or never. That makes the wait of a transfer a closed form: no event per word.
// Arithmetic without SystemC.
#pragma once

#include <cstdint>
#include <vector>

namespace mho {

class BankSchedule {
 public:
  /// A bank's access takes `cycle_fs` > 0.
  BankSchedule(std::int64_t cycle_fs, int banks);

  /// The earliest start, `now_fs` or later, of a transfer of `accesses` words from `first_word`
  /// (both >= 0) on that is in no bank together with a transfer entered before. With one bank that
  /// is the order of asking; with several, a later one may slip in between two that wait.
  std::int64_t earliest(std::int64_t now_fs, std::int64_t accesses, std::int64_t first_word) const;

  /// Enters a transfer that starts then, and forgets those that have ended by `now_fs`.
  void enter(std::int64_t now_fs, std::int64_t start_fs, std::int64_t accesses,
             std::int64_t first_word);

 private:
  /// A transfer whose access to word number k (counted on from its first bank) begins at
  /// `origin_fs + k cycle`, for k in [first, end).
  struct Transfer {
    std::int64_t origin_fs, first, end;
  };

  Transfer transfer(std::int64_t start_fs, std::int64_t accesses, std::int64_t first_word) const;
  std::int64_t meeting_end(const Transfer& moved, const Transfer& entered) const;
  std::int64_t last_meeting_end(const Transfer& moved, const Transfer& entered) const;

  std::int64_t cycle_fs_;
  std::int64_t banks_;
  std::int64_t free_at_fs_ = 0;      ///< of all banks
  std::vector<Transfer> transfers_;  ///< that may not have ended; unused with one bank
};

}  // namespace mho
