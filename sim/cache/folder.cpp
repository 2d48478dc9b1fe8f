// A file: a word that says what it is and in which layout, the hash of its bytes, the bytes. When
// one was read is its time of last change, which reading sets: access times are off on many file
// systems.
#include "sim/cache/folder.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <vector>

#include "sim/base/error.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMagic = "mho cache 1\n";
constexpr const char* kSuffix = ".mho";
constexpr const char* kTemporary = ".tmp";
/// Times are set at most so often, as setting one is a write.
constexpr auto kFresh = std::chrono::minutes(10);
/// Older unfinished files are nobody's any more.
constexpr auto kAbandoned = std::chrono::hours(24);
/// Share of the bound that is written before the folder is looked at.
constexpr std::int64_t kLookEvery = 100;

Key hash_of(std::string_view bytes) { return KeyHasher()(bytes).key(); }

struct CachedFile {
  fs::path path;
  std::int64_t bytes = 0;
  fs::file_time_type read;
};

/// All files of the cache; others in its folders are left alone.
std::vector<CachedFile> files_of(const fs::path& folder, const char* suffix) {
  std::vector<CachedFile> files;
  std::error_code error;
  for (fs::recursive_directory_iterator
           it(folder, fs::directory_options::skip_permission_denied, error),
       end;
       !error && it != end; it.increment(error)) {
    std::error_code gone;  // by another process
    CachedFile file{it->path(), 0, {}};
    if (file.path.extension() != suffix || !it->is_regular_file(gone)) continue;
    file.bytes = static_cast<std::int64_t>(it->file_size(gone));
    file.read = it->last_write_time(gone);
    if (!gone) files.push_back(std::move(file));
  }
  return files;
}

FolderUse sum_of(const std::vector<CachedFile>& files) {
  FolderUse use;
  for (const CachedFile& file : files) ++use.files, use.bytes += file.bytes;
  return use;
}

void remove_abandoned(const fs::path& folder) {
  const auto now = fs::file_time_type::clock::now();
  std::error_code ignored;
  for (const CachedFile& file : files_of(folder, kTemporary))
    if (now - file.read > kAbandoned) fs::remove(file.path, ignored);
}

/// Of this write alone, on this machine and on others that share the folder.
std::string unique_suffix() {
  static std::atomic<unsigned> number{0};
  std::array<char, 65> host{};
  gethostname(host.data(), host.size() - 1);
  return '.' + std::string(host.data()) + '.' + std::to_string(getpid()) + '.' +
         std::to_string(number++) + kTemporary;
}

}  // namespace

CacheFolder::CacheFolder(fs::path folder, std::int64_t most_bytes)
    : folder_(std::move(folder)), most_bytes_(most_bytes) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error || !fs::is_directory(folder_, error))
    throw InputError(Place{folder_.string(), 0}, "",
                     "is no folder and cannot be made one: " +
                         (error ? error.message() : std::string("a file of that name is there")));
}

fs::path CacheFolder::file_of(const Key& key) const {
  const std::string name = key.text();
  return folder_ / name.substr(0, 2) / (name.substr(2) + kSuffix);
}

std::optional<std::string> CacheFolder::read(const Key& key) const {
  const fs::path file = file_of(key);
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::array<char, kMagic.size()> magic{};
  Key hash;
  in.read(magic.data(), magic.size());
  in.read(reinterpret_cast<char*>(&hash), sizeof hash);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (std::string_view(magic.data(), magic.size()) != kMagic || hash_of(bytes) != hash)
    return std::nullopt;
  std::error_code ignored;
  const auto now = fs::file_time_type::clock::now();
  if (now - fs::last_write_time(file, ignored) > kFresh) fs::last_write_time(file, now, ignored);
  return bytes;
}

void CacheFolder::write(const Key& key, std::string_view bytes) {
  const fs::path file = file_of(key);
  const fs::path unfinished = file.string() + unique_suffix();
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  {
    std::ofstream out(unfinished, std::ios::binary);
    const Key hash = hash_of(bytes);
    out.write(kMagic.data(), kMagic.size());
    out.write(reinterpret_cast<const char*>(&hash), sizeof hash);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
      fs::remove(unfinished, error);
      return;
    }
  }
  fs::rename(unfinished, file, error);
  if (error) fs::remove(unfinished, error);
  written_ += static_cast<std::int64_t>(bytes.size());
  if (written_ > most_bytes_ / kLookEvery) {
    shrink_to(most_bytes_);
    written_ = 0;
  }
}

FolderUse CacheFolder::use() const { return sum_of(files_of(folder_, kSuffix)); }

FolderUse CacheFolder::clear() {
  const FolderUse before = use();
  shrink_to(0);
  std::error_code ignored;
  for (const CachedFile& file : files_of(folder_, kTemporary)) fs::remove(file.path, ignored);
  return before;
}

void CacheFolder::shrink_to(std::int64_t bytes) {
  std::vector<CachedFile> files = files_of(folder_, kSuffix);
  std::int64_t left = sum_of(files).bytes;
  std::sort(files.begin(), files.end(),
            [](const CachedFile& a, const CachedFile& b) { return a.read < b.read; });
  for (const CachedFile& file : files) {
    if (left <= bytes) break;
    std::error_code ignored;
    fs::remove(file.path, ignored);
    left -= file.bytes;
  }
  remove_abandoned(folder_);
}

fs::path CacheFolder::usual() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  // The specification: a relative path is invalid and ignored.
  if (cache != nullptr && fs::path(cache).is_absolute()) return fs::path(cache) / "mho";
  const char* home = std::getenv("HOME");
  return home != nullptr && *home != '\0' ? fs::path(home) / ".cache" / "mho" : fs::path();
}

}  // namespace mho
