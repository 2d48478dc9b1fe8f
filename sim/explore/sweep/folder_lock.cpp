#include "sim/explore/sweep/folder_lock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Of the process that holds the lock; of another machine it is 0 or means nothing.
std::string holder_of(int descriptor, const struct flock& wanted) {
  struct flock held = wanted;
  if (fcntl(descriptor, F_GETLK, &held) != 0 || held.l_type == F_UNLCK || held.l_pid <= 0)
    return "";
  return " (process " + std::to_string(held.l_pid) + ")";
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder, bool shared) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  descriptor_ = open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) return;
  struct flock wanted {};
  wanted.l_type = shared ? F_RDLCK : F_WRLCK;
  wanted.l_whence = SEEK_SET;
  if (fcntl(descriptor_, F_SETLK, &wanted) == 0 || (errno != EACCES && errno != EAGAIN)) return;
  const std::string holder = holder_of(descriptor_, wanted);
  close(descriptor_);
  throw InputError(
      Place{folder.string(), 0}, "",
      shared
          ? "a sweep without --task" + holder +
                " is at work here, and would not leave designs to this one; wait for its end, or "
                "end it: what is finished is kept"
          : "another sweep" + holder +
                " is at work here, and this one would do the same again; wait for its end, or "
                "give each --task N --tasks M: they share the designs");
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace mho
