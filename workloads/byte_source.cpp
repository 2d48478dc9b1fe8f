#include "workloads/byte_source.hpp"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "sim/base/error.hpp"

namespace mho {

void ByteSource::Closer::operator()(gzFile_s* file) const { gzclose(file); }

ByteSource::ByteSource(const std::string& file) : file_(file) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(file, ignored);
  if (std::filesystem::is_directory(status)) fail("is a folder; a file is needed");
  // A pipe would wait for its writer, a device may never end.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    fail("is not a regular file");
  errno = 0;
  stream_.reset(gzopen(file.c_str(), "rb"));
  if (stream_) return;
  std::string message = std::string("cannot be opened: ") + std::strerror(errno);
  if (file.find("fashion-mnist") != std::string::npos)
    message += "; Fashion-MNIST comes with the Debian package dataset-fashion-mnist";
  fail(message);
}

void ByteSource::fail(const std::string& message) const {
  throw InputError(Place{file_, 0}, "", message);
}

std::size_t ByteSource::read(std::span<unsigned char> buffer) {
  const int got = gzread(stream_.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
  int error = Z_OK;
  const char* text = gzerror(stream_.get(), &error);
  // Z_BUF_ERROR: packed data ends early; what could be unpacked is returned as the end of the file.
  if (error == Z_BUF_ERROR) return got > 0 ? static_cast<std::size_t>(got) : 0;
  if (got < 0 || error != Z_OK) fail(std::string("cannot be read: ") + text);
  return static_cast<std::size_t>(got);
}

std::vector<unsigned char> ByteSource::take_all(std::int64_t limit) {
  constexpr std::int64_t kStep = 1 << 20;
  std::vector<unsigned char> bytes;
  for (;;) {
    const std::size_t old = bytes.size();
    const std::int64_t step = std::min(kStep, limit - static_cast<std::int64_t>(old));
    if (step <= 0) return bytes;
    bytes.resize(old + static_cast<std::size_t>(step));
    const std::size_t got = read(std::span(bytes).subspan(old));
    bytes.resize(old + got);
    if (got < static_cast<std::size_t>(step)) return bytes;
  }
}

std::vector<unsigned char> ByteSource::take(std::int64_t count, const std::string& what) {
  std::vector<unsigned char> bytes = take_all(count);
  if (static_cast<std::int64_t>(bytes.size()) < count)
    fail("is cut short: " + what + " needs " + std::to_string(count) + " bytes, " +
         std::to_string(bytes.size()) + " are there");
  return bytes;
}

void ByteSource::expect_end() {
  unsigned char more = 0;
  if (read({&more, 1}) > 0) fail("has more data than its header states");
  int error = Z_OK;
  gzerror(stream_.get(), &error);
  if (error == Z_BUF_ERROR) fail("is cut short: the packed data has no proper end");
}

}  // namespace mho
