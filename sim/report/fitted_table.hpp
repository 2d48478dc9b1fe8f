// A table of text whose columns are as wide as their cells.
#pragma once

#include <string>
#include <vector>

namespace mho {

class FittedTable {
 public:
  explicit FittedTable(std::vector<std::string> titles) : rows_{std::move(titles)} {}
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace mho
