#include "workloads/graph/refusals.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace mho {

namespace {

/// "node 'a'" as what it is and its name in quotes; a key of other form is all name.
struct Key {
  std::string kind, name;

  explicit Key(const std::string& key) : name(key) {
    const std::size_t quote = key.find(" '");
    if (quote == std::string::npos || key.find(' ') != quote || !key.ends_with("'")) return;
    kind = key.substr(0, quote);
    name = key.substr(quote + 1);
  }
};

std::string joined(const std::string& kind, const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 3;
  std::string text = kind.empty() ? "" : kind + (names.size() > 1 ? "s " : " ");
  for (std::size_t i = 0; i < std::min(kNamed, names.size()); ++i)
    text += (i > 0 ? ", " : "") + names[i];
  if (names.size() > kNamed) text += " and " + std::to_string(names.size() - kNamed) + " more";
  return text;
}

}  // namespace

std::vector<Problem> merged(const std::vector<Problem>& problems) {
  std::vector<Problem> result;
  std::vector<std::vector<std::string>> names;
  std::map<std::tuple<std::string, Place, std::string>, std::size_t> found;
  for (const Problem& problem : problems) {
    const Key key(problem.key);
    const auto [at, is_new] =
        found.try_emplace({problem.message, problem.place, key.kind}, result.size());
    if (is_new) {
      result.push_back(problem);
      names.emplace_back();
    }
    std::vector<std::string>& of = names[at->second];
    if (std::find(of.begin(), of.end(), key.name) == of.end()) of.push_back(key.name);
  }
  for (std::size_t i = 0; i < result.size(); ++i)
    if (names[i].size() > 1) result[i].key = joined(Key(result[i].key).kind, names[i]);
  return result;
}

}  // namespace mho
