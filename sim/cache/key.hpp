// Keys of a content-addressed cache: a hash of everything that a value was made of. XXH3, 128 bits
// (xxHash): among 10^12 entries two share a key with a chance of 10^-15. It guards against no
// adversary: who can write into the cache can write anything.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/config/fields.hpp"

namespace mho {

struct Key {
  std::uint64_t high = 0, low = 0;

  bool operator==(const Key&) const = default;
  auto operator<=>(const Key&) const = default;
  std::string text() const;  ///< 32 hexadecimal digits
};

/// Hashes values one after another; every value is framed, so that none runs into the next. Numbers
/// are hashed as this machine holds them: a cache is not carried between machines of another kind.
class KeyHasher {
 public:
  KeyHasher();
  ~KeyHasher();
  KeyHasher(const KeyHasher&) = delete;

  template <class... Values>
  KeyHasher& operator()(const Values&... values) {
    (add(values), ...);
    return *this;
  }
  /// The key of everything that was added so far.
  Key key() const;

 private:
  template <class Value>
  static constexpr bool kIsSpec = requires(Value& value, Fields& f) {
    value.fields(f);
  };

  void add_bytes(const void* data, std::size_t size);
  void add_visited(const std::function<void(Fields&)>& visit);

  template <class Value>
  void add(const Value& value) {
    if constexpr (std::is_same_v<Value, Key>) {
      add(value.high), add(value.low);
    } else if constexpr (std::is_arithmetic_v<Value> || std::is_enum_v<Value>) {
      add_bytes(&value, sizeof value);
    } else if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
      const std::string_view text = value;
      add(text.size());
      add_bytes(text.data(), text.size());
    } else if constexpr (kIsSpec<Value>) {
      Value copy = value;
      add_visited([&](Fields& f) { copy.fields(f); });
    } else {
      add_all(value);
    }
  }
  template <class Value>
  void add_all(const std::vector<Value>& values) {
    add(values.size());
    if constexpr (std::is_arithmetic_v<Value> && !std::is_same_v<Value, bool>)
      add_bytes(values.data(), values.size() * sizeof(Value));
    else
      for (const auto& value : values) add(static_cast<const Value&>(value));
  }
  template <class Value>
  void add_all(const std::optional<Value>& value) {
    add(value.has_value());
    if (value) add(*value);
  }
  template <class First, class Second>
  void add_all(const std::map<First, Second>& values) {
    add(values.size());
    for (const auto& [first, second] : values) add(first), add(second);
  }

  struct State;
  std::unique_ptr<State> state_;
};

/// The key of a file's content, of a folder's names and contents; of one that cannot be read, of
/// its path alone. Files that do not change (path, size, time of the last change) are read once in
/// a process.
Key key_of_file(const std::filesystem::path& file);

/// The key of the running program: any other build has another one, so that no value that was made
/// by other code is taken for this one's.
Key key_of_program();

}  // namespace mho
