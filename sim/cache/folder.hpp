// The part of a cache that outlives the process: a folder of files that are named by their keys.
// Any number of processes read and write it at once, on this machine or over a network file system:
// a file is written under a name of its own and renamed, so that it is there as a whole or not at
// all, and whoever comes second replaces it by the same bytes. Nothing is locked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "sim/cache/key.hpp"

namespace mho {

/// What a folder holds.
struct FolderUse {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};

class CacheFolder {
 public:
  static constexpr std::int64_t kUsualBytes = std::int64_t{2} << 30;

  /// Files beyond `most_bytes` go, those first that were not read for the longest time; looked at
  /// when about a hundredth of that has been written. Throws InputError when the folder can
  /// be neither made nor read.
  CacheFolder(std::filesystem::path folder, std::int64_t most_bytes);

  /// The bytes that were kept under `key`; none where there are none, or where they are damaged.
  std::optional<std::string> read(const Key& key) const;
  /// Keeps the bytes, or does not: a folder that is full or read-only loses time, not results.
  void write(const Key& key, std::string_view bytes);

  FolderUse use() const;
  /// Removes all files of the cache, and what broken-off writes have left.
  FolderUse clear();
  /// Removes the files that were not read for the longest time until no more than this is left.
  void shrink_to(std::int64_t bytes);

  const std::filesystem::path& path() const { return folder_; }
  std::int64_t most_bytes() const { return most_bytes_; }

  /// XDG_CACHE_HOME/mho, else HOME/.cache/mho; empty when there is neither.
  static std::filesystem::path usual();

 private:
  std::filesystem::path file_of(const Key& key) const;

  std::filesystem::path folder_;
  std::int64_t most_bytes_;
  std::int64_t written_ = 0;  ///< since the folder's size was last looked at
};

}  // namespace mho
