// Random small workloads of every kind of input and format of data, written as files, for tests of
// whole runs.
#pragma once

#include <hdf5.h>

#include <functional>
#include <string>
#include <vector>

#include "sim/run/run_spec.hpp"
#include "tests/workloads/datasets/npy_bytes.hpp"
#include "tests/workloads/graph_builder.hpp"

namespace mho {

/// A network and the shape of what is recorded for it.
struct SmallNetwork {
  Graph graph;
  Shape image;  ///< axes of one recorded image
};

enum class NetworkKind { vector, image, channels_last, tokens, steps, picture };
inline constexpr int kNetworkKinds = 6;

class NetworkOf {
 public:
  NetworkOf(NetworkKind kind, const std::function<int(int)>& draw) : draw_(draw) {
    const int first = draw_(3), second = draw_(3), third = draw_(3);
    switch (kind) {
      case NetworkKind::vector:
        vector(first == 0 ? 36 : 16 * (1 + second));
        break;
      case NetworkKind::image:
        image(1 + first, 4 + second, 4 + third, false);
        break;
      case NetworkKind::channels_last:
        image(2 + first, 4 + second, 4 + third, true);
        break;
      case NetworkKind::tokens:
        tokens(2 + first, 4 * (1 + second));
        break;
      case NetworkKind::steps:
        steps(2 + first, 6 + second);
        break;
      case NetworkKind::picture:
        picture();
        break;
    }
  }
  SmallNetwork take() && { return std::move(network_); }

 private:
  void vector(int elements) {
    GraphBuilder b({1, elements});
    const int hidden = b.gemm(0, elements, 12);
    classify(b, activate(b, hidden, {1, 12}), {1, 12});
    // Recorded as a vector, a row or a square: the network does not mind.
    network_.image = {elements};
    if (draw_(2) == 0) network_.image = {1, elements};
    if (elements == 36 && draw_(2) == 0) network_.image = {6, 6};
  }

  void image(int channels, int height, int width, bool last) {
    const Shape first{1, channels, height, width};
    GraphBuilder b(last ? Shape{1, height, width, channels} : first);
    int x = 0;
    if (last) {
      Attributes moved;
      moved.perm = {0, 3, 1, 2};
      x = b.node(Op::transpose, {0}, first, moved);
    }
    const Shape shape{1, 6, height, width};
    int y = activate(b, b.conv(x, channels, 6, height, width), shape);
    if (draw_(2) == 0) y = b.node(Op::add, {y, b.conv(y, 6, 6, height, width)}, shape);
    if (draw_(2) == 0) {
      Attributes channel;
      channel.axis = 1;
      const int other = activate(b, b.conv(x, channels, 2, height, width), {1, 2, height, width});
      y = b.node(Op::concat, {y, other}, {1, 8, height, width}, channel);
      y = b.conv(y, 8, 6, height, width);
    }
    if (draw_(2) == 0) y = b.node(Op::max_pool, {y}, shape, GraphBuilder::window(3, 1, 1));
    const int pooled = b.node(Op::global_average_pool, {y}, {1, 6, 1, 1});
    classify(b, b.node(Op::flatten, {pooled}, {1, 6}), {1, 6});
    network_.image = last ? Shape{height, width, channels} : Shape{channels, height, width};
    // Channels last as TensorFlow's exporters store them, or first as others do.
    if (channels != height && channels != width && draw_(2) == 0)
      network_.image = last ? Shape{channels, height, width} : Shape{height, width, channels};
    if (channels == 1 && draw_(2) == 0) network_.image = {height, width};
  }

  void tokens(int count, int width) {
    const Shape shape{1, count, width};
    GraphBuilder b(shape);
    const int positions = b.node(Op::add, {0, b.constant({count, width}, -0.5, 0.5)}, shape);
    const int matrix = b.constant({width, 8}, -1, 1);
    const int product = b.node(Op::matmul, {positions, matrix}, {1, count, 8});
    Attributes last;
    last.axis = 2;
    const int hidden = activate(b, product, {1, count, 8});
    const int normal =
        b.node(Op::layer_normalization, {hidden, b.constant({8}, 0.5, 1), b.constant({8}, -1, 1)},
               {1, count, 8}, last);
    b.node(Op::matmul, {normal, b.constant({8, 3}, -1, 1)}, {1, count, 3});
    network_ = {b.graph(), {count, width}};
  }

  void steps(int channels, int length) {
    GraphBuilder b({1, channels, length});
    Attributes a;
    a.kernel = {3};
    a.strides = a.dilations = {1};
    a.pads = {0, 0};
    const Shape shape{1, 5, length - 2};
    const int filters = b.constant({5, channels, 3}, -1, 1);
    const int conv = b.node(Op::conv, {0, filters, b.constant({5}, -1, 1)}, shape, a);
    const int flat = 5 * (length - 2);
    classify(b, b.node(Op::flatten, {activate(b, conv, shape)}, {1, flat}), {1, flat});
    network_.image = {channels, length};
  }

