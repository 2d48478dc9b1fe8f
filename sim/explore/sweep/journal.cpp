#include "sim/explore/sweep/journal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <set>
#include <vector>

#include "sim/base/error.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kEnding = ".jsonl";

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == kEnding) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// Of this writer: no other, of this or another machine, has had it.
std::string own_name() {
  static int number = 0;
  std::array<char, 65> host{};
  gethostname(host.data(), host.size() - 1);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()) + '-' +
         host.data() + '-' + std::to_string(getpid()) + '-' + std::to_string(number++) + kEnding;
}

}  // namespace

void JournalReader::read_more(const std::function<void(const Record&)>& show) {
  for (const fs::path& file : files_of(folder_)) read_file(file, positions_[file], show);
}

void JournalReader::read_file(const fs::path& file, std::int64_t& position,
                              const std::function<void(const Record&)>& show) {
  std::error_code gone;
  if (static_cast<std::int64_t>(fs::file_size(file, gone)) == position || gone) return;
  std::ifstream in(file, std::ios::binary);
  in.seekg(position);
  std::string line;
  while (std::getline(in, line)) {
    if (in.eof()) break;  // without its end
    position += std::ssize(line) + 1;
    if (const std::optional<Record> record = record_of(line))
      show(*record);
    else
      ++damaged_;
  }
}

JournalLosses read_journal(const fs::path& folder, const std::function<void(const Record&)>& show) {
  JournalLosses losses;
  std::set<std::string> seen;
  JournalReader reader(folder);
  reader.read_more([&](const Record& record) {
    if (seen.insert(record.id).second)
      show(record);
    else
      ++losses.doubles;
  });
  losses.damaged = reader.damaged();
  return losses;
}

JournalWriter::JournalWriter(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) fail("cannot be made: " + error.message());
}

JournalWriter::~JournalWriter() {
  if (descriptor_ >= 0) close(descriptor_);
}

void JournalWriter::open() {
  file_ = folder_ / own_name();
  descriptor_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail(std::string("cannot be written: ") + std::strerror(errno));
}

void JournalWriter::add(const Record& record) {
  if (descriptor_ < 0) open();
  const std::string line = to_line(record) + '\n';
  struct stat before {};
  if (fstat(descriptor_, &before) != 0) fail(std::strerror(errno));
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t count = write(descriptor_, line.data() + written, line.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      const std::string why = count < 0 ? std::strerror(errno) : "nothing was taken";
      if (ftruncate(descriptor_, before.st_size) != 0) {
        // The line stays without its end, which readers leave out.
      }
      fail("a design could not be written: " + why +
           "; what was finished before is kept, and the sweep goes on where it stopped when it is "
           "run again");
    }
    written += static_cast<std::size_t>(count);
  }
}

void JournalWriter::fail(const std::string& why) const {
  throw InputError(Place{(file_.empty() ? folder_ : file_).string(), 0}, "", why);
}

}  // namespace mho
