// What stages have computed, by key: in memory while the process lives, and of stages that are
// worth it in a folder as well.
#pragma once

#include <cereal/archives/binary.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/vector.hpp>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <typeinfo>

#include "sim/cache/folder.hpp"
#include "sim/cache/key.hpp"

namespace mho {

/// A value with the key of what it was made of.
template <class T>
struct Kept {
  std::shared_ptr<const T> value;
  Key key;

  const T& operator*() const { return *value; }
  const T* operator->() const { return value.get(); }
  explicit operator bool() const { return value != nullptr; }
};

/// How often a cache had what it was asked for.
struct CacheTally {
  std::int64_t from_memory = 0, from_folder = 0, computed = 0;
};

class Cache {
 public:
  static constexpr std::int64_t kMostBytes = std::int64_t{512} << 20;

  /// `folder`: none keeps values in memory alone. Values beyond `most_bytes` of memory go, those
  /// first that were not asked for the longest time; the newest one stays.
  explicit Cache(std::optional<CacheFolder> folder = std::nullopt,
                 std::int64_t most_bytes = kMostBytes)
      : folder_(std::move(folder)), most_bytes_(most_bytes) {}

  template <class T>
  std::shared_ptr<const T> find(const Key& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return nullptr;
    require(*found->second.type == typeid(T), "two kinds of values under one key");
    order_.splice(order_.end(), order_, found->second.at);
    return std::static_pointer_cast<const T>(found->second.value);
  }
  template <class T>
  void keep(const Key& key, std::shared_ptr<const T> value, std::int64_t bytes) {
    keep_any(key, std::move(value), typeid(T), bytes);
  }

  /// From the folder; null where it has none, or no value of this kind.
  template <class T>
  std::shared_ptr<const T> load(const Key& key) const {
    if (!folder_) return nullptr;
    const std::optional<std::string> bytes = folder_->read(key);
    if (!bytes) return nullptr;
    auto value = std::make_shared<T>();
    try {
      std::istringstream in(*bytes);
      cereal::BinaryInputArchive archive(in);
      archive(*value);
    } catch (const std::exception&) {  // cut short, or an impossible size
      return nullptr;
    }
    return value;
  }
  template <class T>
  void file(const Key& key, const T& value) {
    if (!folder_) return;
    std::ostringstream out;
    cereal::BinaryOutputArchive archive(out);
    archive(value);
    folder_->write(key, out.view());
  }

  CacheTally tally;

 private:
  struct Entry {
    std::shared_ptr<const void> value;
    const std::type_info* type = nullptr;
    std::int64_t bytes = 0;
    std::list<Key>::iterator at;
  };

  void keep_any(const Key& key, std::shared_ptr<const void> value, const std::type_info& type,
                std::int64_t bytes);

  std::optional<CacheFolder> folder_;
  std::int64_t most_bytes_;
  std::int64_t bytes_ = 0;
  std::map<Key, Entry> entries_;
  std::list<Key> order_;  ///< of the entries, the one that was asked for last at the end
};

/// The key that a value has by itself, whatever it was made of.
template <class T>
Key content_key(const T& value) {
  std::ostringstream out;
  cereal::BinaryOutputArchive archive(out);
  archive(value);
  return KeyHasher()(out.view()).key();
}

}  // namespace mho
