// NPZ, several NPY arrays as members NAME.npy of a ZIP file, packed or not
// (https://numpy.org/doc/stable/reference/generated/numpy.savez.html). Unpacked by libzip.
#include <zip.h>

#include <algorithm>
#include <memory>

#include "sim/base/error.hpp"
#include "workloads/datasets/byte_source.hpp"
#include "workloads/datasets/format.hpp"

namespace mho {

namespace {

/// Of one member: header and largest array of 8-byte numbers.
constexpr std::uint64_t kMostBytes = 8 * static_cast<std::uint64_t>(kMostValues) + (1 << 17);

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};

class Npz {
 public:
  explicit Npz(const std::string& file) : file_(file) {
    ByteSource readable(file);  // what keeps a file from being read is told as of any other
    int code = 0;
    archive_.reset(zip_open(file.c_str(), ZIP_RDONLY, &code));
    if (archive_) return;
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    fail("is no NPZ file: " + why);
  }

  std::string bytes_of(const std::string& name) const {
    const std::string member_name = name + ".npy";
    zip_stat_t stat;
    if (zip_stat(archive_.get(), member_name.c_str(), 0, &stat) != 0 ||
        (stat.valid & ZIP_STAT_SIZE) == 0)
      fail("has no array '" + name + "'; there are: " + names());
    if (stat.size > kMostBytes)
      fail("array '" + name + "' states " + std::to_string(stat.size) + " bytes, more than the " +
           std::to_string(kMostBytes) + " allowed");
    const std::unique_ptr<zip_file_t, CloseMember> member(
        zip_fopen(archive_.get(), member_name.c_str(), 0));
    if (!member) fail("array '" + name + "': " + zip_strerror(archive_.get()));
    // In steps, so that memory grows with what is there and not with what the file states.
    constexpr std::size_t kReadStep = 1 << 20;
    std::string bytes;
    for (;;) {
      const std::size_t old = bytes.size();
      bytes.resize(old + kReadStep);
      const zip_int64_t got = zip_fread(member.get(), bytes.data() + old, kReadStep);
      if (got < 0) fail("array '" + name + "' is damaged: " + zip_file_strerror(member.get()));
      bytes.resize(old + static_cast<std::size_t>(got));
      if (got == 0) return bytes;
      if (bytes.size() > kMostBytes) fail("array '" + name + "' holds more than it states");
    }
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw InputError(Place{file_, 0}, "", message);
  }

  std::string names() const {
    constexpr zip_int64_t kShown = 20;
    const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
    std::string listed;
    for (zip_int64_t i = 0; i < std::min(count, kShown); ++i) {
      const char* raw = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(i), 0);
      std::string name = raw == nullptr ? "" : raw;
      if (name.ends_with(".npy")) name.resize(name.size() - 4);
      listed += (listed.empty() ? "" : ", ") + name;
    }
    return listed.empty() ? "none" : listed + (count > kShown ? ", ..." : "");
  }

  std::string file_;
  std::unique_ptr<zip_t, CloseArchive> archive_;
};

}  // namespace

NumberArray read_npz(const std::string& file, const std::string& name, int limit) {
  const std::string source_name = file + ": " + name;
  ByteSource source(source_name, Npz(file).bytes_of(name));
  return read_npy(source, source_name, limit);
}

}  // namespace mho
