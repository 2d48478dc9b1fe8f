// What the targets of array formats share: what is accepted has as many values as its shape says,
// and a part of it is the front of the whole.
#pragma once

#include <algorithm>
#include <functional>

#include "sim/base/error.hpp"
#include "tests/fuzz/fuzz_target.hpp"
#include "workloads/datasets/format.hpp"

namespace mho::fuzz {

/// `read` reads the first so many entries, 0: all. Returns what a target returns.
inline int check_array(const std::function<NumberArray(int limit)>& read) {
  try {
    const NumberArray one = read(1);
    const NumberArray all = read(0);
    require(all.shape == one.shape, "the shape depends on how much is read");
    require(std::ssize(all.values) == values_to_read(all.source, all.shape, 0),
            "values do not fill the shape");
    require(std::ssize(one.values) == values_to_read(one.source, one.shape, 1),
            "values do not fill an entry");
    const auto same = [](float a, float b) { return a == b || (a != a && b != b); };
    require(std::equal(one.values.begin(), one.values.end(), all.values.begin(), same),
            "an entry is not the front of the whole");
    return 0;
  } catch (const InputError&) {
    return -1;
  }
}

}  // namespace mho::fuzz
