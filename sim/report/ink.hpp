// Emphasis in a terminal, by ANSI escapes; none where a text goes elsewhere. Around texts that are
// printable() already, which would show the escapes.
#pragma once

#include <string>

namespace mho {

class Ink {
 public:
  explicit Ink(bool on = false) : on_(on) {}

  std::string bold(const std::string& text) const { return in("1", text); }
  std::string yellow(const std::string& text) const { return in("33", text); }
  std::string red(const std::string& text) const { return in("31", text); }

 private:
  std::string in(const char* code, const std::string& text) const {
    if (!on_ || text.empty()) return text;
    return std::string("\x1b[") + code + "m" + text + "\x1b[0m";
  }

  bool on_;
};

}  // namespace mho
