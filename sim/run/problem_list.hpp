// Problems of a run, judged together: a part that cannot be made keeps what depends on it from
// being judged, and nothing else.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"

namespace mho {

class ProblemList {
 public:
  /// Problems that have no place of their own stand at `where`.
  explicit ProblemList(Place where) : where_(std::move(where)) {}

  /// A problem that two parts run into is told once.
  void add(Problem problem) {
    if (problem.place == Place{}) problem.place = where_;
    const auto same = [&](const Problem& each) {
      return each.place == problem.place && each.key == problem.key &&
             each.message == problem.message;
    };
    if (std::none_of(problems_.begin(), problems_.end(), same))
      problems_.push_back(std::move(problem));
  }
  void add(std::string key, std::string message) {
    add({where_, std::move(key), std::move(message)});
  }

  /// What `make` returns; nothing, with its problems kept, when it refuses its input.
  template <class Make>
  auto attempt(const Make& make) -> std::optional<std::invoke_result_t<Make>> {
    try {
      return make();
    } catch (const InputError& error) {
      for (const Problem& problem : error.problems()) add(problem);
      return std::nullopt;
    }
  }

  /// The same of what `key` names a file for: the file's own problems are told behind that key.
  template <class Load>
  auto attempt_file(const std::string& key, const Load& load)
      -> std::optional<std::invoke_result_t<Load>> {
    try {
      return load();
    } catch (const InputError& error) {
      for (const Problem& problem : error.problems()) add(key, problem.text());
      return std::nullopt;
    }
  }

  void throw_if_any() {
    if (!problems_.empty()) throw InputError(std::move(problems_));
  }

 private:
  Place where_;
  std::vector<Problem> problems_;
};

}  // namespace mho
