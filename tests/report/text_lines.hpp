// What tests ask of printed text.
#pragma once

#include <string>
#include <vector>

namespace mho {

/// Characters of UTF-8 text.
inline std::size_t characters(const std::string& text) {
  std::size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  return count;
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Records of CSV (RFC 4180); it has whole ones.
inline std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> records(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = records.back().back();
    if (quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"')
      field += text[i++];
    else if (text[i] == '"')
      quoted = !quoted;
    else if (quoted || (text[i] != ',' && text[i] != '\n'))
      field += text[i];
    else if (text[i] == ',')
      records.back().emplace_back();
    else
      records.push_back({""});
  }
  records.pop_back();
  return records;
}

}  // namespace mho
