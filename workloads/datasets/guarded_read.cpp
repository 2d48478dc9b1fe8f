#include "workloads/datasets/guarded_read.hpp"

#include <memory>

namespace mho {

namespace {

void send_array(const NumberArray& array, const ChildProcess::Send& send) {
  const std::uint64_t letters = array.source.size(), rank = array.shape.size(),
                      count = array.values.size();
  send(&letters, sizeof letters);
  send(array.source.data(), letters);
  send(&rank, sizeof rank);
  send(array.shape.data(), rank * sizeof array.shape[0]);
  send(&count, sizeof count);
  send(array.values.data(), count * sizeof array.values[0]);
}

void receive_array(ChildProcess& child, NumberArray& array) {
  std::uint64_t letters = 0, rank = 0, count = 0;
  child.receive(&letters, sizeof letters);
  array.source.resize(letters);
  child.receive(array.source.data(), letters);
  child.receive(&rank, sizeof rank);
  array.shape.resize(rank);
  child.receive(array.shape.data(), rank * sizeof array.shape[0]);
  child.receive(&count, sizeof count);
  array.values.resize(count);
  child.receive(array.values.data(), count * sizeof array.values[0]);
}

}  // namespace

NumberArray read_guarded(const Place& where, const std::string& key,
                         const std::function<NumberArray()>& read) {
  NumberArray array;
  guarded(
      where, key,
      [&] {
        // Shared, as functions are copied.
        return [array = std::make_shared<const NumberArray>(read())](
                   const ChildProcess::Send& send) { send_array(*array, send); };
      },
      [&](ChildProcess& child) { receive_array(child, array); });
  return array;
}

}  // namespace mho
