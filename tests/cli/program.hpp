// Runs the program under test as users do: through a shell, with its exit code and both streams.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/paths.hpp"

namespace mho {

/// A folder of its own for each test, removed at the end.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mho_cli_XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ~ScratchFolder() { std::filesystem::remove_all(path_); }

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name)) << text;
    return file(name);
  }
  static std::string read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

 private:
  std::filesystem::path path_;
};

struct Outcome {
  int code;  ///< -1: killed by a signal
  std::string out;
  std::string err;
};

/// `mho ARGUMENTS`, as words of the shell, after the shell's commands `before`. Redirections in the
/// arguments come after those of the test.
inline Outcome mho_program(const std::string& arguments, const std::string& before = "") {
  const ScratchFolder folder;
  const std::string command = before + "'" + kProgram + "' >" + folder.file("out") + " 2>" +
                              folder.file("err") + " " + arguments;
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ScratchFolder::read(folder.file("out")),
          ScratchFolder::read(folder.file("err"))};
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The names in the overview.
inline std::vector<std::string> commands() {
  const std::string overview = mho_program("--help").out;
  const std::size_t from = overview.find("COMMANDS\n"), to = overview.find("\nOPTIONS\n");
  std::istringstream lines(overview.substr(from + 9, to - from - 9));
  std::vector<std::string> names;
  for (std::string line, name; std::getline(lines, line);)
    if (std::istringstream(line) >> name) names.push_back(name);
  return names;
}

}  // namespace mho
