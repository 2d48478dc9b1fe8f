#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/results/correctness.hpp"

namespace mho {

TEST_CASE("images are right where the label was predicted, and keep their order") {
  const std::vector<int> predicted{1, 2, 3, 4};
  const std::vector<std::int32_t> labels{1, 2, 0, 4};
  const Correctness judged(predicted, labels);
  CHECK(judged.images() == 4);
  CHECK(judged.count() == 3);
  CHECK(judged.percent() == 75);
  CHECK(judged.right(1));
  CHECK(!judged.right(2));
  CHECK_THROWS_AS(Correctness(predicted, std::span(labels).first(3)), Bug);
  CHECK_THROWS_AS(Correctness().percent(), Bug);
}

TEST_CASE("eight images are two hex digits, the first in the highest bit, none beyond the last") {
  std::vector<int> predicted(11, 0);
  std::vector<std::int32_t> labels(11, 1);
  labels[0] = labels[7] = labels[9] = 0;
  CHECK(Correctness(predicted, labels).hex() == "8140");
  CHECK(Correctness().hex().empty());
}

}  // namespace mho
