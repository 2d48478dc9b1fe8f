#include "sim/base/hdf5_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>

namespace mho {

namespace {

/// Writers hold an exclusive lock.
bool is_locked(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool locked = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return locked;
}

/// The first bytes of the superblock, which stands at 0 or at a power of two from 512 on (HDF5 File
/// Format Specification 3.0, II.A).
using Superblock = std::array<unsigned char, 12>;

std::optional<Superblock> superblock(const std::string& file) {
  constexpr std::array<unsigned char, 8> kSignature{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  std::ifstream stream(file, std::ios::binary);
  for (std::int64_t at = 0; stream; at = at == 0 ? 512 : 2 * at) {
    Superblock block{};
    stream.seekg(at);
    stream.read(reinterpret_cast<char*>(block.data()), block.size());
    if (stream && std::equal(kSignature.begin(), kSignature.end(), block.begin())) return block;
  }
  return std::nullopt;
}

/// Only version 3 marks files that are open for writing: bit 0 of the file consistency flags.
bool is_marked_open(const Superblock& block) {
  constexpr int kVersion = 8, kFlags = 11;
  return block[kVersion] == 3 && (block[kFlags] & 1) != 0;
}

}  // namespace

std::string why_not_opened(const std::string& file) {
  if (is_locked(file)) return "is locked: another program has it open for writing";
  const std::optional<Superblock> block = superblock(file);
  if (!block) return "is not HDF5";
  if (is_marked_open(*block))
    return "is marked as open for writing: another program writes it, or was stopped before it "
           "closed it; if none does, 'h5clear -s FILE' takes the mark away";
  return "is HDF5, but cut short or damaged";
}

}  // namespace mho
