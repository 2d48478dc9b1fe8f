#include "sim/explore/design/space.hpp"

#include <limits>

namespace mho {

namespace {

constexpr std::int64_t kMostDesigns = std::int64_t{1} << 62;

std::optional<std::int64_t> product(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  if (!a || !b || (*b != 0 && *a > kMostDesigns / *b)) return std::nullopt;
  return *a * *b;
}

std::optional<std::int64_t> sum(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  if (!a || !b || *a > kMostDesigns - *b) return std::nullopt;
  return *a + *b;
}

std::optional<std::int64_t> size_of(const Space& space, const std::vector<int>& parameters) {
  std::optional<std::int64_t> size = 1;
  for (const int parameter : parameters) {
    std::optional<std::int64_t> values = 0;
    for (const SweptValue& value : space.parameters[static_cast<std::size_t>(parameter)].values)
      values = sum(values, size_of(space, value.parameters));
    size = product(size, values);
  }
  return size;
}

void choose(const Space& space, const std::vector<int>& parameters, std::int64_t number,
            Choice& choice) {
  for (auto it = parameters.rbegin(); it != parameters.rend(); ++it) {
    const Parameter& parameter = space.parameters[static_cast<std::size_t>(*it)];
    const std::int64_t size = *size_of(space, {*it});
    std::int64_t left = number % size;
    number /= size;
    int value = 0;
    for (;; ++value) {
      const std::vector<int>& below = parameter.values[static_cast<std::size_t>(value)].parameters;
      const std::int64_t of_value = *size_of(space, below);
      if (left < of_value) {
        choose(space, below, left, choice);
        break;
      }
      left -= of_value;
    }
    choice[static_cast<std::size_t>(*it)] = value;
  }
}

void take_over(const Space& space, const std::vector<int>& parameters, const Choice& from,
               Choice& to) {
  for (const int parameter : parameters) {
    const auto at = static_cast<std::size_t>(parameter);
    to[at] = at < from.size() && from[at] >= 0 ? from[at] : 0;
    take_over(space, space.parameters[at].values[static_cast<std::size_t>(to[at])].parameters, from,
              to);
  }
}

template <class Do>
void for_each_chosen(const Space& space, const Choice& choice, const Do& visit) {
  for (std::size_t i = 0; i < choice.size(); ++i)
    if (choice[i] >= 0)
      visit(space.parameters[i], space.parameters[i].values[static_cast<std::size_t>(choice[i])]);
}

}  // namespace

std::optional<std::int64_t> Space::size() const { return size_of(*this, roots); }

Choice Space::at(std::int64_t number) const {
  Choice choice(parameters.size(), -1);
  choose(*this, roots, number, choice);
  return choice;
}

Choice Space::made_whole(const Choice& choice) const {
  Choice whole(parameters.size(), -1);
  take_over(*this, roots, choice, whole);
  return whole;
}

std::vector<std::pair<std::string, std::string>> Space::labels(const Choice& choice) const {
  std::vector<std::pair<std::string, std::string>> labels;
  for_each_chosen(*this, choice, [&](const Parameter& parameter, const SweptValue& value) {
    labels.emplace_back(parameter.key, value.label);
  });
  return labels;
}

Key Space::key(const Choice& choice) const {
  KeyHasher hasher;
  for_each_chosen(*this, choice, [&](const Parameter& parameter, const SweptValue& value) {
    hasher(parameter.key, value.content);
  });
  return hasher.key();
}

}  // namespace mho
