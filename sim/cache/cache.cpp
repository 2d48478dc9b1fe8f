#include "sim/cache/cache.hpp"

#include "sim/base/error.hpp"

namespace mho {

void Cache::keep_any(const Key& key, std::shared_ptr<const void> value, const std::type_info& type,
                     std::int64_t bytes) {
  if (entries_.contains(key)) return;
  entries_[key] = {std::move(value), &type, bytes, order_.insert(order_.end(), key)};
  bytes_ += bytes;
  while (bytes_ > most_bytes_ && order_.size() > 1) {
    const auto oldest = entries_.find(order_.front());
    bytes_ -= oldest->second.bytes;
    entries_.erase(oldest);
    order_.pop_front();
  }
}

}  // namespace mho
