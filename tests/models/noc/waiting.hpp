// Which ports' packets can wait for room in which others: a network whose ports wait in no circle
// cannot stand still, as its endpoints take every packet (Dally and Seitz, IEEE Trans. Computers 36
// (1987): buffers in the place of channels, since a packet is buffered whole).
#pragma once

#include <map>
#include <set>
#include <vector>

namespace mho {

class WaitingGraph {
 public:
  /// A way that packets take: in each of its ports they wait for the next.
  void add(const std::vector<int>& ports) {
    for (std::size_t i = 0; i + 1 < ports.size(); ++i) next_[ports[i]].insert(ports[i + 1]);
  }

  bool has_circle() const {
    std::set<int> begun, done;
    for (const auto& [port, waits_for] : next_)
      if (leads_to_circle(port, begun, done)) return true;
    return false;
  }

 private:
  bool leads_to_circle(int port, std::set<int>& begun, std::set<int>& done) const {
    if (done.contains(port)) return false;
    if (!begun.insert(port).second) return true;
    const auto found = next_.find(port);
    if (found != next_.end())
      for (const int next : found->second)
        if (leads_to_circle(next, begun, done)) return true;
    done.insert(port);
    return false;
  }

  std::map<int, std::set<int>> next_;
};

}  // namespace mho
