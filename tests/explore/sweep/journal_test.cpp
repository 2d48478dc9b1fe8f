// The journal of a sweep: lines that are whole count once, the others not at all.
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "sim/explore/sweep/journal.hpp"
#include "tests/config/folder.hpp"

namespace mho {

namespace {

Record numbered_record(int number) {
  Record record;
  record.id = "design " + std::to_string(number);
  record.choice = {number, -1};
  record.keys = {{"chip.tiles", std::to_string(number)}};
  record.metrics = {{"energy.per_inference", 0.1 * number}, {"area.chip", 1.0 / 3}};
  record.intervals = {{"area.chip", {0.2, 0.5}}};
  record.trials = {91.5, 90.25};
  record.noise = 0.125;
  return record;
}

std::vector<std::string> ids_in(const std::string& folder, JournalLosses* losses = nullptr) {
  std::vector<std::string> ids;
  const JournalLosses lost =
      read_journal(folder, [&](const Record& record) { ids.push_back(record.id); });
  if (losses != nullptr) *losses = lost;
  return ids;
}

std::string only_file(const std::string& folder) {
  return std::filesystem::directory_iterator(folder)->path().string();
}

}  // namespace

TEST_CASE("a record reads back from its line") {
  const Record record = numbered_record(3);
  const auto read = record_of(to_line(record));
  REQUIRE(read);
  CHECK(read->id == record.id);
  CHECK(read->choice == record.choice);
  CHECK(read->keys == record.keys);
  CHECK(read->metrics == record.metrics);
  CHECK(read->trials == record.trials);
  CHECK(read->noise == record.noise);
  CHECK(read->intervals.at("area.chip").high == 0.5);
  Record refused;
  refused.id = "x";
  refused.problems = {"line 1\nand \"2\"", "umlaut \xc3\xa4, and no UTF-8 \xff"};
  CHECK(!record_of(to_line(refused))->runs());
  CHECK(!record_of(to_line(refused))->screened_out);
  refused.screened_out = true;
  CHECK(record_of(to_line(refused))->screened_out);
  CHECK(to_line(refused).find('\n') == std::string::npos);
  CHECK(!record_of("{\"id\": 3}"));
  CHECK(!record_of(""));
}

TEST_CASE("a line that is cut short is left out, and so are doubles") {
  const Folder folder;
  {
    JournalWriter writer(folder.path());
    for (int i = 0; i < 3; ++i) writer.add(numbered_record(i));
    JournalWriter other(folder.path());
    other.add(numbered_record(1));
    other.add(numbered_record(4));
  }
  JournalLosses losses;
  CHECK(ids_in(folder.path(), &losses).size() == 4);
  CHECK(losses.doubles == 1);
  CHECK(losses.damaged == 0);
  const Folder cut;
  {
    JournalWriter writer(cut.path());
    for (int i = 0; i < 3; ++i) writer.add(numbered_record(i));
  }
  const std::string file = only_file(cut.path());
  const auto size = std::filesystem::file_size(file);
  const std::size_t line = to_line(numbered_record(2)).size() + 1;
  for (std::size_t less = 1; less < line; ++less) {
    std::filesystem::resize_file(file, size - less);
    CHECK(ids_in(cut.path()).size() == 2);
  }
}

TEST_CASE("a journal that others write into is read from where it was read to") {
  const Folder folder;
  JournalReader reader(folder.path());
  const auto gained = [&] {
    std::vector<std::string> ids;
    reader.read_more([&](const Record& record) { ids.push_back(record.id); });
    return ids;
  };
  CHECK(gained().empty());
  JournalWriter one(folder.path());
  one.add(numbered_record(0));
  one.add(numbered_record(1));
  CHECK(gained() == std::vector<std::string>{"design 0", "design 1"});
  CHECK(gained().empty());
  const std::string file = only_file(folder.path());
  // A line that is not whole yet is read when it is.
  const std::string line = to_line(numbered_record(2)) + '\n';
  std::ofstream(file, std::ios::app) << line.substr(0, line.size() / 2);
  CHECK(gained().empty());
  std::ofstream(file, std::ios::app) << line.substr(line.size() / 2);
  JournalWriter other(folder.path());
  other.add(numbered_record(3));
  CHECK(gained() == std::vector<std::string>{"design 2", "design 3"});
  std::ofstream(file, std::ios::app) << "no record\n";
  CHECK(gained().empty());
  CHECK(reader.damaged() == 1);
}

TEST_CASE("a disk that is full is an error, and what was written before stays readable") {
  const Folder folder;
  ChildProcess child([&](const ChildProcess::Send& send) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{2000, 2000};
    setrlimit(RLIMIT_FSIZE, &limit);
    JournalWriter writer(folder.path());
    int written = 0;
    try {
      for (; written < 100; ++written) writer.add(numbered_record(written));
    } catch (const InputError& error) {
      const std::string what = error.what();
      if (what.find("could not be written") == std::string::npos) written = -1;
    }
    send(&written, sizeof written);
  });
  int written = 0;
  child.receive(&written, sizeof written);
  child.rest();
  CHECK(written > 2);
  CHECK(written < 20);
  JournalLosses losses;
  CHECK(static_cast<int>(ids_in(folder.path(), &losses).size()) == written);
  CHECK(losses.damaged == 0);
  // Another process goes on beside it.
  JournalWriter(folder.path()).add(numbered_record(written));
  CHECK(static_cast<int>(ids_in(folder.path()).size()) == written + 1);
}

}  // namespace mho
