// Images: labelled ones of formats IDX (plain or .gz), CIFAR-10 binary, NPY, HDF5, and synthetic
// ones without labels (datasets/synthetic_inputs.hpp). Training and test sets are separate files
// and separate values, so that nothing can calibrate on the test set by accident.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/config/fields.hpp"
#include "workloads/datasets/synthetic_inputs.hpp"
#include "workloads/graph/input_format.hpp"

namespace mho {

/// Of a network's input.
enum class InputSign { either, nonnegative };

enum class DataFormat { idx, cifar10, npy, hdf5, synthetic };

/// Which axis of an image in a file is that of channels.
enum class DataLayout { as_network, channels_first, channels_last };

/// What stands in the place of files when there are none.
struct SyntheticSpec {
  SyntheticKind kind = SyntheticKind::natural_images;
  SyntheticShape shape;
  int images = 0;  ///< that there are
  std::int64_t seed = 0;

  void fields(Fields& f);
};

struct DatasetSpec {
  DataFormat format = DataFormat::idx;
  std::string images;        ///< file
  std::string labels;        ///< file; for CIFAR-10 unused, for HDF5 unused
  std::string images_name;   ///< HDF5: name of the data set with the images
  std::string labels_name;   ///< HDF5: name of the data set with the labels
  bool other_files = false;  ///< HDF5: may lead to other files
  double scale = 1;          ///< pixel value x scale = network input
  bool is_signed = true;  ///< NPY, HDF5: may a value be negative? Other formats tell by themselves
  DataLayout layout = DataLayout::as_network;
  std::optional<SyntheticSpec> synthetic{};  ///< format synthetic, which uses none of the others

  void fields(Fields& f);
  /// Known without reading a file: formats of unsigned bytes hold no negative value.
  InputSign sign() const;
  bool has_sign_key() const { return format == DataFormat::npy || format == DataFormat::hdf5; }
};

struct Dataset {
  int channels = 0, height = 0, width = 0;
  std::vector<float> pixels;         ///< [image][channel][row][column], scaled
  std::vector<std::int32_t> labels;  ///< class numbers; empty when there are none
  InputSign sign = InputSign::either;
  std::string no_classes{};  ///< why what the set has for labels are no class numbers; else empty

  std::size_t image_size() const { return static_cast<std::size_t>(channels) * height * width; }
  int images() const {
    return image_size() == 0 ? 0 : static_cast<int>(pixels.size() / image_size());
  }
  bool labelled() const { return !labels.empty(); }
  std::span<const float> image(int index) const {
    return {pixels.data() + image_size() * index, image_size()};
  }
};

/// The axes of one image, as the set's file has them; nothing where it cannot be read.
std::optional<Shape> image_shape_of(const DatasetSpec& spec);

/// The first `limit` images of a set (0 = all); synthetic ones are made by `threads` (0 = one per
/// core). Throws InputError: file missing (Fashion-MNIST: names the Debian package), wrong magic
/// number, cut short, images and labels of different number, wrong type or rank, a pixel that is
/// not finite, or negative against the spec, a whole number that is no label; and, with `input`,
/// images that do not fit the network's input. Labels of other shapes than [n] or [n][1], or that
/// are not whole numbers, are targets of another task: they are not kept, and no_classes says so.
/// With `input`, images are laid out as its image (datasets/input_layout.hpp). Without, an array
/// [n][a] has channels, [n][a][b] one channel, and [n][a][b][c] channels last where the spec says
/// so, else first.
Dataset load_dataset(const DatasetSpec& spec, int limit, int threads = 0,
                     const InputFormat* input = nullptr);

}  // namespace mho
