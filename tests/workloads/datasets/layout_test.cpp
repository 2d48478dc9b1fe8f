// How recorded images come to the network's input: by its shape and by what the workload declares,
// never by sizes that look like channels.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/workloads/datasets/npy_bytes.hpp"
#include "workloads/datasets/dataset.hpp"

namespace mho {

namespace {

using Catch::Contains;

/// A network's input of this shape that is read as channels first or last.
InputFormat format_of(const Shape& shape, const ImageShape& image, bool channels_last) {
  InputFormat format{"net.onnx", "x", shape, image, {}, true};
  const StridedView dense = dense_view({image.channels, image.height, image.width});
  format.elements = *reshaped(channels_last ? transposed(dense, {1, 2, 0}) : dense, shape);
  return format;
}

const InputFormat kFirst = format_of({1, 3, 4, 5}, {3, 4, 5}, false);
const InputFormat kLast = format_of({1, 4, 5, 3}, {3, 4, 5}, true);
const InputFormat kVector = format_of({1, 60}, {60, 1, 1}, false);
const InputFormat kTokens = format_of({1, 4, 15}, {15, 4, 1}, true);

/// One image whose values are their own numbers, less `below`.
Dataset counted(const std::string& shape, int count, DataLayout layout, const InputFormat* input,
                bool is_signed = true, float below = 0) {
  const ScratchFolder folder;
  std::vector<float> values;
  for (int i = 0; i < count; ++i) values.push_back(static_cast<float>(i) - below);
  DatasetSpec spec;
  spec.format = DataFormat::npy;
  spec.is_signed = is_signed;
  spec.layout = layout;
  spec.images = folder.write("images.npy", npy("<f4", shape, values));
  spec.labels = folder.write("labels.npy", npy<std::int64_t>("<i8", "(1,)", {0}));
  return load_dataset(spec, 0, 1, input);
}

Dataset sixty(const std::string& shape, DataLayout layout, const InputFormat& input) {
  return counted("(1, " + shape + ")", 60, layout, &input);
}

std::vector<float> in_order() {
  std::vector<float> values(60);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  return values;
}

/// Channels last to first, of 3 channels on 20 pixels.
std::vector<float> moved_to_front() {
  std::vector<float> values;
  for (int c = 0; c < 3; ++c)
    for (int p = 0; p < 20; ++p) values.push_back(static_cast<float>(3 * p + c));
  return values;
}

}  // namespace

TEST_CASE("an image of the shape of the network's input is that input, axes of size 1 aside") {
  const auto as = DataLayout::as_network;
  CHECK(sixty("3, 4, 5", as, kFirst).pixels == in_order());
  CHECK(sixty("4, 5, 3", as, kLast).pixels == moved_to_front());
  CHECK(sixty("60", as, kVector).pixels == in_order());
  CHECK(sixty("1, 60", as, kVector).pixels == in_order());
  const Dataset tokens = sixty("1, 4, 15", as, kTokens);
  CHECK(tokens.channels == 15);
  CHECK(tokens.height == 4);
  CHECK(tokens.pixels[1] == 15);  // token 1 of feature 0
}

TEST_CASE("where the sizes fit with the channels moved to the other end, they are moved") {
  const auto as = DataLayout::as_network;
  CHECK(sixty("4, 5, 3", as, kFirst).pixels == moved_to_front());
  CHECK(sixty("3, 4, 5", as, kLast).pixels == in_order());
  CHECK(sixty("15, 4", as, kTokens).pixels == in_order());
}

TEST_CASE("a declared layout is moved where the network's is another, of equal sizes too") {
  const InputFormat cube = format_of({1, 4, 4, 4}, {4, 4, 4}, false);
  const auto value = [&](DataLayout layout) {
    return counted("(1, 4, 4, 4)", 64, layout, &cube).pixels[1];
  };
  CHECK(value(DataLayout::as_network) == 1);
  CHECK(value(DataLayout::channels_first) == 1);
  CHECK(value(DataLayout::channels_last) == 4);
  CHECK(sixty("4, 5, 3", DataLayout::channels_last, kFirst).pixels == moved_to_front());
  CHECK(sixty("4, 5, 3", DataLayout::channels_last, kLast).pixels == moved_to_front());
  CHECK(sixty("3, 4, 5", DataLayout::channels_first, kLast).pixels == in_order());
  CHECK_THROWS_WITH(sixty("4, 5, 3", DataLayout::channels_first, kFirst),
                    Contains("images of shape [4, 5, 3], channels first, do not fit"));
}

TEST_CASE("sizes of 1, 3 and 4 at the end are no channels by themselves") {
  const InputFormat narrow = format_of({1, 5, 4, 3}, {5, 4, 3}, false);
  CHECK(sixty("5, 4, 3", DataLayout::as_network, narrow).pixels == in_order());
  const InputFormat column = format_of({1, 3, 20, 1}, {3, 20, 1}, false);
  CHECK(sixty("3, 20, 1", DataLayout::as_network, column).pixels == in_order());
}

TEST_CASE("a vector of the network, or of the file, has the elements in order") {
  CHECK(sixty("3, 4, 5", DataLayout::as_network, kVector).pixels == in_order());
  const Dataset image = sixty("60", DataLayout::as_network, kFirst);
  CHECK(image.pixels == in_order());
  CHECK(image.channels == 3);
  CHECK(image.width == 5);
}

TEST_CASE("images that do not fit are refused with both shapes and both files") {
  const auto load = [&](const char* shape, int count) {
    return counted(shape, count, DataLayout::as_network, &kFirst);
  };
  CHECK_THROWS_WITH(load("(1, 5, 4, 3)", 60),
                    Contains("images.npy: images of shape [5, 4, 3] do not fit the input 'x' of "
                             "net.onnx, which has shape [1, 3, 4, 5]"));
  CHECK_THROWS_WITH(load("(1, 3, 4, 4)", 48), Contains("do not fit"));
  CHECK_THROWS_WITH(load("(1, 59)", 59), Contains("do not fit"));
}

TEST_CASE("a negative value in a set that is declared unsigned is refused with file and image") {
  const auto load = [&](bool is_signed) {
    return counted("(1, 60)", 60, DataLayout::as_network, &kVector, is_signed, 1);
  };
  CHECK(load(true).sign == InputSign::either);
  CHECK_THROWS_WITH(load(false), Contains("images.npy: image 0 (counted from 0) holds -1"));
  CHECK(counted("(1, 60)", 60, DataLayout::as_network, nullptr, false).sign ==
        InputSign::nonnegative);
}

TEST_CASE("without a network, channels are where the layout says, and first else") {
  const auto shape = [](const std::string& of, DataLayout layout) {
    const Dataset data = counted("(1, " + of + ")", 60, layout, nullptr);
    return ImageShape{data.channels, data.height, data.width};
  };
  CHECK(shape("60", DataLayout::as_network) == ImageShape{60, 1, 1});
  CHECK(shape("12, 5", DataLayout::as_network) == ImageShape{1, 12, 5});
  CHECK(shape("4, 5, 3", DataLayout::as_network) == ImageShape{4, 5, 3});
  CHECK(shape("4, 5, 3", DataLayout::channels_last) == ImageShape{3, 4, 5});
}

}  // namespace mho
