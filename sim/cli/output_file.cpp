#include "sim/cli/output_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "sim/base/error.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& option, int error) {
  throw InputError({}, option, "cannot write '" + path + "': " + std::strerror(error));
}

bool is_special(const std::string& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

/// The file itself where the path is a link to it, so that the link stays; also where the link
/// comes before its file.
std::string target_of(const std::string& path) {
  std::error_code error;
  fs::path file = path;
  constexpr int kLinks = 40;  // as many as Linux follows
  for (int i = 0; i < kLinks && fs::is_symlink(file, error); ++i)
    file = file.parent_path() / fs::read_symlink(file, error);
  const fs::path target = fs::weakly_canonical(file, error);
  return error ? path : target.string();
}

std::string beside(const std::string& path) {
  return target_of(path) + ".part" + std::to_string(getpid());
}

void write_whole(const std::string& file, const std::string& text, const std::string& path,
                 const std::string& option) {
  errno = 0;
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    const int error = errno != 0 ? errno : EIO;
    if (!is_special(path)) ::unlink(file.c_str());
    refuse(path, option, error);
  }
}

}  // namespace

void check_writable(const std::string& path, const std::string& option) {
  std::error_code ignored;
  if (path.empty()) refuse(path, option, ENOENT);
  if (fs::is_directory(path, ignored)) refuse(path, option, EISDIR);
  if (fs::exists(path, ignored) && ::access(path.c_str(), W_OK) != 0) refuse(path, option, errno);
  if (is_special(path)) return;
  const std::string file = beside(path);
  write_whole(file, "", path, option);
  ::unlink(file.c_str());
}

void write_file(const std::string& path, const std::string& text, const std::string& option) {
  if (is_special(path)) {
    write_whole(path, text, path, option);
    return;
  }
  const std::string file = beside(path);
  write_whole(file, text, path, option);
  if (std::rename(file.c_str(), target_of(path).c_str()) != 0) {
    const int error = errno;
    ::unlink(file.c_str());
    refuse(path, option, error);
  }
}

}  // namespace mho
