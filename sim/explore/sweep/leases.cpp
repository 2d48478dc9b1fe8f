#include "sim/explore/sweep/leases.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "sim/base/error.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

/// Leases are touched so often within the patience.
constexpr int kTouchesWithin = 6;
constexpr const char* kDone = "done\n";

std::string holder_name() {
  std::array<char, 65> host{};
  gethostname(host.data(), host.size() - 1);
  return std::string(host.data()) + ' ' + std::to_string(getpid()) + '\n';
}

/// False where the file is there already. Throws InputError where it cannot be made.
bool make(const fs::path& file) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    if (errno == EEXIST) return false;
    throw InputError(Place{file.string(), 0}, "",
                     std::string("cannot be written: ") + std::strerror(errno));
  }
  const std::string name = holder_name();
  if (write(descriptor, name.data(), name.size()) < 0) {
    // The name is for people; the file is what counts.
  }
  close(descriptor);
  return true;
}

bool is_done(const fs::path& file) {
  std::string word;
  std::ifstream(file) >> word;
  return word == "done";
}

/// Sets the time of the last change to the file server's now.
bool touch_file(const fs::path& file) { return utimensat(AT_FDCWD, file.c_str(), nullptr, 0) == 0; }

}  // namespace

Leases::Leases(fs::path folder, std::chrono::milliseconds patience)
    : folder_(std::move(folder)), patience_(patience) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw InputError(Place{folder_.string(), 0}, "", "cannot be made: " + error.message());
  std::string name = "clock " + holder_name();
  name.pop_back();
  clock_ = folder_ / name;
}

Leases::~Leases() {
  std::error_code ignored;
  for (const std::string& id : held_) fs::remove(file_of(id), ignored);
  fs::remove(clock_, ignored);
}

bool Leases::take(const std::string& id) {
  if (held_.contains(id)) return true;
  const fs::path file = file_of(id);
  if (!make(file)) {
    std::error_code gone;
    const auto touched = fs::last_write_time(file, gone);
    // Given back meanwhile: whoever had it may have finished it.
    if (gone || now() - touched < patience_) return false;
    // Two may find it old at once, and both go on: a design is looked at twice.
    if (is_done(file) || !touch_file(file)) return false;
  }
  held_.insert(id);
  return true;
}

bool Leases::is_held(const std::string& id) {
  if (held_.contains(id)) return true;
  const fs::path file = file_of(id);
  std::error_code gone;
  const auto touched = fs::last_write_time(file, gone);
  return !gone && now() - touched < patience_ && !is_done(file);
}

void Leases::finish(const std::string& id) {
  if (held_.erase(id) != 0) std::ofstream(file_of(id)) << kDone;
}

void Leases::touch() {
  const auto time = std::chrono::steady_clock::now();
  if (time - touched_ < patience_ / kTouchesWithin) return;
  touched_ = time;
  for (const std::string& id : held_) touch_file(file_of(id));
}

fs::file_time_type Leases::now() {
  std::error_code ignored;
  if (!touch_file(clock_)) make(clock_);
  return fs::last_write_time(clock_, ignored);
}

}  // namespace mho
