// How a network was used, as values for the report.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mho {

struct LinkUse {
  std::string name;
  std::int64_t packets = 0, flits = 0;
  std::int64_t busy_fs = 0;          ///< flits moved
  std::int64_t wait_fs = 0;          ///< that packets waited for it, summed over packets
  std::int64_t blocked_fs = 0;       ///< free and asked for, but no room (credit) behind it
  std::int64_t most_held_flits = 0;  ///< in the port behind it, at once; 0: it leads to a tile
};

/// Conservation: sent + forked = received + merged, of packets and of flits.
struct NocUse {
  std::int64_t packets_sent = 0, packets_forked = 0, packets_received = 0, packets_merged = 0;
  std::int64_t flits_sent = 0, flits_forked = 0, flits_received = 0, flits_merged = 0;
  std::int64_t hops = 0;     ///< links crossed, summed over packets
  std::int64_t wait_fs = 0;  ///< that packets waited for links, summed
  /// Of the waiting of a packet over all links of its way: median, 99th percentile (nearest rank)
  /// and longest.
  std::int64_t wait_p50_fs = 0, wait_p99_fs = 0, wait_max_fs = 0;
  std::vector<LinkUse> links;  ///< that were used, busiest first
};

}  // namespace mho
