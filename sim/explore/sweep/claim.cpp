#include "sim/explore/sweep/claim.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "sim/base/error.hpp"

namespace mho {

FolderClaim::FolderClaim(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "at_work";
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) return;  // whether the folder can be written the journal finds out
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  if (::fcntl(descriptor_, F_SETLK, &lock) == 0) return;
  if (errno != EAGAIN && errno != EACCES) return;
  std::string holder = "another process";
  if (::fcntl(descriptor_, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0)
    holder = "process " + std::to_string(lock.l_pid);
  ::close(descriptor_);
  throw InputError({}, folder.string(),
                   "another mho sweep (" + holder +
                       ") is at this folder; wait for it, or begin all that are to share the "
                       "designs with --task N --tasks N (mho sweep --help)");
}

FolderClaim::~FolderClaim() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace mho
