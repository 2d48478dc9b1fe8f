// A sweep that nobody shares is one process's: a second one in its folder would look at the same
// designs again.
#pragma once

#include <filesystem>

namespace mho {

/// Holds a folder as long as it lives, or its process does: the lock goes with the process, also
/// when it is killed, and its workers do not have it. Where a file system has no locks nothing is
/// held.
class FolderClaim {
 public:
  /// Throws InputError with the holder's process when another holds it.
  explicit FolderClaim(const std::filesystem::path& folder);
  FolderClaim(const FolderClaim&) = delete;
  ~FolderClaim();

 private:
  int descriptor_ = -1;
};

}  // namespace mho
