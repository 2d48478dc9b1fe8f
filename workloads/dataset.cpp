// From the arrays of the files to labelled images: which axis is which, do the parts fit together.
// Or no files, and synthetic inputs.
#include "workloads/dataset.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "workloads/dataset_format.hpp"
#include "workloads/shape_limit.hpp"
#include "workloads/synthetic_weights.hpp"

namespace mho {

namespace {

[[noreturn]] void fail(const NumberArray& array, const std::string& message) {
  throw InputError(Place{array.source, 0}, "", message);
}

bool looks_like_channels(std::int64_t size) { return size == 1 || size == 3 || size == 4; }

/// Channels last? The rule is stated at load_dataset().
bool channels_last(const NumberArray& images) {
  const auto& shape = images.shape;
  const bool first = looks_like_channels(shape[1]);
  const bool last = looks_like_channels(shape[3]);
  if (first && last)
    fail(images, "images of shape " + shape_text(shape) +
                     " may be [n][channels][height][width] or [n][height][width][channels]; save "
                     "them as [n][height][width], or with channels first and a width other than "
                     "1, 3, 4");
  return last;
}

/// [h][w][c] -> [c][h][w] for every image.
std::vector<float> channels_to_front(const std::vector<float>& values, std::size_t pixels,
                                     std::size_t channels) {
  std::vector<float> result(values.size());
  const std::size_t size = pixels * channels;
  for (std::size_t begin = 0; begin < values.size(); begin += size)
    for (std::size_t p = 0; p < pixels; ++p)
      for (std::size_t c = 0; c < channels; ++c)
        result[begin + c * pixels + p] = values[begin + p * channels + c];
  return result;
}

void take_images(Dataset& data, NumberArray images, double scale) {
  constexpr std::int64_t kLongestSide = 1 << 16;
  const auto shape = images.shape;
  if (shape.size() != 3 && shape.size() != 4)
    fail(images,
         "images must have shape [n][height][width], [n][channels][height][width] or "
         "[n][height][width][channels], not " +
             shape_text(shape));
  if (*std::max_element(shape.begin() + 1, shape.end()) > kLongestSide)
    fail(images, "images of shape " + shape_text(shape) + ": no side may exceed 65536");
  const bool last = shape.size() == 4 && channels_last(images);
  const auto side = [&](std::size_t axis) { return static_cast<int>(shape[axis]); };
  data.channels = shape.size() == 3 ? 1 : side(last ? 3 : 1);
  data.height = side(shape.size() == 3 || last ? 1 : 2);
  data.width = side(shape.size() == 3 || last ? 2 : 3);
  data.pixels = std::move(images.values);
  if (last)
    data.pixels = channels_to_front(data.pixels, static_cast<std::size_t>(shape[1] * shape[2]),
                                    static_cast<std::size_t>(shape[3]));
  for (float& pixel : data.pixels) {
    pixel = static_cast<float>(static_cast<double>(pixel) * scale);
    if (!std::isfinite(pixel)) fail(images, "a pixel is not a finite number after scaling");
  }
}

void take_labels(Dataset& data, const NumberArray& images, const NumberArray& labels) {
  constexpr float kLargestLabel = 65535;
  if (labels.shape.size() != 1)
    fail(labels, "labels must have shape [n], not " + shape_text(labels.shape));
  if (labels.shape[0] != images.shape[0])
    fail(labels, std::to_string(labels.shape[0]) + " labels for " +
                     std::to_string(images.shape[0]) + " images of " + images.source);
  for (float label : labels.values) {
    if (!(label >= 0 && label <= kLargestLabel && label == std::floor(label)))
      fail(labels, "label " + std::to_string(label) + " is not a whole number in 0 to 65535");
    data.labels.push_back(static_cast<std::int32_t>(label));
  }
}

/// As many of the inputs as there are, at most `limit` (0 = all).
Dataset synthesized(const SyntheticSpec& spec, int limit, int threads) {
  const SyntheticShape& shape = spec.shape;
  Dataset data{shape.channels, shape.height, shape.width, {}, {}};
  const int count = limit > 0 ? std::min(limit, spec.images) : spec.images;
  const std::int64_t size =
      values_to_read("synthetic", {count, shape.channels, shape.height, shape.width}, 0);
  data.pixels.resize(static_cast<std::size_t>(size));
  const Stream inputs = synthetic_stream(static_cast<std::uint64_t>(spec.seed), "inputs");
  parallel_for(threads, count, [&](std::int64_t i) {
    synthesize(spec.kind, shape, inputs.child(static_cast<std::uint64_t>(i)),
               std::span(data.pixels)
                   .subspan(static_cast<std::size_t>(i) * data.image_size(), data.image_size()));
  });
  return data;
}

}  // namespace

std::int64_t values_to_read(const std::string& source, const std::vector<std::int64_t>& shape,
                            int limit) {
  std::int64_t count = 1;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    const bool cut = axis == 0 && limit > 0;
    const std::int64_t size = cut ? std::min<std::int64_t>(shape[axis], limit) : shape[axis];
    if (size <= 0)
      throw InputError(Place{source, 0}, "", "shape " + shape_text(shape) + " holds nothing");
    if (size > kMostValues / count)
      throw InputError(Place{source, 0}, "",
                       "shape " + shape_text(shape) + " is more than the " +
                           std::to_string(kMostValues) +
                           " values allowed; take fewer images or check the file's header");
    count *= size;
  }
  return count;
}