  /// 3 x 32 x 32, with as little to do as possible.
  void picture() {
    GraphBuilder b({1, 3, 32, 32});
    const int filters = b.constant({4, 3, 8, 8}, -1, 1);
    const int conv = b.node(Op::conv, {0, filters, b.constant({4}, -1, 1)}, {1, 4, 4, 4},
                            GraphBuilder::window(8, 8, 0));
    classify(b, b.node(Op::flatten, {activate(b, conv, {1, 4, 4, 4})}, {1, 64}), {1, 64});
    network_.image = {3, 32, 32};
  }

  int activate(GraphBuilder& b, int value, const Shape& shape) {
    if (draw_(3) > 0) return b.node(Op::relu, {value}, shape);
    Attributes a;
    a.function = draw_(2) == 0 ? Function::sigmoid : Function::gelu;
    return b.node(Op::function, {value}, shape, a);
  }

  void classify(GraphBuilder& b, int value, const Shape& shape) {
    b.gemm(value, static_cast<int>(shape[1]), 4);
    network_.graph = b.graph();
  }

  std::function<int(int)> draw_;
  SmallNetwork network_;
};

inline std::string python_tuple(const Shape& shape) {
  std::string text = "(";
  for (const std::int64_t size : shape) text += std::to_string(size) + ",";
  return text + ")";
}

/// The images of `shape` ([n] first), of whole numbers from `low` to 255, and labels, in a file or
/// two of `folder`.
inline DatasetSpec recorded(const ScratchFolder& folder, const std::string& name, DataFormat format,
                            const Shape& shape, int low, const Stream& stream) {
  std::vector<std::int32_t> drawn(static_cast<std::size_t>(element_count(shape)));
  stream.integers(0, static_cast<std::uint32_t>(256 - low), drawn);
  std::vector<float> values;
  for (const std::int32_t each : drawn) values.push_back(static_cast<float>(each + low));
  const Bytes bytes(drawn.begin(), drawn.end());  // where low is 0
  const auto count = static_cast<std::size_t>(shape[0]);
  DatasetSpec spec;
  spec.format = format;
  spec.scale = 1.0 / 255;
  spec.is_signed = low < 0;
  const auto idx = [](const Shape& sizes, const Bytes& data) {
    Bytes file{0, 0, 8, static_cast<unsigned char>(sizes.size())};
    for (const std::int64_t size : sizes)
      for (int shift = 24; shift >= 0; shift -= 8)
        file.push_back(static_cast<unsigned char>(size >> shift));
    file.insert(file.end(), data.begin(), data.end());
    return file;
  };
  switch (format) {
    case DataFormat::idx:
      spec.images = folder.write(name + ".idx", idx(shape, bytes));
      spec.labels = folder.write(name + "_labels.idx", idx({shape[0]}, Bytes(count, 1)));
      break;
    case DataFormat::cifar10: {
      Bytes file;
      const auto size = static_cast<std::ptrdiff_t>(element_count(shape) / shape[0]);
      for (auto image = bytes.begin(); image != bytes.end(); image += size) {
        file.push_back(1);
        file.insert(file.end(), image, image + size);
      }
      spec.images = folder.write(name + ".bin", file);
      break;
    }
    case DataFormat::npy:
      spec.images = folder.write(name + ".npy", npy("<f4", python_tuple(shape), values));
      spec.labels =
          folder.write(name + "_labels.npy", npy("|u1", python_tuple({shape[0]}), Bytes(count, 1)));
      break;
    case DataFormat::hdf5: {
      spec.images = folder.path(name + ".h5");
      spec.images_name = "x";
      spec.labels_name = "y";
      const hid_t file = H5Fcreate(spec.images.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
      const auto add = [&](const char* set_name, const Shape& sizes, hid_t type, const void* data) {
        const std::vector<hsize_t> extent(sizes.begin(), sizes.end());
        const hid_t space =
            H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr);
        const hid_t set =
            H5Dcreate2(file, set_name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data);
        H5Dclose(set);
        H5Sclose(space);
      };
      add("x", shape, H5T_NATIVE_FLOAT, values.data());
      add("y", {shape[0]}, H5T_NATIVE_UCHAR, Bytes(count, 1).data());
      H5Fclose(file);
      break;
    }
    case DataFormat::npz:
    case DataFormat::csv:
    case DataFormat::png:
      throw Bug("a format that no random workload has");
    case DataFormat::synthetic: {
      const Shape image{shape.begin() + 1, shape.end()};
      const auto side = [&](std::size_t axis) {
        return axis < image.size() ? static_cast<int>(image[axis]) : 1;
      };
      spec.synthetic = SyntheticSpec{
          SyntheticKind::tokens, {side(0), side(1), side(2)}, static_cast<int>(count), low + 300};
      break;
    }
  }
  return spec;
}

}  // namespace mho
