// From the arrays of the files to labelled images: which axis is which, do the parts fit together.
// Or no files, and synthetic inputs.
#include "workloads/datasets/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/base/quantity.hpp"
#include "workloads/datasets/format.hpp"
#include "workloads/datasets/input_layout.hpp"
#include "workloads/datasets/synthetic_weights.hpp"
#include "workloads/graph/shape_limit.hpp"

namespace mho {

namespace {

[[noreturn]] void fail(const NumberArray& array, const std::string& message) {
  throw InputError(Place{array.source, 0}, "", message);
}

/// The axes of one image, as the file has them.
Shape image_shape(const NumberArray& images) {
  constexpr std::int64_t kLongestSide = 1 << 16;
  const Shape& shape = images.shape;
  if (shape.size() < 2 || shape.size() > 4)
    fail(images,
         "images must have shape [n][elements], [n][height][width], [n][channels][height][width] "
         "or [n][height][width][channels], not " +
             shape_text(shape));
  if (*std::max_element(shape.begin() + 1, shape.end()) > kLongestSide)
    fail(images, "images of shape " + shape_text(shape) + ": no side may exceed 65536");
  return {shape.begin() + 1, shape.end()};
}

/// [channels][height][width] of an image that no network reads.
ImageShape plain_shape(const Shape& image, DataLayout layout) {
  const auto side = [&](std::size_t axis) { return static_cast<int>(image[axis]); };
  if (image.size() == 1) return {side(0), 1, 1};
  if (image.size() == 2) return {1, side(0), side(1)};
  if (layout == DataLayout::channels_last) return {side(2), side(0), side(1)};
  return {side(0), side(1), side(2)};
}

std::vector<std::int32_t> plain_order(const Shape& image, DataLayout layout) {
  const StridedView stored = dense_view(image);
  const bool moves = image.size() == 3 && layout == DataLayout::channels_last;
  return element_order(moves ? transposed(stored, {2, 0, 1}) : stored);
}

[[noreturn]] void fail_to_fit(const std::string& source, const Shape& image, DataLayout layout,
                              const InputFormat& input) {
  const char* declared = layout == DataLayout::channels_first  ? ", channels first,"
                         : layout == DataLayout::channels_last ? ", channels last,"
                                                               : "";
  throw InputError(Place{source, 0}, "",
                   "images of shape " + shape_text(image) + declared + " do not fit the input '" +
                       input.name + "' of " + input.file + ", which has shape " +
                       shape_text(input.shape) + "; one image at a time must fit");
}

/// The shape of the network's image, with the elements of every image in its order.
void lay_out(Dataset& data, const std::string& source, const Shape& image, DataLayout layout,
             const InputFormat* input) {
  const auto fitting = input ? image_order(image, layout, *input) : plain_order(image, layout);
  if (!fitting) fail_to_fit(source, image, layout, *input);
  const std::vector<std::int32_t>& order = *fitting;
  const ImageShape shape = input ? input->image : plain_shape(image, layout);
  data.channels = shape.channels;
  data.height = shape.height;
  data.width = shape.width;
  if (std::is_sorted(order.begin(), order.end())) return;
  std::vector<float> moved(data.pixels.size());
  for (std::size_t begin = 0; begin < moved.size(); begin += order.size())
    for (std::size_t i = 0; i < order.size(); ++i)
      moved[begin + i] = data.pixels[begin + static_cast<std::size_t>(order[i])];
  data.pixels = std::move(moved);
}

void take_images(Dataset& data, NumberArray images, const DatasetSpec& spec,
                 const InputFormat* input) {
  const Shape image = image_shape(images);
  data.pixels = std::move(images.values);
  data.sign = spec.sign();
  const auto size = static_cast<std::size_t>(element_count(image));
  for (std::size_t i = 0; i < data.pixels.size(); ++i) {
    float& pixel = data.pixels[i];
    pixel = static_cast<float>(static_cast<double>(pixel) * spec.scale);
    if (!std::isfinite(pixel)) fail(images, "a pixel is not a finite number after scaling");
    if (pixel < 0 && data.sign == InputSign::nonnegative)
      fail(images, "image " + std::to_string(i / size) + " (counted from 0) holds " +
                       std::to_string(pixel) +
                       ", and 'signed: false' says that no value is negative");
  }
  const bool known = spec.format == DataFormat::cifar10;
  lay_out(data, images.source, image, known ? DataLayout::channels_first : spec.layout, input);
}

/// Class numbers, one an image; or why what there is are none.
void take_labels(Dataset& data, const NumberArray& images, const NumberArray& labels) {
  constexpr float kLargestLabel = 65535;
  if (labels.shape.empty()) fail(labels, "labels are a single number, not one for each image");
  if (labels.shape[0] != images.shape[0])
    fail(labels, std::to_string(labels.shape[0]) + " labels for " +
                     std::to_string(images.shape[0]) + " images of " + images.source);
  const std::string file = std::filesystem::path(labels.source).filename().string();
  const auto& values = labels.values;
  if (std::any_of(labels.shape.begin() + 1, labels.shape.end(),
                  [](std::int64_t side) { return side != 1; })) {
    data.no_classes = "labels of " + file + " have shape " + shape_text(labels.shape) +
                      ", not one class number an image";
    return;
  }
  const auto broken = std::find_if(values.begin(), values.end(), [](float label) {
    return std::isfinite(label) && label != std::floor(label);
  });
  if (broken != values.end()) {
    data.no_classes = "labels of " + file + " are not class numbers: image " +
                      std::to_string(broken - values.begin()) + " has " +
                      format_si_rounded(*broken, "", 6);
    return;
  }
  for (const float label : values) {
    if (!(label >= 0 && label <= kLargestLabel))
      fail(labels, "label " + std::to_string(label) + " is not a whole number in 0 to 65535");
    data.labels.push_back(static_cast<std::int32_t>(label));
  }
}

/// As many of the inputs as there are, at most `limit` (0 = all).
Dataset synthesized(const SyntheticSpec& spec, int limit, int threads, const InputFormat* input) {
  const SyntheticShape& shape = spec.shape;
  Dataset data;
  const int count = limit > 0 ? std::min(limit, spec.images) : spec.images;
  const Shape image{shape.channels, shape.height, shape.width};
  data.pixels.resize(static_cast<std::size_t>(
      values_to_read("synthetic", {count, shape.channels, shape.height, shape.width}, 0)));
  const Stream inputs = synthetic_stream(static_cast<std::uint64_t>(spec.seed), "inputs");
  const auto size = static_cast<std::size_t>(element_count(image));
  parallel_for(threads, count, [&](std::int64_t i) {
    synthesize(spec.kind, shape, inputs.child(static_cast<std::uint64_t>(i)),
               std::span(data.pixels).subspan(static_cast<std::size_t>(i) * size, size));
  });
  lay_out(data, "synthetic", image, DataLayout::channels_first, input);
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

std::int64_t stated_bytes(const std::vector<std::int64_t>& shape, int bytes_each) {
  constexpr std::int64_t kBeyond = std::numeric_limits<std::int64_t>::max();
  std::int64_t bytes = bytes_each;
  for (const std::int64_t size : shape) bytes = size > kBeyond / bytes ? kBeyond : bytes * size;
  return bytes;
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
  if (f.documents() || named)
    f.flag("other_files", other_files,
           "HDF5: external links, external storage and virtual data sets lead to other files, "
           "which are read, too; without it such sets are refused.",
           Presence::optional);
  if (f.documents() || has_sign_key())
    f.flag("signed", is_signed,
           "Formats npy and hdf5: may a value be negative? Pixels without an offset are not, and "
           "take one phase of inputs where signed ones may take two. The network's input has a "
           "sign where either set may have; idx and cifar10 hold unsigned bytes, synthetic inputs "
           "are signed.",
           Presence::optional);
  if (f.documents() || format != DataFormat::cifar10)
    f.choice("layout", layout,
             {{"as_network",
               "The axes of the network's input, axes of size 1 aside; where the sizes fit only "
               "with the axis of channels moved from one end to the other, that is done."},
              {"channels_first", "[n][channels][height][width], [n][features][steps]"},
              {"channels_last", "[n][height][width][channels], [n][steps][features]"}},
             "Which axis of the images is that of channels.", Presence::optional);
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
  const bool is_unsigned = has_sign_key() ? !is_signed : format != DataFormat::synthetic;
  return is_unsigned ? InputSign::nonnegative : InputSign::either;
}

std::optional<Shape> image_shape_of(const DatasetSpec& spec) {
  try {
    Shape shape;
    switch (spec.format) {
      case DataFormat::synthetic: {
        const SyntheticShape& image = spec.synthetic.value().shape;
        return Shape{image.channels, image.height, image.width};
      }
      case DataFormat::idx:
        shape = read_idx(spec.images, 1).shape;
        break;
      case DataFormat::cifar10:
        return Shape{3, 32, 32};
      case DataFormat::npy:
        shape = read_npy(spec.images, 1).shape;
        break;
      case DataFormat::hdf5:
        shape = read_hdf5(spec.images, spec.images_name, 1, spec.other_files).shape;
        break;
    }
    if (shape.empty()) return std::nullopt;
    return Shape(shape.begin() + 1, shape.end());
  } catch (const InputError&) {
    return std::nullopt;  // told when the set is read
  }
}

Dataset load_dataset(const DatasetSpec& spec, int limit, int threads, const InputFormat* input) {
  NumberArray images, labels;
  switch (spec.format) {
    case DataFormat::synthetic:
      return synthesized(spec.synthetic.value(), limit, threads, input);
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
      images = read_hdf5(spec.images, spec.images_name, limit, spec.other_files);
      labels = read_hdf5(spec.images, spec.labels_name, limit, spec.other_files);
      break;
  }
  Dataset data;
  take_labels(data, images, labels);
  take_images(data, std::move(images), spec, input);
  return data;
}

}  // namespace mho