void SyntheticSpec::fields(Fields& f) {
  f.choice(
      "kind", kind,
      {{"natural_images", "Images with power spectrum 1 / f^2 and ImageNet's mean and deviation."},
       {"tokens", "Embedded tokens with a few channels ten times as large as the others."},
       {"cepstra", "Speech features [frames][coefficients] that fall with the coefficient."}},
      "What the inputs are like.");
  f.integer("channels", shape.channels, {1, 65536}, "Of an image; elements of a token.");
  f.integer("height", shape.height, {1, 65536}, "Of an image, pixels; tokens of a sequence.");
  f.integer("width", shape.width, {1, 65536}, "Of an image, pixels; 1 for a sequence.");
  f.integer("images", images, {1, 1e6}, "Inputs that there are.");
  f.integer("seed", seed, {0, 9007199254740992.0},
            "Which inputs: another one for the test set than for the training set.");
  f.rule(kind != SyntheticKind::cepstra || shape.channels == 1, "channels",
         "must be 1: cepstra are [frames][coefficients]");
}

void DatasetSpec::fields(Fields& f) {
  f.choice("format", format,
           {{"idx", "IDX of MNIST and Fashion-MNIST, plain or .gz: images and labels."},
            {"cifar10", "One binary file of CIFAR-10, images with labels."},
            {"npy", "NumPy arrays: images and labels."},
            {"hdf5", "One HDF5 file with two data sets: images_name and labels_name."},
            {"synthetic", "No files: inputs with the statistics of recorded ones, no labels."}},
           "Format of the files.");
  if (f.documents() || format == DataFormat::synthetic)
    f.section("synthetic", synthetic, "Format synthetic: what the inputs are.");
  if (format == DataFormat::synthetic) {
    f.rule(synthetic.has_value(), "synthetic", "is missing: format synthetic needs it");
    return;
  }
  f.path("images", images, "File with the images.");
  f.path("labels", labels, "File with the labels; formats idx and npy.", Presence::optional);
  f.text("images_name", images_name, "HDF5: name of the data set with the images.",
         Presence::optional);
  f.text("labels_name", labels_name, "HDF5: name of the data set with the labels.",
         Presence::optional);
  f.number("scale", scale, {1e-9, 1e9},
           "Pixel value x scale = network input: as the network was trained.");
  const bool two_files = format == DataFormat::idx || format == DataFormat::npy;
  const bool named = format == DataFormat::hdf5;
  f.rule(labels.empty() != two_files, "labels",
         two_files ? "is missing: formats idx and npy need a file with the labels"
                   : "is not used: formats cifar10 and hdf5 have the labels in the images' file");
  f.rule(images_name.empty() != named, "images_name",
         named ? "is missing: format hdf5 needs the name of the data set with the images"
               : "is not used: only format hdf5 has names");
  f.rule(labels_name.empty() != named, "labels_name",
         named ? "is missing: format hdf5 needs the name of the data set with the labels"
               : "is not used: only format hdf5 has names");
}

InputSign DatasetSpec::sign() const {
  const bool bytes = format == DataFormat::idx || format == DataFormat::cifar10;
  return bytes ? InputSign::nonnegative : InputSign::either;
}

Dataset load_dataset(const DatasetSpec& spec, int limit, int threads) {
  NumberArray images, labels;
  switch (spec.format) {
    case DataFormat::synthetic:
      return synthesized(spec.synthetic.value(), limit, threads);
    case DataFormat::idx:
      images = read_idx(spec.images, limit);
      labels = read_idx(spec.labels, limit);
      break;
    case DataFormat::cifar10: {
      Cifar10 both = read_cifar10(spec.images, limit);
      images = std::move(both.images);
      labels = std::move(both.labels);
      break;
    }
    case DataFormat::npy:
      images = read_npy(spec.images, limit);
      labels = read_npy(spec.labels, limit);
      break;
    case DataFormat::hdf5:
      images = read_hdf5(spec.images, spec.images_name, limit);
      labels = read_hdf5(spec.images, spec.labels_name, limit);
      break;
  }
  Dataset data;
  take_labels(data, images, labels);
  take_images(data, std::move(images), spec.scale);
  return data;
}

}  // namespace mho
