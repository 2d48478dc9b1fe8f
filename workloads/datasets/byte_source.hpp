// Reads the bytes of a file front to back, unpacking gzip (RFC 1952, one member or several) on the
// way. Memory grows with the data that is really there, never with what a header claims.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

struct z_stream_s;  // zlib's state

namespace mho {

class ByteSource {
 public:
  /// Throws InputError when the file cannot be opened.
  explicit ByteSource(const std::string& file);
  /// Bytes that are there, of what `name` says.
  ByteSource(const std::string& name, std::string bytes);

  /// The next `count` bytes; `what` names them in the error when the file ends before.
  std::vector<unsigned char> take(std::int64_t count, const std::string& what);

  /// All bytes to the end, at most `limit`.
  std::vector<unsigned char> take_all(std::int64_t limit);

  /// Throws InputError unless `count` bytes are left, as far as that is known: of a packed file
  /// only expect_end() knows.
  void expect_left(std::int64_t count, const std::string& what) const;

  /// Bytes left; nothing of a packed file, which must be unpacked to tell.
  std::optional<std::int64_t> left() const;

  /// Throws InputError unless the file ends here; packed, with the right checksum and nothing
  /// behind.
  void expect_end();

  [[noreturn]] void fail(const std::string& message) const;

 private:
  struct Closer {
    void operator()(z_stream_s* stream) const;
  };
  void begin();
  /// Up to buffer.size() bytes; fewer only at the end.
  std::size_t read(std::span<unsigned char> buffer);
  std::size_t read_file(std::span<unsigned char> buffer);
  std::size_t unpack(std::span<unsigned char> buffer);
  /// More packed bytes; false at the end of the file.
  bool refill();

  std::string file_;
  std::unique_ptr<std::istream> stream_;
  std::int64_t size_ = 0;                       ///< of the file, bytes
  std::int64_t taken_ = 0;                      ///< of a file that is not packed
  std::unique_ptr<z_stream_s, Closer> packed_;  ///< null: the file is not packed
  std::vector<unsigned char> packed_bytes_;     ///< that zlib takes from
  bool ended_ = false;                          ///< the packed data has had its proper end
};

}  // namespace mho
