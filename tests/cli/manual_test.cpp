// Manual pages and completions have what the help texts have.
#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "tests/cli/program.hpp"

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
