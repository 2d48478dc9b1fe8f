// From the arrays of the files to labelled images: which axis is which, do the parts fit together.
// Or no files, and synthetic inputs.
#include "workloads/datasets/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>

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

/// (x scale - mean) / deviation by channel, of a pixel at its place in the file's image.
class Normalization {
 public:
  Normalization(const NumberArray& images, const Shape& image, DataLayout layout,
                const DatasetSpec& spec, const InputFormat* input)
      : scale_(spec.scale), mean_(spec.mean), deviation_(spec.deviation) {
    const std::size_t channels = std::max(mean_.size(), deviation_.size());
    if (channels < 2) return;
    const auto axis = channel_axis(image, layout, static_cast<std::int64_t>(channels), input);
    if (!axis)
      fail(images, "mean and deviation have " + std::to_string(channels) +
                       " numbers, and images of shape " + shape_text(image) +
                       " have no axis of as many channels; one number is for all");
    channels_ = channels;
    for (std::size_t inner = *axis + 1; inner < image.size(); ++inner)
      step_ *= static_cast<std::size_t>(image[inner]);
  }

  float of(float pixel, std::size_t place) const {
    const std::size_t channel = place / step_ % channels_;
    const auto by_channel = [&](const std::vector<double>& values, double none) {
      return values.empty() ? none : values[values.size() == 1 ? 0 : channel];
    };
    const double scaled = static_cast<double>(pixel) * scale_;
    return static_cast<float>((scaled - by_channel(mean_, 0)) / by_channel(deviation_, 1));
  }

 private:
  /// As the layout declares it; where it declares none, the network's, of those that fit.
  static std::optional<std::size_t> channel_axis(const Shape& image, DataLayout layout,
                                                 std::int64_t channels, const InputFormat* input) {
    const std::size_t last = image.size() - 1;
    const bool last_first = layout == DataLayout::channels_last ||
                            (layout == DataLayout::as_network && input && input->channels_last());
    std::vector<std::size_t> axes{last_first ? last : 0};
    if (layout == DataLayout::as_network) axes.push_back(last_first ? 0 : last);
    for (const std::size_t axis : axes)
      if (image[axis] == channels) return axis;
    return std::nullopt;
  }

  double scale_;
  std::vector<double> mean_, deviation_;
  std::size_t channels_ = 1, step_ = 1;
};

