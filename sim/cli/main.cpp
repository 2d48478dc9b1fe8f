// The program: picks the subcommand, and turns what it throws into messages and exit codes.
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iomanip>
#include <iostream>
#include <new>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/base/version.hpp"
#include "sim/cli/color.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/interrupts.hpp"
#include "sim/report/ink.hpp"

namespace {

using mho::Command;

void print_overview() {
  std::cout << "mho " << mho::version()
            << " - simulates compute-in-memory accelerators: TOPS/J, accuracy loss and area of a\n"
               "machine (YAML) that runs a trained network (ONNX), from one run\n\n"
               "SYNOPSIS\n  mho COMMAND [OPERAND] [OPTION]...\n\nCOMMANDS\n";
  for (const Command* command : mho::all_commands())
    std::cout << "  " << std::left << std::setw(10) << command->name << command->sentence << "\n";
  std::cout << "\nOPTIONS\n  --help     print this text; after a command, all about the command\n"
               "  --version  print the version\n\n"
               "EXAMPLE\n  mho run quickstart\n\n"
               "EXIT STATUS\n  0  done    1  the input is wrong    2  an error in mho\n";
}

int dispatch(const std::vector<std::string>& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" ||
      (words[0] == "help" && words.size() == 1)) {
    print_overview();
    return 0;
  }
  if (words[0] == "--version") {
    std::cout << "mho " << mho::version() << "\n";
    return 0;
  }
  if (words[0] == "help") return dispatch({words[1], "--help"});
  const std::vector<const Command*>& commands = mho::all_commands();
  const auto found = std::find_if(commands.begin(), commands.end(), [&](const Command* command) {
    return command->name == words[0];
  });
  if (found == commands.end()) {
    std::vector<std::string> known{"--help", "--version"};
    for (const Command* command : commands) known.push_back(command->name);
    throw mho::InputError(
        {"mho", 0}, words[0],
        "no such command" + mho::did_you_mean(words[0], known) + " (mho --help lists them)");
  }
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (std::any_of(rest.begin(), rest.end(),
                  [](const std::string& word) { return word == "--help" || word == "-h"; })) {
    std::cout << (*found)->help;
    return 0;
  }
  return (*found)->run(rest);
}

/// A standard stream that came closed is held by /dev/null, opened so that using it fails: no file
/// of ours may take its number.
void hold_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(stream, F_GETFD) == -1)
      static_cast<void>(open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

/// Whether nobody reads standard output any more, as behind `| head`.
bool reader_is_gone() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP)) != 0;
}

/// Ends as a program does that a closed pipe ends: quietly, by the signal.
void end_by_closed_pipe() {
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
}

/// Tensors come and go by the million: memory that is given back to the system after each is taken,
/// and cleared, again for the next.
void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 64 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that went away and a limit on the size of files are failed writes, not signals.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  hold_standard_streams();
  keep_freed_memory();
  const std::vector<std::string> words(argv + 1, argv + argc);
  const mho::Ink ink(mho::color_of_errors(words));
  try {
    const int code = dispatch(words);
    std::cout.flush();
    if (std::cout) return code;
    if (reader_is_gone()) end_by_closed_pipe();
    std::cerr << "mho: cannot write to standard output\n";
    return 1;
  } catch (const mho::InputError& error) {
    std::cerr << ink.red(error.what()) << "\n";
    return 1;
  } catch (const mho::Interrupted& error) {
    std::cerr << "mho: " << error.what() << ": nothing to report\n";
    return mho::kInterrupted;
  } catch (const std::bad_alloc&) {
    std::cerr << "mho: out of memory\n";
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "mho: internal error: " << mho::printable(error.what())
              << "; please report this\n";
  } catch (...) {
    std::cerr << "mho: internal error of no known kind; please report this\n";
  }
  return 2;
}
