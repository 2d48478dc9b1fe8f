// A sweep's folder of finished designs. Each process appends to a file of its own, a line a design,
// each by one write: so no file has two writers, nothing is ever locked, and any number of machines
// may write at once, over NFS as well. Who reads takes all files; a last line without its end is of
// a process that died in it, and does not count. Two processes that looked at the same design have
// written the same but for the time that it took: the first in the files' order counts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "sim/explore/design/record.hpp"

namespace mho {

/// What was left out on reading.
struct JournalLosses {
  std::int64_t doubles = 0;
  std::int64_t damaged = 0;  ///< lines in the middle of a file that are no record
};

/// Reads a folder that others write into, again and again: each time what has come since the last.
class JournalReader {
 public:
  explicit JournalReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Shows the records of all whole lines that were not there before, in the order of files and
  /// lines; doubles as well. A line without its end is read when it has one.
  void read_more(const std::function<void(const Record&)>& show);
  /// Lines that are no record.
  std::int64_t damaged() const { return damaged_; }

 private:
  void read_file(const std::filesystem::path& file, std::int64_t& position,
                 const std::function<void(const Record&)>& show);

  std::filesystem::path folder_;
  std::map<std::filesystem::path, std::int64_t> positions_;  ///< behind the last whole line
  std::int64_t damaged_ = 0;
};

/// Shows every record of a folder once, in the order of files and lines.
JournalLosses read_journal(const std::filesystem::path& folder,
                           const std::function<void(const Record&)>& show);

class JournalWriter {
 public:
  /// Makes the folder, where it is not there. Nothing is written before the first record.
  explicit JournalWriter(std::filesystem::path folder);
  JournalWriter(const JournalWriter&) = delete;
  ~JournalWriter();

  /// Throws InputError when the line cannot be written as a whole, and leaves none of it.
  void add(const Record& record);

 private:
  void open();
  [[noreturn]] void fail(const std::string& why) const;

  std::filesystem::path folder_, file_;
  int descriptor_ = -1;
};

}  // namespace mho
