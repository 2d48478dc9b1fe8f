// Which designs the processes of a shared sweep are at. A lease is a file in the sweep's folder
// that its holder touches while it works, and marks when it is done; one that was not touched for a
// while is of a process, or a machine, that is gone, and who wants the design takes it. Nobody
// waits for a lock: at worst two work at one design, and the journal counts it once. Works over
// NFS: files are made with O_EXCL (NFS 3 and later), and ages are differences of times that the one
// file server has set.
#pragma once

#include <chrono>
#include <filesystem>
#include <set>
#include <string>

namespace mho {

class Leases {
 public:
  /// `patience`: a lease that was not touched for so long is nobody's.
  Leases(std::filesystem::path folder, std::chrono::milliseconds patience);
  Leases(const Leases&) = delete;
  /// Gives those back that are not finished.
  ~Leases();

  /// True: the design is ours to look at. False: another is at it, or has finished it.
  bool take(const std::string& id);
  /// Somebody who lives has it, and has not finished it.
  bool is_held(const std::string& id);
  /// The design is in the journal: nobody needs to look at it any more.
  void finish(const std::string& id);
  /// Shows that this process lives; to be called several times within the patience.
  void touch();

 private:
  std::filesystem::path file_of(const std::string& id) const { return folder_ / id; }
  /// The file server's time.
  std::filesystem::file_time_type now();

  std::filesystem::path folder_, clock_;
  std::chrono::milliseconds patience_;
  std::set<std::string> held_;
  std::chrono::steady_clock::time_point touched_{};
};

}  // namespace mho
