#include "sim/config/yaml_text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

/// Closes on every way out.
struct OpenFile {
  explicit OpenFile(const std::string& file)
      : descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }
  int descriptor;
};

/// Of ASCII and of Latin 1 (terminals obey both), but for those that text is laid out with.
bool is_control(char32_t code) {
  if (code == '\t' || code == '\n' || code == '\r') return false;
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

}  // namespace

std::string read_yaml_text(const std::string& file) {
  const auto fail = [&](const std::string& what) { throw InputError({file, 0}, "", what); };
  const OpenFile open(file);
  if (open.descriptor < 0)
    fail(errno == ENOENT ? "there is no such file"
                         : std::string("cannot be read: ") + std::strerror(errno));
  struct stat status {};
  if (::fstat(open.descriptor, &status) != 0)
    fail(std::string("cannot be read: ") + std::strerror(errno));
  if (S_ISDIR(status.st_mode)) fail("is a folder, not a file");
  if (!S_ISREG(status.st_mode)) fail("is not a regular file");
  if (status.st_size > static_cast<off_t>(kMaxFileBytes))
    fail("is over 1 MiB, the most that is read");
  std::string text(kMaxFileBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = ::read(open.descriptor, text.data() + size, text.size() - size);
    if (count < 0) fail(std::string("cannot be read: ") + std::strerror(errno));
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  text.resize(size);
  return text;
}

bool holds_control(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.valid && is_control(character.code)) return true;
    at += character.bytes;
  }
  return false;
}

void check_yaml_text(const std::string& text, const std::string& file) {
  if (text.size() > kMaxFileBytes)
    throw InputError({file, 0}, "", "is over 1 MiB, the most that is read");
  int line = 1;
  bool indentation = true;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const Character character = character_at(text, at);
    if (!character.valid) throw InputError({file, line}, "", "is not UTF-8 text");
    if (is_control(character.code))
      throw InputError({file, line}, "", "holds a control character: not a text file");
    if (c == '\t' && indentation)
      throw InputError({file, line}, "", "is indented with a tab; YAML allows only blanks");
    if (c == '\n') {
      ++line;
      indentation = true;
    } else if (c != ' ') {
      indentation = false;
    }
    at += character.bytes;
  }
}

}  // namespace mho
