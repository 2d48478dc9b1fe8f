#include "sim/cli/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>
#include <sstream>
#include <streambuf>
#include <vector>

#include "sim/base/error.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

/// A failed call of the system; what() its error number says.
struct Failed {
  int error;
};

/// Closes on every way out.
class File {
 public:
  File(const std::string& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY, 0666)) {
    if (descriptor_ < 0) throw Failed{errno};
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(descriptor_); }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// Holds back the signals that end a program; what came meanwhile arrives at the end.
class SignalsWait {
 public:
  SignalsWait() {
    sigset_t ending;
    sigemptyset(&ending);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&ending, signal);
    pthread_sigmask(SIG_BLOCK, &ending, &before_);
  }
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;
  ~SignalsWait() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

void demand(bool succeeded) {
  if (!succeeded) throw Failed{errno};
}

void write_all(int descriptor, const char* data, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const ssize_t written = ::write(descriptor, data + done, size - done);
    demand(written >= 0 || errno == EINTR);
    if (written > 0) done += static_cast<std::size_t>(written);
  }
}

/// What a stream is given goes to a descriptor.
class DescriptorBuffer final : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor), room_(1 << 16) { empty(); }

 protected:
  int_type overflow(int_type letter) override {
    sync();
    if (letter == traits_type::eof()) return traits_type::not_eof(letter);
    *pptr() = traits_type::to_char_type(letter);
    pbump(1);
    return letter;
  }
  int sync() override {
    write_all(descriptor_, pbase(), static_cast<std::size_t>(pptr() - pbase()));
    empty();
    return 0;
  }

 private:
  void empty() { setp(room_.data(), room_.data() + room_.size()); }

  int descriptor_;
  std::vector<char> room_;
};

void write_all(int descriptor, const WriteText& text) {
  DescriptorBuffer buffer(descriptor);
  std::ostream stream(&buffer);
  stream.exceptions(std::ios::badbit);  // what the buffer throws comes out
  text(stream);
  stream.flush();
}

std::optional<struct stat> status_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
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

/// A name that no other file has, in the same folder; names have 255 bytes at most.
std::string beside(const std::string& file) {
  constexpr std::size_t kKept = 200;
  const fs::path path = file;
  return (path.parent_path() / path.filename().string().substr(0, kKept)).string() + ".part" +
         std::to_string(getpid());
}

/// The standard stream that is this file (`> FILE`, or a pipe behind /dev/stdout), else -1. Opened
/// anew it would be written from its start again.
int own_stream(const struct stat& there) {
  if (S_ISCHR(there.st_mode)) return -1;
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat status {};
    if (::fstat(stream, &status) == 0 && status.st_dev == there.st_dev &&
        status.st_ino == there.st_ino)
      return stream;
  }
  return -1;
}

/// Access control lists and what else is attached to a file; a security label is not, as a new file
/// gets its own.
bool has_attributes(const std::string& file) {
  std::vector<char> names(1 << 16);
  const ssize_t size = ::listxattr(file.c_str(), names.data(), names.size());
  if (size < 0) return errno == ERANGE;
  for (const char* name = names.data(); name < names.data() + size; name += std::strlen(name) + 1)
    if (std::strcmp(name, "security.selinux") != 0) return true;
  return false;
}

/// Whether a new file can be all that this one is.
bool can_be_replaced(const std::string& file, const struct stat& there) {
  return there.st_nlink == 1 && !has_attributes(file);
}

/// A new file beside `file`; gone again unless it was renamed.
class Part {
 public:
  explicit Part(const std::string& file) : name_(beside(file)) {
    ::unlink(name_.c_str());  // of a process of our number that was killed
    file_.emplace(name_, O_WRONLY | O_CREAT | O_EXCL);
  }
  ~Part() {
    if (file_) ::unlink(name_.c_str());
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  /// Owner and mode of a file that is to be replaced; false where we may not.
  bool take_after(const struct stat& there) {
    struct stat own {};
    demand(::fstat(file_->descriptor(), &own) == 0);
    const bool same = own.st_uid == there.st_uid && own.st_gid == there.st_gid;
    return (same || ::fchown(file_->descriptor(), there.st_uid, there.st_gid) == 0) &&
           ::fchmod(file_->descriptor(), there.st_mode & 07777) == 0;
  }
  void become(const std::string& file, const WriteText& text) {
    write_all(file_->descriptor(), text);
    demand(::fsync(file_->descriptor()) == 0);
    demand(std::rename(name_.c_str(), file.c_str()) == 0);
    file_.reset();
  }

 private:
  std::string name_;
  std::optional<File> file_;
};

/// False, with nothing changed, where a new file cannot stand for the one that is there.
bool replace(const std::string& file, const std::optional<struct stat>& there,
             const WriteText& text) {
  if (there && !can_be_replaced(file, *there)) return false;
  std::optional<Part> part;
  try {
    part.emplace(file);
  } catch (const Failed&) {
    if (there) return false;  // the folder may not be written to
    throw;
  }
  if (there && !part->take_after(*there)) return false;
  part->become(file, text);
  return true;
}

/// The room is there before the first byte is changed.
void overwrite(const std::string& file, const struct stat& there, const WriteText& write) {
  std::ostringstream whole;
  write(whole);
  const std::string text = std::move(whole).str();
  const File opened(file, O_WRONLY);
  const auto size = static_cast<off_t>(text.size());
  const int error = ::posix_fallocate(opened.descriptor(), 0, std::max<off_t>(size, 1));
  if (error == ENOSPC || error == EFBIG || error == EDQUOT) {
    static_cast<void>(!::ftruncate(opened.descriptor(), there.st_size));
    throw Failed{error};
  }
  write_all(opened.descriptor(), text.data(), text.size());
  demand(::ftruncate(opened.descriptor(), size) == 0);
  demand(::fsync(opened.descriptor()) == 0);
}

void write_where_it_goes(const std::string& path, const WriteText& text) {
  const std::optional<struct stat> there = status_of(path);
  if (there && own_stream(*there) >= 0) {
    std::cout.flush();
    return write_all(own_stream(*there), text);
  }
  if (there && !S_ISREG(there->st_mode)) return write_all(File(path, O_WRONLY).descriptor(), text);
  const SignalsWait waiting;
  const std::string file = target_of(path);
  if (!replace(file, there, text)) overwrite(file, *there, text);
}

void check_where_it_goes(const std::string& path) {
  const std::optional<struct stat> there = status_of(path);
  if (path.empty()) throw Failed{ENOENT};
  if (there && S_ISDIR(there->st_mode)) throw Failed{EISDIR};
  if (there) return demand(::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0);
  const SignalsWait waiting;
  const Part part(target_of(path));
}

template <class Work>
void refusing(const std::string& path, const std::string& option, const Work& work) {
  try {
    work();
  } catch (const Failed& failed) {
    throw InputError({}, option, "cannot write '" + path + "': " + std::strerror(failed.error));
  }
}

}  // namespace

void check_writable(const std::string& path, const std::string& option) {
  refusing(path, option, [&] { check_where_it_goes(path); });
}

void write_file(const std::string& path, const WriteText& text, const std::string& option) {
  refusing(path, option, [&] { write_where_it_goes(path, text); });
}

void write_file(const std::string& path, const std::string& text, const std::string& option) {
  write_file(
      path, [&](std::ostream& out) { out << text; }, option);
}

}  // namespace mho