void take_images(Dataset& data, NumberArray images, const DatasetSpec& spec,
                 const InputFormat* input) {
  const Shape image = image_shape(images);
  data.pixels = std::move(images.values);
  data.sign = spec.sign();
  const auto size = static_cast<std::size_t>(element_count(image));
  const bool known = spec.format == DataFormat::cifar10 || spec.format == DataFormat::png;
  const DataLayout layout = known ? DataLayout::channels_first : spec.layout;
  const Normalization normal(images, image, layout, spec, input);
  for (std::size_t i = 0; i < data.pixels.size(); ++i) {
    float& pixel = data.pixels[i];
    pixel = normal.of(pixel, i % size);
    if (!std::isfinite(pixel)) fail(images, "a pixel is not a finite number after scaling");
    if (pixel < 0 && data.sign == InputSign::nonnegative)
      fail(images, "image " + std::to_string(i / size) + " (counted from 0) holds " +
                       std::to_string(pixel) +
                       ", and 'signed: false' says that no value is negative");
  }
  lay_out(data, images.source, image, layout, input);
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
  data.target_shape.assign(labels.shape.begin() + 1, labels.shape.end());
  data.targets = values;
  for (const float label : values)
    if (!std::isfinite(label)) fail(labels, "label " + std::to_string(label) + " is no number");
  if (std::any_of(labels.shape.begin() + 1, labels.shape.end(),
                  [](std::int64_t side) { return side != 1; })) {
    data.no_classes = "labels of " + file + " have shape " + shape_text(labels.shape) +
                      ", not one class number an image";
    return;
  }
  const auto broken = std::find_if(values.begin(), values.end(),
                                   [](float label) { return label != std::floor(label); });
  if (broken != values.end()) {
    data.no_classes = "labels of " + file + " are not class numbers: image " +
                      std::to_string(broken - values.begin()) + " has " +
                      format_si_rounded(*broken, "", 6);
    return;
  }
  const auto beyond = std::find_if(values.begin(), values.end(),
                                   [](float label) { return label < 0 || label > kLargestLabel; });
  if (beyond != values.end()) {
    data.bad_label = "label " + format_si_rounded(*beyond, "", 8) + " of image " +
                     std::to_string(beyond - values.begin()) + " is no class number, 0 to 65535";
    data.no_classes = file + ": " + data.bad_label;
    return;
  }
  for (const float label : values) data.labels.push_back(static_cast<std::int32_t>(label));
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
            {"npz", "One file of several NumPy arrays: images_name and labels_name."},
            {"hdf5", "One HDF5 file with two data sets: images_name and labels_name."},
            {"csv", "A table of numbers, a line an input; labels_name is the column of labels."},
            {"png", "A folder of PNG images, with a folder for each class."},
            {"synthetic", "No files: inputs with the statistics of recorded ones, no labels."}},
           "Format of the files.");
  if (f.documents() || format == DataFormat::synthetic)
    f.section("synthetic", synthetic, "Format synthetic: what the inputs are.");
  if (format == DataFormat::synthetic) {
    f.rule(synthetic.has_value(), "synthetic", "is missing: format synthetic needs it");
    return;
  }
  f.path("images", images, "File with the images; of format png the folder.");
  f.path("labels", labels,
         "File with the labels, or targets; formats idx and npy. Without them nothing is judged by "
         "labels.",
         Presence::optional);
  f.text("images_name", images_name, "Formats hdf5, npz: name of the array with the images.",
         Presence::optional);
  f.text("labels_name", labels_name,
         "Formats hdf5, npz: name of the array with the labels. Format csv: the column of labels, "
         "by its name in the first line, or its number from 0; the others are the input.",
         Presence::optional);
  f.numbers("mean", mean, {-1e9, 1e9},
            "One number, or one for each channel (of a table, each column); absent: 0.",
            Presence::optional);
  f.numbers("deviation", deviation, {1e-9, 1e9}, "Likewise; absent: 1.", Presence::optional);
  const bool normalized = !mean.empty() || !deviation.empty();
  f.number("scale", scale, {1e-9, 1e9},
           "Network input = (pixel value x scale - mean) / deviation: as the network was trained.",
           f.documents() || normalized ? Presence::optional : Presence::required);
  f.rule(mean.empty() || deviation.empty() || mean.size() == deviation.size() || mean.size() == 1 ||
             deviation.size() == 1,
         "deviation", "has another number of channels than mean");
  const bool two_files = format == DataFormat::idx || format == DataFormat::npy;
  const bool hdf5 = format == DataFormat::hdf5, csv = format == DataFormat::csv;
  const bool named = has_names();
  if (f.documents() || hdf5)
    f.flag("other_files", other_files,
           "HDF5: external links, external storage and virtual data sets lead to other files, "
           "which are read, too; without it such sets are refused.",
           Presence::optional);
  if (f.documents() || has_sign_key())
    f.flag("signed", is_signed,
           "Formats npy, npz, hdf5 and csv: may a value be negative? Pixels without an offset are "
           "not, and take one phase of inputs where signed ones may take two. The network's input "
           "has a "
           "sign where either set may have; idx, cifar10 and png hold unsigned bytes, which only "
           "a mean makes signed; synthetic inputs are signed.",
           Presence::optional);
  if (f.documents() || (format != DataFormat::cifar10 && format != DataFormat::png))
    f.choice("layout", layout,
             {{"as_network",
               "The axes of the network's input, axes of size 1 aside; where the sizes fit only "
               "with the axis of channels moved from one end to the other, that is done."},
              {"channels_first", "[n][channels][height][width], [n][features][steps]"},
              {"channels_last", "[n][height][width][channels], [n][steps][features]"}},
             "Which axis of the images is that of channels.", Presence::optional);
  f.rule(labels.empty() || two_files, "labels",
         "is not used: only formats idx and npy have the labels in a file of their own");
  f.rule(images_name.empty() != named, "images_name",
         named ? "is missing: formats hdf5 and npz need the name of the array with the images"
               : "is not used: only formats hdf5 and npz have several arrays in a file");
  f.rule(labels_name.empty() || named || csv, "labels_name",
         "is not used: only formats hdf5, npz and csv have names");
}

InputSign DatasetSpec::sign() const {
  const bool shifted = std::any_of(mean.begin(), mean.end(), [](double each) { return each > 0; });
  const bool is_unsigned =
      has_sign_key() ? !is_signed : format != DataFormat::synthetic && !shifted;
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
      case DataFormat::npz:
        shape = read_npz(spec.images, spec.images_name, 1).shape;
        break;
      case DataFormat::hdf5:
        shape = read_hdf5(spec.images, spec.images_name, 1, spec.other_files).shape;
        break;
      case DataFormat::csv:
        shape = read_csv(spec.images, spec.labels_name, 1).columns.shape;
        break;
      case DataFormat::png:
        shape = read_png_folder(spec.images, 1).images.shape;
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
      if (spec.has_labels()) labels = read_idx(spec.labels, limit);
      break;
    case DataFormat::cifar10: {
      Cifar10 both = read_cifar10(spec.images, limit);
      images = std::move(both.images);
      labels = std::move(both.labels);
      break;
    }
    case DataFormat::npy:
      images = read_npy(spec.images, limit);
      if (spec.has_labels()) labels = read_npy(spec.labels, limit);
      break;
    case DataFormat::npz:
      images = read_npz(spec.images, spec.images_name, limit);
      if (spec.has_labels()) labels = read_npz(spec.images, spec.labels_name, limit);
      break;
    case DataFormat::csv: {
      CsvTable both = read_csv(spec.images, spec.labels_name, limit);
      images = std::move(both.columns);
      labels = std::move(both.labels);
      break;
    }
    case DataFormat::png: {
      PngFolder both = read_png_folder(spec.images, limit);
      images = std::move(both.images);
      labels = std::move(both.labels);
      break;
    }
    case DataFormat::hdf5:
      images = read_hdf5(spec.images, spec.images_name, limit, spec.other_files);
      if (spec.has_labels())
        labels = read_hdf5(spec.images, spec.labels_name, limit, spec.other_files);
      break;
  }
  Dataset data;
  const bool unlabelled_folder = spec.format == DataFormat::png && labels.shape.empty();
  if (spec.has_labels() && !unlabelled_folder) take_labels(data, images, labels);
  take_images(data, std::move(images), spec, input);
  return data;
}

}  // namespace mho
