#include "devices/fault_map.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <tuple>

namespace mho {

namespace {

constexpr std::uintmax_t kLargestFile = 64U << 20;

std::optional<int> index_of(const std::string& word) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

FaultMap parse_fault_map(const std::string& text, const std::string& file,
                         std::vector<Problem>& problems) {
  FaultMap map;
  std::set<std::tuple<int, int, int>> seen;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::vector<std::string> word;
    for (std::string each; words >> each;) word.push_back(each);
    if (word.empty()) continue;
    const bool complete = word.size() == 4 && (word[3] == "on" || word[3] == "off");
    const auto array = complete ? index_of(word[0]) : std::nullopt;
    const auto row = complete ? index_of(word[1]) : std::nullopt;
    const auto column = complete ? index_of(word[2]) : std::nullopt;
    if (!array || !row || !column) {
      problems.push_back({{file, number},
                          "",
                          "must be 'array row column on' or 'array row column off', with numbers "
                          "from 0"});
    } else if (!seen.emplace(*array, *row, *column).second) {
      problems.push_back({{file, number}, "", "names a cell that an earlier line names"});
    } else {
      map[*array].push_back({*row, *column, word[3] == "on"});
    }
  }
  return map;
}

FaultMap load_fault_map(const std::string& file, std::vector<Problem>& problems) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (error || !std::filesystem::is_regular_file(status)) {
    problems.push_back({{file, 0}, "", "is not a file that can be read"});
    return {};
  }
  if (std::filesystem::file_size(file, error) > kLargestFile || error) {
    problems.push_back({{file, 0}, "", "is larger than 64 MiB"});
    return {};
  }
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) {
    problems.push_back({{file, 0}, "", "cannot be read"});
    return {};
  }
  return parse_fault_map(text.str(), file, problems);
}

}  // namespace mho
