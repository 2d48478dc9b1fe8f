// What the program does in a terminal: color, progress, Ctrl-C. The terminal is a pseudo-terminal
// that the test reads.
#include <poll.h>
#include <pty.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>

#include "sim/cli/progress_bar.hpp"
#include "tests/cli/program.hpp"

namespace mho {

namespace {

const std::string kTinyRun = "run quickstart --images 20 --trials 2 --engine-images 2 ";

/// The program in a terminal of 80 columns, of which everything is read. `look`: at all that was
/// read so far; says whether the program is to get SIGINT, at most once a call that says so.
Outcome in_terminal(const std::string& arguments, const std::string& environment = "",
                    const std::function<bool(const std::string&)>& look = {}) {
  winsize size{};
  size.ws_row = 30;
  size.ws_col = 80;
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    const std::string command = "unset NO_COLOR; export TERM=xterm; " + environment + " exec '" +
                                kProgram + "' " + arguments;
    execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    _exit(127);
  }
  std::string all;
  std::array<char, 4096> bytes;
  for (ssize_t got; (got = read(terminal, bytes.data(), bytes.size())) > 0;) {
    all.append(bytes.data(), static_cast<std::size_t>(got));
    if (look && look(all)) kill(child, SIGINT);
  }
  int status = 0;
  waitpid(child, &status, 0);
  close(terminal);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, all, ""};
}

/// Says yes once, when `part` is there.
std::function<bool(const std::string&)> once(const std::string& part) {
  return [part, done = false](const std::string& text) mutable {
    if (done || !contains(text, part)) return false;
    return done = true;
  };
}

bool has_color(const std::string& text) { return contains(text, "\x1b[1m"); }

}  // namespace

TEST_CASE("a headline has color in a terminal, unless NO_COLOR or --color says otherwise") {
  CHECK(has_color(in_terminal(kTinyRun).out));
  CHECK(has_color(in_terminal(kTinyRun, "NO_COLOR=").out));  // empty is as if it were not there
  CHECK_FALSE(has_color(in_terminal(kTinyRun, "NO_COLOR=1").out));
  CHECK_FALSE(has_color(in_terminal(kTinyRun, "TERM=dumb").out));
  CHECK_FALSE(has_color(in_terminal(kTinyRun + "--color never").out));
  CHECK(has_color(in_terminal(kTinyRun + "--color always", "NO_COLOR=1").out));
  CHECK_FALSE(has_color(in_terminal(kTinyRun + "--full").out));
}

TEST_CASE("errors are red in a terminal, and are not elsewhere") {
  CHECK(contains(in_terminal("run nowhere").out, "\x1b[31m"));
  CHECK_FALSE(contains(in_terminal("run nowhere", "NO_COLOR=1").out, "\x1b"));
  CHECK_FALSE(contains(in_terminal("run nowhere --color never").out, "\x1b"));
  CHECK(contains(mho_program("run nowhere --color=always").err, "\x1b[31m"));
  CHECK_FALSE(contains(mho_program("run nowhere").err, "\x1b"));
}

TEST_CASE("what goes into a pipe has no color, and the same bytes whatever the environment") {
  const Outcome plain = mho_program(kTinyRun);
  CHECK(plain.out.find('\x1b') == std::string::npos);
  CHECK(mho_program(kTinyRun, "TERM=xterm NO_COLOR=1 ").out == plain.out);
  CHECK(has_color(mho_program(kTinyRun + "--color always").out));
}

TEST_CASE("a color that there is not is refused") {
  const Outcome outcome = mho_program("run quickstart --color sometimes");
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, "--color: 'sometimes' is unknown; allowed: auto, always, never"));
}

TEST_CASE("progress is shown on a standard error that is a terminal, and taken away at the end") {
  const Outcome outcome = in_terminal(kTinyRun + ">/dev/null");
  CHECK(contains(outcome.out, " % accuracy, 2 trials"));
  CHECK(outcome.out.ends_with("\r\x1b[K"));
  CHECK(in_terminal(kTinyRun + "--quiet >/dev/null").out.empty());
  CHECK(mho_program(kTinyRun).err.empty());
}

