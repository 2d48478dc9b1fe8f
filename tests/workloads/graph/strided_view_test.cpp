// Views against the element order that loops over the buffer give.
#include <catch2/catch.hpp>

#include "workloads/graph/strided_view.hpp"

namespace mho {

using Order = std::vector<std::int32_t>;

TEST_CASE("a transposed view reads rows where the buffer has columns") {
  const StridedView view = transposed(dense_view({2, 3}), {1, 0});
  CHECK(element_order(view) == Order{0, 3, 1, 4, 2, 5});
}

TEST_CASE("a slice starts and steps along each axis, backwards too") {
  const StridedView view = sliced(dense_view({4, 5}), {1, 4}, {2, -2}, {2, 3});
  CHECK(element_order(view) == Order{9, 7, 5, 19, 17, 15});
}

TEST_CASE("a reshape that splits and joins runs of memory is a view") {
  // [tokens 4][features 6] of a buffer [features][tokens], as heads [4][2][3].
  const StridedView tokens = transposed(dense_view({6, 4}), {1, 0});
  const auto heads = reshaped(tokens, {1, 4, 2, 3});
  REQUIRE(heads);
  CHECK(element_order(*heads) == element_order(tokens));
  const auto back = reshaped(*heads, {4, 6});
  REQUIRE(back);
  CHECK(simplified(*back) == simplified(tokens));
}

TEST_CASE("a reshape across runs of memory is no view") {
  const StridedView columns = transposed(dense_view({2, 3}), {1, 0});
  CHECK_FALSE(reshaped(columns, {6}));
  CHECK_FALSE(reshaped(columns, {2, 3}));
  CHECK(reshaped(columns, {3, 1, 2}));
}

TEST_CASE("axes of size 1 and joints of memory do not count") {
  CHECK(simplified(dense_view({1, 3, 1, 4})) == simplified(dense_view({12})));
  CHECK(simplified(transposed(dense_view({3, 1, 4}), {1, 0, 2})) == simplified(dense_view({12})));
}

}  // namespace mho
