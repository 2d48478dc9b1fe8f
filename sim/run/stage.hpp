// How the result of a stage (stages.hpp) is had: remembered, or computed and kept.
#pragma once

#include <memory>
#include <type_traits>

#include "sim/cache/cache.hpp"
#include "sim/run/control.hpp"
#include "sim/run/profile.hpp"
#include "sim/run/stages.hpp"

namespace mho {

template <class Stage>
Key key_of(const Stage& stage) {
  KeyHasher hasher;
  hasher(key_of_program(), Stage::kName);
  stage.read(hasher);
  return hasher.key();
}

/// Bytes that a result holds, about: what a cache in memory is bounded by.
std::int64_t bytes_of(const Chip& chip);
std::int64_t bytes_of(const Graph& graph);
std::int64_t bytes_of(const Dataset& set);
std::int64_t bytes_of(const QuantizedGraph& graph);
std::int64_t bytes_of(const Images& images);
std::int64_t bytes_of(const Programmed& programmed);
std::int64_t bytes_of(const TimedRun& run);
template <class T>
std::int64_t bytes_of(const std::vector<T>& values) {
  return static_cast<std::int64_t>(sizeof values + values.size() * sizeof(T));
}
template <class T>
std::int64_t bytes_of(const T& value) {
  return static_cast<std::int64_t>(sizeof value);
}

/// What the cache has of a stage, and where it had it; null where it has nothing.
template <class Stage>
struct Remembered {
  std::shared_ptr<const typename Stage::Result> value;
  Source source = Source::computed;
};

template <class Stage>
Remembered<Stage> remembered(const Key& key, Cache& cache) {
  using Result = typename Stage::Result;
  if (auto value = cache.find<Result>(key)) {
    ++cache.tally.from_memory;
    return {std::move(value), Source::memory};
  }
  if constexpr (Stage::kWorth == Worth::folder)
    if (auto value = cache.load<Result>(key)) {
      ++cache.tally.from_folder;
      cache.keep<Result>(key, value, bytes_of(*value));
      return {std::move(value), Source::folder};
    }
  return {};
}

template <class Stage>
void keep(const Key& key, std::shared_ptr<const typename Stage::Result> value, Cache& cache) {
  ++cache.tally.computed;
  if constexpr (Stage::kWorth == Worth::folder) cache.file(key, *value);
  const std::int64_t bytes = bytes_of(*value);
  cache.keep<typename Stage::Result>(key, std::move(value), bytes);
}

/// The result of a stage. Throws what computing it throws, of which nothing is kept.
template <class Stage>
Kept<typename Stage::Result> result_of(const Stage& stage, const RunControl& control) {
  using Result = typename Stage::Result;
  StageClock clock(control.profile, Stage::kName);
  const auto computed = [&] { return std::make_shared<const Result>(stage.compute(control)); };
  if (control.cache == nullptr) return {computed(), Key{}};
  const Key key = key_of(stage);
  if (auto known = remembered<Stage>(key, *control.cache); known.value) {
    clock.was_from(known.source);
    return {std::move(known.value), key};
  }
  auto value = computed();
  keep<Stage>(key, value, *control.cache);
  return {std::move(value), key};
}

/// A value with the key of its content.
template <class T>
Kept<T> kept(T value, const RunControl& control) {
  const Key key = control.cache == nullptr ? Key{} : content_key(value);
  return {std::make_shared<const T>(std::move(value)), key};
}

}  // namespace mho
