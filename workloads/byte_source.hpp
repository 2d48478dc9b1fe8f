// Reads the bytes of a file front to back, unpacking gzip on the way. Memory grows with the data
// that is really there, never with what a header claims.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct gzFile_s;  // zlib's open file

namespace mho {

class ByteSource {
 public:
  /// Throws InputError when the file cannot be opened.
  explicit ByteSource(const std::string& file);

  /// The next `count` bytes; `what` names them in the error when the file ends before.
  std::vector<unsigned char> take(std::int64_t count, const std::string& what);

  /// All bytes to the end, at most `limit`.
  std::vector<unsigned char> take_all(std::int64_t limit);

  /// Throws InputError unless the file ends here (and, packed, its checksum is right).
  void expect_end();

  [[noreturn]] void fail(const std::string& message) const;

 private:
  struct Closer {
    void operator()(gzFile_s* file) const;
  };
  /// Up to buffer.size() bytes; fewer only at the end.
  std::size_t read(std::span<unsigned char> buffer);

  std::string file_;
  std::unique_ptr<gzFile_s, Closer> stream_;
};

}  // namespace mho
