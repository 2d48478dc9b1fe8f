// mho manual: manual pages and completion, made of the commands' own help texts.
#include <filesystem>
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/manual.hpp"
#include "sim/cli/output_file.hpp"

namespace mho {

namespace {

constexpr const char* kManualHelp =
    R"(mho manual - manual pages, and completion for shells

SYNOPSIS
  mho manual [COMMAND]
  mho manual --completion bash|zsh|fish
  mho manual --write FOLDER

DESCRIPTION
  Prints the manual page of the program, or of a command, for man(1); or what a shell completes
  commands, options, names and files by. 'cmake --install' puts both where man and the shells look.

OPTIONS
  --completion bash|zsh|fish   print the completion of this shell
  --write FOLDER               write all pages and completions: man1/*.1, bash/mho, zsh/_mho and
                               fish/mho.fish
  --help                       print this text

EXAMPLES
  mho manual run | man -l -
  source <(mho manual --completion bash)
  mho manual --completion zsh > ~/.zfunc/_mho
  mho manual --completion fish > ~/.config/fish/completions/mho.fish

EXIT STATUS
  0  done    1  there is no such command or shell    2  an error in mho
)";

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const Command* command : all_commands()) names.emplace_back(command->name);
  return names;
}

std::string completion(const std::string& shell) {
  if (shell == "bash") return bash_completion(all_commands());
  if (shell == "zsh") return zsh_completion(all_commands());
  if (shell == "fish") return fish_completion(all_commands());
  throw InputError({"mho manual", 0}, "--completion",
                   "'" + shell + "' is unknown" + did_you_mean(shell, {"bash", "zsh", "fish"}) +
                       "; allowed: bash, zsh, fish");
}

std::string page(const std::string& name) {
  for (const Command* command : all_commands())
    if (command->name == name) return man_page(*command);
  throw InputError(
      {"mho manual", 0}, name,
      "no such command" + did_you_mean(name, command_names()) + " (mho --help lists them)");
}

void write_all(const std::string& folder) {
  const auto write = [&](const std::string& file, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(folder) / file;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    write_file(path.string(), text, "--write");
  };
  write("man1/mho.1", man_page(all_commands()));
  for (const Command* command : all_commands())
    write(std::string("man1/mho-") + command->name + ".1", man_page(*command));
  write("bash/mho", bash_completion(all_commands()));
  write("zsh/_mho", zsh_completion(all_commands()));
  write("fish/mho.fish", fish_completion(all_commands()));
}

int manual_words(const std::vector<std::string>& words) {
  const Arguments arguments("manual", words, {{}, {"completion", "write"}, {}}, 1);
  if (const auto folder = arguments.value("write"))
    write_all(*folder);
  else if (const auto shell = arguments.value("completion"))
    std::cout << completion(*shell);
  else if (arguments.operands().empty())
    std::cout << man_page(all_commands());
  else
    std::cout << page(arguments.operands()[0]);
  return 0;
}

}  // namespace

const Command manual_command{"manual", "manual pages, and completion for shells", kManualHelp,
                             manual_words};

}  // namespace mho
