// Image folders: PNG (ISO/IEC 15948) by libpng, a folder a class, as torchvision's ImageFolder and
// Keras have them.
#include <png.h>

#include <algorithm>
#include <filesystem>

#include "sim/base/error.hpp"
#include "workloads/datasets/byte_source.hpp"
#include "workloads/datasets/format.hpp"

namespace mho {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMostPngBytes = std::int64_t{1} << 30;

[[noreturn]] void fail(const std::string& file, const std::string& message) {
  throw InputError(Place{file, 0}, "", message);
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    entries.push_back(at->path());
  if (error) fail(folder.string(), "cannot be read: " + error.message());
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::vector<fs::path> images_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const fs::path& each : sorted_entries(folder)) {
    std::string ending = each.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](char letter) {
      return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    if (ending == ".png") found.push_back(each);
  }
  return found;
}

struct Entry {
  fs::path file;
  int label = 0;
};

/// Of each class in turn.
std::vector<Entry> entries_of(const std::vector<std::vector<fs::path>>& classes) {
  std::vector<Entry> entries;
  for (std::size_t i = 0, left = 1; left > 0; ++i) {
    left = 0;
    for (std::size_t c = 0; c < classes.size(); ++c) {
      if (i >= classes[c].size()) continue;
      entries.push_back({classes[c][i], static_cast<int>(c)});
      ++left;
    }
  }
  return entries;
}

/// libpng's picture of a file in memory.
class Picture {
 public:
  explicit Picture(const std::string& file)
      : file_(file), bytes_(ByteSource(file).take_all(kMostPngBytes)) {
    image_.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image_, bytes_.data(), bytes_.size()) == 0)
      fail(file, std::string("is no PNG that can be read: ") + image_.message);
  }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;
  ~Picture() { png_image_free(&image_); }

  bool colored() const { return (image_.format & PNG_FORMAT_FLAG_COLOR) != 0; }
  int height() const { return static_cast<int>(image_.height); }
  int width() const { return static_cast<int>(image_.width); }

  /// [row][column][channel]; what is transparent, over black.
  std::vector<unsigned char> pixels(bool color) {
    image_.format = color ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    std::vector<unsigned char> pixels(PNG_IMAGE_SIZE(image_));
    const png_color black{0, 0, 0};
    if (png_image_finish_read(&image_, &black, pixels.data(), 0, nullptr) == 0)
      fail(file_, std::string("is a damaged PNG: ") + image_.message);
    return pixels;
  }

 private:
  std::string file_;
  std::vector<unsigned char> bytes_;
  png_image image_{};
};

/// Appends an image, channels outermost.
void append(Picture& picture, bool color, const std::string& file, NumberArray& images) {
  if (picture.colored() && !color)
    fail(file, "has color; the images before it are gray, and all must be alike");
  if (picture.height() != images.shape[2] || picture.width() != images.shape[3])
    fail(file, "has " + std::to_string(picture.height()) + " x " + std::to_string(picture.width()) +
                   " pixels; the images before it have " + std::to_string(images.shape[2]) + " x " +
                   std::to_string(images.shape[3]) + ", and all must be alike");
  const std::vector<unsigned char> pixels = picture.pixels(color);
  const std::size_t channels = color ? 3 : 1;
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t i = c; i < pixels.size(); i += channels) images.values.push_back(pixels[i]);
}

}  // namespace

PngFolder read_png_folder(const std::string& folder, int limit) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) fail(folder, "is no folder; format png reads a folder");
  std::vector<std::vector<fs::path>> classes;
  for (const fs::path& each : sorted_entries(folder))
    if (fs::is_directory(each, ignored)) classes.push_back(images_in(each));
  const bool labelled = !classes.empty();
  const std::vector<fs::path> flat = images_in(folder);
  if (labelled && !flat.empty())
    fail(folder, "has images beside folders of classes: " + flat[0].filename().string());
  if (!labelled) classes.push_back(flat);
  std::vector<Entry> entries = entries_of(classes);
  if (entries.empty()) fail(folder, "has no PNG images, nor folders that have");
  if (limit > 0 && static_cast<std::size_t>(limit) < entries.size())
    entries.resize(static_cast<std::size_t>(limit));

  PngFolder result;
  result.images.source = result.labels.source = folder;
  bool color = false;
  for (const Entry& entry : entries) {
    const std::string file = entry.file.string();
    Picture picture(file);
    if (result.images.shape.empty()) {
      color = picture.colored();
      result.images.shape = {std::ssize(entries), color ? 3 : 1, picture.height(), picture.width()};
      values_to_read(folder, result.images.shape, 0);
    }
    append(picture, color, file, result.images);
    if (labelled) result.labels.values.push_back(static_cast<float>(entry.label));
  }
  if (labelled) result.labels.shape = {std::ssize(entries)};
  return result;
}

}  // namespace mho
