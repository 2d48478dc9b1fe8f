// The folder of a cache: what it gives back is what was kept, or nothing.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "sim/cache/cache.hpp"
#include "tests/config/folder.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

Key numbered(int number) { return KeyHasher()(number).key(); }

/// The files of a cache, as they lie in its folders.
std::vector<fs::path> cached_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  return files;
}

}  // namespace

TEST_CASE("a folder gives back what it was given, also to another process") {
  const Folder scratch;
  const std::string path = scratch.path() + "/cache";
  CacheFolder folder(path, 1 << 20);
  CHECK(!folder.read(numbered(1)));
  folder.write(numbered(1), "one");
  folder.write(numbered(2), std::string("\0two", 4));
  CHECK(folder.read(numbered(1)) == "one");
  CHECK(CacheFolder(path, 1).read(numbered(2)) == std::string("\0two", 4));
  CHECK(folder.use().files == 2);
  CHECK(folder.clear().files == 2);
  CHECK(!folder.read(numbered(1)));
  CHECK(cached_files(path).empty());
}

TEST_CASE("a file that is damaged in any byte is no file") {
  const Folder scratch;
  const std::string path = scratch.path() + "/cache";
  CacheFolder folder(path, 1 << 20);
  folder.write(numbered(1), "the value that was kept");
  const fs::path file = cached_files(path).at(0);
  std::string bytes;
  {
    std::ifstream in(file, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    std::ofstream(file, std::ios::binary) << damaged;
    CHECK(!folder.read(numbered(1)));
    std::ofstream(file, std::ios::binary) << bytes.substr(0, at);
    CHECK(!folder.read(numbered(1)));
  }
  std::ofstream(file, std::ios::binary) << bytes + '\n';
  CHECK(!folder.read(numbered(1)));
  // What is computed again replaces it.
  folder.write(numbered(1), "again");
  CHECK(folder.read(numbered(1)) == "again");
}

TEST_CASE("a folder keeps within its bound, and what was read last") {
  const Folder scratch;
  const std::string path = scratch.path() + "/cache";
  CacheFolder folder(path, 100'000);
  const std::string kilobyte(1000, 'x');
  for (int i = 0; i < 80; ++i) folder.write(numbered(i), kilobyte);
  // As if they had been read long ago, in the order of their numbers.
  const auto now = fs::file_time_type::clock::now();
  for (const fs::path& file : cached_files(path))
    fs::last_write_time(file, now - std::chrono::hours(2));
  CHECK(folder.read(numbered(3)));
  for (int i = 80; i < 130; ++i) folder.write(numbered(i), kilobyte);
  CHECK(folder.use().bytes <= 102'000);
  CHECK(folder.read(numbered(3)));
  for (int i = 80; i < 130; ++i) CHECK(folder.read(numbered(i)));
}

TEST_CASE("a folder that takes nothing loses no result") {
  const Folder scratch;
  const std::string path = scratch.path() + "/cache";
  CacheFolder folder(path, 1 << 20);
  // A file where a folder of the cache would be: as good as a disk that is full.
  std::ofstream(path + "/" + numbered(1).text().substr(0, 2)) << "in the way";
  folder.write(numbered(1), "one");
  CHECK(!folder.read(numbered(1)));
  CHECK_THROWS_AS(CacheFolder(path + "/" + numbered(1).text().substr(0, 2), 1), InputError);
}

TEST_CASE("many processes share a folder") {
  const Folder scratch;
  const std::string path = scratch.path() + "/cache";
  const std::string value(50'000, 'v');
  std::vector<std::unique_ptr<ChildProcess>> children;
  for (int child = 0; child < 6; ++child)
    children.push_back(std::make_unique<ChildProcess>([&](const ChildProcess::Send& send) {
      CacheFolder folder(path, 1 << 30);
      bool whole = true;
      for (int i = 0; i < 60; ++i) {
        folder.write(numbered(i), value + std::to_string(i));
        const auto found = folder.read(numbered(59 - i));
        whole = whole && (!found || *found == value + std::to_string(59 - i));
      }
      send(&whole, sizeof whole);
    }));
  for (const auto& child : children) {
    bool whole = false;
    child->receive(&whole, sizeof whole);
    CHECK(whole);
    child->rest();
  }
  const CacheFolder folder(path, 1 << 30);
  for (int i = 0; i < 60; ++i) CHECK(folder.read(numbered(i)) == value + std::to_string(i));
  CHECK(folder.use().files == 60);
  CHECK(cached_files(path).size() == 60);
}

TEST_CASE("memory keeps what was asked for last") {
  Cache cache(std::nullopt, 100);
  const auto value = [](int n) { return std::make_shared<const int>(n); };
  for (int i = 0; i < 4; ++i) cache.keep<int>(numbered(i), value(i), 30);
  CHECK(!cache.find<int>(numbered(0)));
  CHECK(*cache.find<int>(numbered(1)) == 1);
  cache.keep<int>(numbered(4), value(4), 30);
  CHECK(!cache.find<int>(numbered(2)));
  CHECK(*cache.find<int>(numbered(1)) == 1);
  // The newest stays, however large.
  cache.keep<int>(numbered(5), value(5), 1000);
  CHECK(*cache.find<int>(numbered(5)) == 5);
  CHECK(!cache.find<int>(numbered(4)));
}

}  // namespace mho
