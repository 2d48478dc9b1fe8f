// The two ways a run can fail: the input is wrong (exit 1, with every problem and its place), or
// mho is (exit 2). Nothing else is thrown across a folder's border.
#pragma once

#include <compare>
#include <stdexcept>
#include <string>
#include <vector>

namespace mho {

/// Where something was said: a file and a line (1 is the first; 0 = the file as a whole).
/// What the command line sets has its option in the place of a file: "--set", "--trials".
struct Place {
  std::string file;
  int line = 0;

  auto operator<=>(const Place&) const = default;
};

/// One thing wrong with the input. `key` is a dotted YAML key, a node of a network, or empty.
struct Problem {
  Place place;
  std::string key;
  std::string message;  ///< what is wrong and what is allowed

  /// "file:line: key: message", leaving out what is empty.
  std::string text() const;
};

/// The input cannot be used. what() is its problems, one a line; of very many, the first.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Problem> problems);
  InputError(Place place, std::string key, std::string message);
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// A broken promise of our own; the program ends with exit code 2.
class Bug : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws Bug unless `holds`.
inline void require(bool holds, const char* what) {
  if (!holds) throw Bug(what);
}

/// ", did you mean 'x'?" for the nearest of `allowed` within a third of the word's length (rounded
/// up; neighbors that are swapped count as one), else the shortest that begins with it, else "".
std::string did_you_mean(const std::string& word, const std::vector<std::string>& allowed);

}  // namespace mho
