// An input as a file that parsers can open.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "sim/base/error.hpp"

namespace mho::fuzz {

class InputFile {
 public:
  explicit InputFile(std::span<const std::uint8_t> bytes)
      : path_((std::filesystem::temp_directory_path() / "input_XXXXXX").string()) {
    const int descriptor = mkstemp(path_.data());
    require(descriptor >= 0 && write(descriptor, bytes.data(), bytes.size()) == std::ssize(bytes),
            "no file for the input");
    close(descriptor);
  }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile() { unlink(path_.c_str()); }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace mho::fuzz
