#include "sim/explore/sweep/tickets.hpp"

namespace mho {

namespace {

std::string name_of(std::int64_t ticket) { return "evaluation " + std::to_string(ticket); }

}  // namespace

std::optional<std::int64_t> Tickets::take(std::int64_t finished) {
  while (next_ < evaluations_)
    if (const std::int64_t ticket = next_++; leases_.take(name_of(ticket))) return ticket;
  // What was given back, or is of one that is gone; designs that were there at the start of a
  // process had tickets of another, or none.
  std::int64_t open = evaluations_ - finished;
  for (std::int64_t ticket = 0; ticket < evaluations_ && open > 0; ++ticket)
    if (leases_.is_held(name_of(ticket))) --open;
  for (std::int64_t ticket = 0; ticket < evaluations_ && open > 0; ++ticket)
    if (!leases_.is_held(name_of(ticket)) && leases_.take(name_of(ticket))) return ticket;
  return std::nullopt;
}

void Tickets::hand_in(std::int64_t ticket) { leases_.finish(name_of(ticket)); }

}  // namespace mho