TEST_CASE(
    "a line of progress has bar, share, stage and the time that is left, and fits its width") {
  CHECK(progress_line("loading", 0, 3, 80) == "[..............................]   0 % loading");
  CHECK(progress_line("trials", 0.25, 10, 80) ==
        "[#######.......................]  25 % trials, 30 s left");
  CHECK(progress_line("trials", 0.25, 0.5, 80) ==  // too early to tell
        "[#######.......................]  25 % trials");
  CHECK(progress_line("trials", 0.1, 100, 80).ends_with("trials, 15:00 left"));
  CHECK(progress_line("trials", 0.01, 100, 80).ends_with("trials, 2:45:00 left"));
  CHECK(progress_line("trials", 1, 100, 80).ends_with("100 % trials"));
  CHECK(progress_line("a stage of many words that goes on and on and on", 0.25, 10, 60).size() ==
        59);
  CHECK(progress_line("trials", 0.5, 10, 10).size() < 60);
}

TEST_CASE("a verbose run says what each stage took, and what came from the cache") {
  const ScratchFolder folder;
  const std::string run = kTinyRun + "--verbose --cache " + folder.file("cache");
  const Outcome first = mho_program(run), second = mho_program(run);
  CHECK(std::regex_search(first.err, std::regex(" s  float classes +computed\n")));
  CHECK(std::regex_search(first.err, std::regex(" s  classes of a trial +computed, 2 of them\n")));
  CHECK(std::regex_search(second.err, std::regex(" s  float classes +from the cache\n")));
  CHECK(first.out == second.out);
  CHECK(mho_program("run quickstart --quiet --verbose").code == 1);
}

TEST_CASE("Ctrl-C while trials run reports those that are finished, and says so everywhere") {
  const ScratchFolder folder;
  const std::string json = folder.file("r.json"), html = folder.file("r.html"),
                    hdf5 = folder.file("r.h5");
  const Outcome outcome = in_terminal(
      "run quickstart --images 200 --trials 4000 --engine-images 2 --json " + json + " --html " +
          html + " --out " + hdf5,
      "", [asked = false](const std::string& text) mutable {
        if (asked || !std::regex_search(text, std::regex("[1-9] % accuracy, 4000 trials")))
          return false;
        return asked = true;
      });
  INFO(outcome.out);
  CHECK(outcome.code == 130);
  CHECK(contains(outcome.out, "mho: interrupted: reports the trials that are finished"));
  const auto report = nlohmann::json::parse(ScratchFolder::read(json));
  const int trials = report["partial"]["trials"];
  CHECK(trials >= 1);
  CHECK(trials < 4000);
  CHECK(report["partial"]["of"] == 4000);
  CHECK(report["judged"]["trials"].size() == static_cast<std::size_t>(trials));
  const std::string said =
      "PARTIAL: interrupted after " + std::to_string(trials) + " of 4000 trials";
  CHECK(contains(outcome.out, said));
  CHECK(contains(ScratchFolder::read(html), said));
  CHECK(contains(mho_program("report " + hdf5).out, said));
  CHECK(contains(mho_program("report " + json + " --full").out, said));
}

TEST_CASE("Ctrl-C before there are trials, and a second one, end the program at once") {
  const Outcome early = in_terminal("run quickstart --trials 4000", "", once(" % "));
  CHECK(early.code == -1);
  int asked = 0;
  const ScratchFolder folder;
  const Outcome twice = in_terminal("run quickstart --trials 4000 --json " + folder.file("r.json"),
                                    "", [&](const std::string& text) {
                                      if (asked == 0 && contains(text, " % accuracy, 4000 trials"))
                                        return ++asked == 1;
                                      if (asked == 1 && contains(text, "mho: interrupted"))
                                        return ++asked == 2;
                                      return false;
                                    });
  CHECK(twice.code == -1);
  CHECK_FALSE(std::filesystem::exists(folder.file("r.json")));
}

}  // namespace mho
