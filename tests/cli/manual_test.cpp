// Manual pages and completions have what the help texts have.
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>

#include "tests/cli/program.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

std::set<std::string> options_of(const std::string& command) {
  std::set<std::string> options;
  const std::string help = mho_program(command + " --help").out;
  const std::regex option("\n  (--[a-z0-9-]+)");
  for (auto at = std::sregex_iterator(help.begin(), help.end(), option);
       at != std::sregex_iterator(); ++at)
    options.insert((*at)[1].str());
  return options;
}

/// What bash offers for the words, the last of which is being typed.
std::set<std::string> offered(const std::string& words) {
  const ScratchFolder folder;
  const std::string script =
      folder.write("complete.bash",
                   std::string("mho() { '") + kProgram +
                       "' \"$@\"; }\nsource <(mho manual --completion bash)\nCOMP_WORDS=(" + words +
                       ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_mho\nprintf '%s\\n' "
                       "\"${COMPREPLY[@]}\"\n");
  REQUIRE(std::system(("cd " + folder.file("") + " && bash " + script + " >" + folder.file("out"))
                          .c_str()) == 0);
  std::set<std::string> words_offered;
  std::istringstream in(ScratchFolder::read(folder.file("out")));
  for (std::string word; std::getline(in, word);) words_offered.insert(word);
  return words_offered;
}

/// Tests of a shell that is not installed say so, and are none.
bool is_there(const std::string& shell) {
  const bool there = std::system((shell + " --version >/dev/null 2>&1").c_str()) == 0;
  if (!there) WARN(shell << " is not there: its completion is not tested");
  return there;
}

std::set<std::string> offers_in(const std::string& text) {
  std::set<std::string> lines;
  std::istringstream in(text);
  // fish: what it is, behind a tab.
  for (std::string line; std::getline(in, line);) lines.insert(line.substr(0, line.find('\t')));
  return lines;
}

std::set<std::string> offered_by_fish(const std::string& words) {
  const ScratchFolder folder;
  const std::string script = folder.write(
      "complete.fish", std::string("function mho; '") + kProgram +
                           "' $argv; end\nmho manual --completion fish | source\ncomplete -C '" +
                           words + "'\n");
  const std::string home = "HOME=" + folder.file("") + " XDG_CONFIG_HOME=" + folder.file("");
  REQUIRE(std::system(("cd " + folder.file("") + " && " + home + " fish " + script + " >" +
                       folder.file("out"))
                          .c_str()) == 0);
  return offers_in(ScratchFolder::read(folder.file("out")));
}

std::set<std::string> offered_by_zsh(const std::string& words) {
  const ScratchFolder folder;
  folder.write("_mho", mho_program("manual --completion zsh").out);
  folder.write("out", "");
  const std::string programs = std::filesystem::path(kProgram).parent_path().string();
  REQUIRE(std::system(("cd " + folder.file("") + " && zsh -f " + kSourceDir +
                       "/tests/cli/offered.zsh " + programs + " " + folder.file("") + " " +
                       folder.file("out") + " '" + words + "'")
                          .c_str()) == 0);
  return offers_in(ScratchFolder::read(folder.file("out")));
}

}  // namespace

TEST_CASE("every command has a manual page with all its options") {
  REQUIRE(commands().size() > 10);
  for (const std::string& command : commands()) {
    INFO(command);
    const Outcome page = mho_program("manual " + command);
    CHECK(page.code == 0);
    CHECK(page.out.starts_with(".TH MHO\\-"));
    for (const std::string& option : options_of(command))
      CHECK(contains(page.out, std::regex_replace(option, std::regex("-"), "\\-") + "\\fR"));
    CHECK(contains(mho_program("manual").out, ".BR mho\\-" + command + " (1)"));
  }
}

TEST_CASE("bash completes commands, options, names and choices") {
  const std::vector<std::string> all = commands();
  for (const std::string& command : all) {
    INFO(command);
    CHECK(offered("mho ''").contains(command));
    for (const std::string& option : options_of(command))
      CHECK(offered("mho " + command + " --").contains(option));
  }
  CHECK(offered("mho run --chip edge_rr").contains("edge_rram_28nm"));
  CHECK(offered("mho run quick").contains("quickstart"));
  CHECK(offered("mho run --fidelity ''") == std::set<std::string>{"full", "steady"});
  CHECK(offered("mho schema ''").contains("workload"));
  CHECK(offered("mho list ''").contains("memories"));
}

TEST_CASE("fish completes commands, options, names and choices") {
  if (!is_there("fish")) return;
  for (const std::string& command : commands()) {
    INFO(command);
    CHECK(offered_by_fish("mho " + command.substr(0, 2)).contains(command));
  }
  for (const std::string& option : options_of("run")) {
    INFO(option);
    CHECK(offered_by_fish("mho run " + option).contains(option));
  }
  CHECK(offered_by_fish("mho run --chip edge_rr").contains("edge_rram_28nm"));
  CHECK(offered_by_fish("mho run quick").contains("quickstart"));
  CHECK(offered_by_fish("mho run --fidelity ") == std::set<std::string>{"full", "steady"});
  CHECK(offered_by_fish("mho list mem").contains("memories"));
}

TEST_CASE("zsh completes commands, options, names and choices") {
  if (!is_there("zsh")) return;
  CHECK(offered_by_zsh("mho sw") == std::set<std::string>{"sweep"});
  CHECK(offered_by_zsh("mho run --fid") == std::set<std::string>{"--fidelity"});
  CHECK(offered_by_zsh("mho run --chip edge_rr").contains("edge_rram_28nm"));
  CHECK(offered_by_zsh("mho run quick").contains("quickstart"));
  CHECK(offered_by_zsh("mho run --fidelity ") == std::set<std::string>{"full", "steady"});
  CHECK(offered_by_zsh("mho list mem").contains("memories"));
}

TEST_CASE("the completions of all shells name every option") {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const std::string text = mho_program("manual --completion " + shell).out;
    for (const std::string& command : commands())
      for (const std::string& option : options_of(command)) {
        INFO(shell << " " << command << " " << option);
        CHECK(contains(text, shell == "fish" ? " -l " + option.substr(2) + " " : option));
      }
  }
  CHECK(contains(mho_program("manual --completion csh").err, "allowed: bash, zsh, fish"));
  CHECK(contains(mho_program("manual rn").err, "did you mean 'run'"));
}

}  // namespace mho
