// Keeps two sweeps that know nothing of each other from doing the same work in one folder: a sweep
// that has its folder to itself locks it, tasks that share a folder share the lock. A lock of
// POSIX: it ends with its process, however that ends, forked workers do not hold it, and file
// servers know it over NFS. Where a file system has no locks, or the folder cannot be written,
// nothing is kept from anybody; the journal then counts each design once.
#pragma once

#include <filesystem>

namespace mho {

class FolderLock {
 public:
  /// Throws InputError where another process holds the folder in a way that excludes this one.
  FolderLock(const std::filesystem::path& folder, bool shared);
  FolderLock(const FolderLock&) = delete;
  ~FolderLock();

 private:
  int descriptor_ = -1;
};

}  // namespace mho
