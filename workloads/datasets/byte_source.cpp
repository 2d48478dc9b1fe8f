#include "workloads/datasets/byte_source.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr std::int64_t kStep = 1 << 20;
constexpr std::array<unsigned char, 2> kGzip{0x1f, 0x8b};

}  // namespace

void ByteSource::Closer::operator()(z_stream_s* stream) const {
  inflateEnd(stream);
  delete stream;
}

ByteSource::ByteSource(const std::string& file) : file_(file) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(file, ignored);
  if (std::filesystem::is_directory(status)) fail("is a folder; a file is needed");
  // A pipe would wait for its writer, a device may never end.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    fail("is not a regular file");
  errno = 0;
  stream_ = std::make_unique<std::ifstream>(file, std::ios::binary);
  if (!*stream_) {
    std::string message = std::string("cannot be opened: ") + std::strerror(errno);
    if (file.find("fashion-mnist") != std::string::npos)
      message += "; Fashion-MNIST comes with the Debian package dataset-fashion-mnist";
    fail(message);
  }
  size_ = static_cast<std::int64_t>(std::filesystem::file_size(file, ignored));
  begin();
}

ByteSource::ByteSource(const std::string& name, std::string bytes)
    : file_(name), size_(static_cast<std::int64_t>(bytes.size())) {
  stream_ = std::make_unique<std::istringstream>(std::move(bytes));
  begin();
}

void ByteSource::begin() {
  std::array<unsigned char, 2> magic{};
  const bool packed = read_file(magic) == magic.size() && magic == kGzip;
  stream_->clear();
  stream_->seekg(0);
  taken_ = 0;
  if (!packed) return;
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  packed_.reset(new z_stream{});
  if (inflateInit2(packed_.get(), kGzipOnly) != Z_OK) fail("cannot be unpacked: out of memory");
}

void ByteSource::fail(const std::string& message) const {
  throw InputError(Place{file_, 0}, "", message);
}

std::size_t ByteSource::read_file(std::span<unsigned char> buffer) {
  errno = 0;
  stream_->read(reinterpret_cast<char*>(buffer.data()),
                static_cast<std::streamsize>(buffer.size()));
  if (stream_->bad()) fail(std::string("cannot be read: ") + std::strerror(errno));
  taken_ += stream_->gcount();
  return static_cast<std::size_t>(stream_->gcount());
}

bool ByteSource::refill() {
  if (packed_->avail_in > 0) return true;
  packed_bytes_.resize(kStep);
  const std::size_t got = read_file(packed_bytes_);
  packed_->next_in = packed_bytes_.data();
  packed_->avail_in = static_cast<unsigned>(got);
  return got > 0;
}

std::size_t ByteSource::unpack(std::span<unsigned char> buffer) {
  packed_->next_out = buffer.data();
  packed_->avail_out = static_cast<unsigned>(buffer.size());
  while (packed_->avail_out > 0) {
    if (!refill()) break;
    if (ended_) {
      if (*packed_->next_in != kGzip[0]) fail("has more data behind its packed data");
      inflateReset(packed_.get());
      ended_ = false;
    }
    const int result = inflate(packed_.get(), Z_NO_FLUSH);
    if (result == Z_STREAM_END)
      ended_ = true;
    else if (result == Z_MEM_ERROR)
      fail("cannot be unpacked: out of memory");
    else if (result != Z_OK)
      fail(std::string("cannot be unpacked: damaged") +
           (packed_->msg != nullptr ? std::string(" (") + packed_->msg + ")" : ""));
  }
  return buffer.size() - packed_->avail_out;
}

std::size_t ByteSource::read(std::span<unsigned char> buffer) {
  return packed_ ? unpack(buffer) : read_file(buffer);
}

std::vector<unsigned char> ByteSource::take_all(std::int64_t limit) {
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

std::optional<std::int64_t> ByteSource::left() const {
  return packed_ ? std::nullopt : std::optional(size_ - taken_);
}

void ByteSource::expect_left(std::int64_t count, const std::string& what) const {
  if (packed_ || left() == count) return;
  if (*left() > count) fail("has more data than its header states");
  fail("is cut short: " + what + " needs " + std::to_string(count) + " bytes, " +
       std::to_string(*left()) + " are there");
}

void ByteSource::expect_end() {
  unsigned char more = 0;
  if (read({&more, 1}) > 0) fail("has more data than its header states");
  if (packed_ && !ended_) fail("is cut short: the packed data has no proper end");
}

}  // namespace mho
