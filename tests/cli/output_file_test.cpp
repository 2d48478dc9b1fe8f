// What becomes of files that are written over, and of everything else that a path may lead to.
#include "sim/cli/output_file.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <iostream>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "tests/cli/program.hpp"

namespace mho {

namespace {

namespace fs = std::filesystem;
using Catch::Contains;

struct stat status_of(const std::string& file) {
  struct stat status {};
  REQUIRE(stat(file.c_str(), &status) == 0);
  return status;
}

std::size_t files_in(const ScratchFolder& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder.file("")), fs::directory_iterator()));
}

/// Writes in a child, as a user who is not root, after `before`; what it was refused with.
std::string written_by_user(
    const std::string& file, const std::string& text, const std::function<void()>& before = [] {}) {
  ChildProcess child([&](const ChildProcess::Send& send) {
    constexpr uid_t kNobody = 65534;
    static_cast<void>(!setuid(geteuid() == 0 ? kNobody : geteuid()));
    before();
    try {
      check_writable(file, "--json");
      write_file(file, text, "--json");
    } catch (const InputError& error) {
      const std::string what = error.what();
      send(what.data(), what.size());
    }
  });
  const std::vector<char> answer = child.rest();
  return {answer.begin(), answer.end()};
}

void own_by_user(const std::string& file) {
  if (geteuid() == 0) REQUIRE(chown(file.c_str(), 65534, 65534) == 0);
}

