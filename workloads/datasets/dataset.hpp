// Images: labelled ones of formats IDX (plain or .gz), CIFAR-10 binary, NPY, NPZ, HDF5, CSV,
// folders of PNG, and synthetic ones without labels (datasets/synthetic_inputs.hpp). Training and
// test sets are separate files and separate values, so that nothing can calibrate on the test set
// by accident.
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

enum class DataFormat { idx, cifar10, npy, npz, hdf5, csv, png, synthetic };

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
  std::string images;        ///< file; of format png a folder
  std::string labels;        ///< file; of formats idx and npy alone
  std::string images_name;   ///< HDF5, NPZ: name of the array with the images
  std::string labels_name;   ///< HDF5, NPZ: name of the array with the labels; CSV: of their column
  bool other_files = false;  ///< HDF5: may lead to other files
  double scale = 1;          ///< network input = (pixel value x scale - mean) / deviation
  std::vector<double> mean{}, deviation{};  ///< one, or one a channel; empty: 0, 1
  bool is_signed = true;  ///< NPY, NPZ, HDF5, CSV: may a value be negative? Others tell themselves
  DataLayout layout = DataLayout::as_network;
  std::optional<SyntheticSpec> synthetic{};  ///< format synthetic, which uses none of the others

  void fields(Fields& f);
  /// Known without reading a file: formats of unsigned bytes hold no negative value.
  InputSign sign() const;
  /// As far as it is known without reading a file: a folder may be one without classes.
  bool has_labels() const {
    return format == DataFormat::cifar10 || format == DataFormat::png || !labels.empty() ||
           !labels_name.empty();
  }
  bool has_sign_key() const {
    return format == DataFormat::npy || format == DataFormat::npz || format == DataFormat::hdf5 ||
           format == DataFormat::csv;
  }
  /// Of several arrays in one file.
  bool has_names() const { return format == DataFormat::npz || format == DataFormat::hdf5; }
};

struct Dataset {
  int channels = 0, height = 0, width = 0;
  std::vector<float> pixels;         ///< [image][channel][row][column], scaled
  std::vector<std::int32_t> labels;  ///< class numbers; empty when there are none
  InputSign sign = InputSign::either;
  std::string no_classes{};  ///< why what the set has for labels are no class numbers; else empty
  std::string bad_label{};   ///< a whole number that is no class number, in words; else empty
  Shape target_shape{};      ///< of one image's labels, as their file has them; empty: one number
  std::vector<float> targets{};  ///< [image][label]: what the labels' file holds

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
/// number, cut short, means that are not one a channel, images and labels of different number,
/// wrong type or rank, a pixel that is not finite, or negative against the spec, a label that is
/// not finite; and, with `input`, images that do not fit the network's input. Labels of other
/// shapes than [n] or [n][1], or that are not whole numbers in 0 to 65535, are targets of another
/// task: no_classes says so. With `input`, images are laid out as its image
/// (datasets/input_layout.hpp). Without, an array [n][a] has channels, [n][a][b] one channel, and
/// [n][a][b][c] channels last where the spec says so, else first.
Dataset load_dataset(const DatasetSpec& spec, int limit, int threads = 0,
                     const InputFormat* input = nullptr);

}  // namespace mho