void limit_files() {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{1000, 1000};
  setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace

TEST_CASE("a file that is written over keeps mode, owner, links to it and other names") {
  const ScratchFolder folder;
  const std::string file = folder.write("a.json", "old");
  REQUIRE(chmod(file.c_str(), 0640) == 0);
  own_by_user(file);
  const auto owner = status_of(file).st_uid;
  fs::create_symlink("a.json", folder.file("link.json"));
  write_file(folder.file("link.json"), "new", "--json");
  CHECK(ScratchFolder::read(file) == "new");
  CHECK(fs::is_symlink(folder.file("link.json")));
  CHECK((status_of(file).st_mode & 07777) == 0640);
  CHECK(status_of(file).st_uid == owner);
  fs::create_hard_link(file, folder.file("other.json"));
  write_file(file, "newest, and longer", "--json");
  write_file(file, "newer", "--json");
  CHECK(ScratchFolder::read(folder.file("other.json")) == "newer");
  CHECK((status_of(file).st_mode & 07777) == 0640);
  CHECK(files_in(folder) == 3);
}

TEST_CASE("what is attached to a file stays with it") {
  const ScratchFolder folder;
  const std::string file = folder.write("a.json", "old");
  if (setxattr(file.c_str(), "user.note", "x", 1, 0) != 0) return;  // not on every file system
  write_file(file, "new", "--json");
  char note = 0;
  CHECK(getxattr(file.c_str(), "user.note", &note, 1) == 1);
  CHECK(ScratchFolder::read(file) == "new");
}

TEST_CASE("a new file has the mode that new files have, also with the longest of names") {
  const ScratchFolder folder;
  const std::string file = folder.file(std::string(255, 'x'));
  const mode_t before = umask(027);
  write_file(file, "new", "--json");
  umask(before);
  CHECK(ScratchFolder::read(file) == "new");
  CHECK((status_of(file).st_mode & 07777) == 0640);
  CHECK(files_in(folder) == 1);
}

TEST_CASE("asking whether a file can be written changes nothing") {
  const ScratchFolder folder;
  const std::string file = folder.write("a.json", "old");
  const struct stat before = status_of(file);
  check_writable(file, "--json");
  check_writable(folder.file("new.json"), "--json");
  const struct stat after = status_of(file);
  CHECK(ScratchFolder::read(file) == "old");
  CHECK(after.st_ino == before.st_ino);
  CHECK(after.st_ctim.tv_nsec == before.st_ctim.tv_nsec);
  CHECK(files_in(folder) == 1);
}

TEST_CASE("a file that may be written is, also in a folder that may not") {
  const ScratchFolder folder;
  const std::string closed = folder.file("closed");
  fs::create_directory(closed);
  const std::string file = folder.write("closed/a.json", "old, and longer than the new");
  own_by_user(file);
  REQUIRE(chmod(folder.file("").c_str(), 0755) == 0);
  REQUIRE(chmod(closed.c_str(), 0555) == 0);
  CHECK(written_by_user(file, "new").empty());
  CHECK(ScratchFolder::read(file) == "new");
  CHECK_THAT(written_by_user(closed + "/b.json", "new"), Contains("Permission denied"));
  REQUIRE(chmod(file.c_str(), 0444) == 0);
  CHECK_THAT(written_by_user(file, "newer"), Contains("--json: cannot write"));
  CHECK(ScratchFolder::read(file) == "new");
  REQUIRE(chmod(closed.c_str(), 0755) == 0);
}

TEST_CASE("where there is no room the old file stays as it was, and nothing beside it") {
  const ScratchFolder folder;
  REQUIRE(chmod(folder.file("").c_str(), 0777) == 0);
  const bool linked = GENERATE(false, true);
  const std::string file = folder.write("a.json", "old");
  own_by_user(file);
  if (linked) fs::create_hard_link(file, folder.file("b.json"));
  const std::string too_long(5000, 'x');
  CHECK_THAT(written_by_user(file, too_long, limit_files), Contains("File too large"));
  CHECK(ScratchFolder::read(file) == "old");
  CHECK(files_in(folder) == (linked ? 2 : 1));
  CHECK_THROWS_WITH(write_file("/dev/full", "x", "--json"), Contains("No space left"));
}

TEST_CASE("a program that is ended while it writes leaves the old file or the new, and no part") {
  const ScratchFolder folder;
  const bool linked = GENERATE(false, true);
  const std::string old_text(300'000, 'o'), new_text(200'000, 'n');
  const std::string file = folder.write("a.json", old_text);
  if (linked) fs::create_hard_link(file, folder.file("b.json"));
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    for (int after_us = 0; after_us < 4000; after_us += 400) {
      ChildProcess child([&](const ChildProcess::Send& send) {
        for (const int each : {SIGINT, SIGTERM, SIGHUP}) std::signal(each, SIG_DFL);
        const pid_t self = getpid();
        send(&self, sizeof self);
        for (;;) {
          write_file(file, new_text, "--json");
          write_file(file, old_text, "--json");
        }
      });
      pid_t writer = 0;
      child.receive(&writer, sizeof writer);
      usleep(static_cast<useconds_t>(after_us));
      kill(writer, signal);
      int ended_by = 0;
      try {
        child.rest();
      } catch (const ChildDied& death) {
        ended_by = death.signal();
      }
      REQUIRE(ended_by == signal);
      const std::string text = ScratchFolder::read(file);
      REQUIRE((text == old_text || text == new_text));
      REQUIRE(files_in(folder) == (linked ? 2 : 1));
    }
}

TEST_CASE("standard output that is a file gets all that is written, in its order") {
  const ScratchFolder folder;
  const std::string file = folder.write("out", "");
  ChildProcess child([&](const ChildProcess::Send&) {
    const int out = open(file.c_str(), O_WRONLY);
    dup2(out, STDOUT_FILENO);
    std::cout << "before\n";
    check_writable("/dev/stdout", "--json");
    write_file("/dev/stdout", "{}\n", "--json");
    write_file(file, "[]\n", "--json");
    std::cout << "after\n" << std::flush;
  });
  child.rest();
  CHECK(ScratchFolder::read(file) == "before\n{}\n[]\nafter\n");
}

TEST_CASE("pipes and devices are written to as they are") {
  const ScratchFolder folder;
  const std::string pipe = folder.file("pipe");
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  check_writable(pipe, "--json");
  ChildProcess reader([&](const ChildProcess::Send& send) {
    const std::string text = ScratchFolder::read(pipe);
    send(text.data(), text.size());
  });
  write_file(pipe, std::string(100'000, 'p'), "--json");
  CHECK(reader.rest() == std::vector<char>(100'000, 'p'));
  CHECK(fs::is_fifo(pipe));
  check_writable("/dev/null", "--json");
  write_file("/dev/null", "x", "--json");
  CHECK(fs::is_character_file("/dev/null"));
  CHECK_THROWS_WITH(check_writable(folder.file(""), "--json"), Contains("Is a directory"));
  CHECK_THROWS_WITH(check_writable(folder.file("no/a.json"), "--json"), Contains("No such file"));
  CHECK_THROWS_WITH(check_writable("", "--json"), Contains("No such file"));
}

}  // namespace mho
