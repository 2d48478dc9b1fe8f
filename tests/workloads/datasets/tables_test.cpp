// NPZ, CSV, folders of PNG, and what becomes of their numbers.
#include <png.h>
#include <zip.h>
#include <catch2/catch.hpp>

#include <filesystem>

#include "sim/base/error.hpp"
#include "tests/workloads/datasets/npy_bytes.hpp"
#include "tests/workloads/scratch_folder.hpp"
#include "workloads/datasets/dataset.hpp"

namespace mho {

namespace {

using Catch::Contains;

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

/// Members of a ZIP file, packed or stored.
std::string write_zip(const ScratchFolder& folder, const std::vector<std::string>& names,
                      const std::vector<Bytes>& members, bool packed) {
  const std::string file = folder.path("data.npz");
  int code = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  for (std::size_t i = 0; i < names.size(); ++i) {
    zip_source_t* source = zip_source_buffer(archive, members[i].data(), members[i].size(), 0);
    const zip_int64_t index =
        zip_file_add(archive, (names[i] + ".npy").c_str(), source, ZIP_FL_OVERWRITE);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                             packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  zip_close(archive);
  return file;
}

DatasetSpec csv_of(const ScratchFolder& folder, const std::string& text,
                   const std::string& label = "") {
  DatasetSpec spec;
  spec.format = DataFormat::csv;
  spec.images = folder.write("table.csv", bytes_of(text));
  spec.labels_name = label;
  return spec;
}

void write_png(const std::string& file, unsigned format, int height, int width,
               const std::vector<unsigned char>& pixels) {
  std::filesystem::create_directories(std::filesystem::path(file).parent_path());
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.format = format;
  image.height = static_cast<png_uint_32>(height);
  image.width = static_cast<png_uint_32>(width);
  REQUIRE(png_image_write_to_file(&image, file.c_str(), 0, pixels.data(), 0, nullptr) != 0);
}

}  // namespace

TEST_CASE("an NPZ file has several arrays, packed or not, found by name") {
  const ScratchFolder folder;
  for (const bool packed : {false, true}) {
    CAPTURE(packed);
    DatasetSpec spec;
    spec.format = DataFormat::npz;
    spec.images = write_zip(
        folder, {"x_test", "y_test"},
        {npy<float>("<f4", "(2, 3)", {1, 2, 3, 4, 5, 6}), npy<std::uint8_t>("|u1", "(2,)", {7, 9})},
        packed);
    spec.images_name = "x_test";
    spec.labels_name = "y_test";
    const Dataset all = load_dataset(spec, 0);
    CHECK(all.labels == std::vector<std::int32_t>{7, 9});
    CHECK(all.pixels == std::vector<float>{1, 2, 3, 4, 5, 6});
    CHECK(load_dataset(spec, 1).pixels == std::vector<float>{1, 2, 3});
    spec.images_name = "x";
    CHECK_THROWS_WITH(load_dataset(spec, 0),
                      Contains("has no array 'x'; there are: x_test, y_test"));
  }
}

TEST_CASE("what is no NPZ, or damaged, is refused") {
  const ScratchFolder folder;
  DatasetSpec spec;
  spec.format = DataFormat::npz;
  spec.images = folder.write("data.npz", bytes_of("no archive at all, not even a short one"));
  spec.images_name = "x";
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("is no NPZ file"));
  const std::string file =
      write_zip(folder, {"x"}, {npy<float>("<f4", "(64,)", std::vector<float>(64, 1))}, true);
  Bytes bytes = folder.read("data.npz");
  for (std::size_t i = 40; i < 70; ++i) bytes[i] ^= 0x55;  // in the packed data
  folder.write("data.npz", bytes);
  CHECK_THROWS_AS(load_dataset(spec, 0), InputError);
}

TEST_CASE("a CSV table is inputs and, where one is named, a column of labels") {
  const ScratchFolder folder;
  const std::string text = "age,\"height, m\",class\n30,1.5,1\n\n+41,-2e-1,0\r\n";
  const Dataset data = load_dataset(csv_of(folder, text, "class"), 0);
  CHECK(data.pixels == std::vector<float>{30, 1.5f, 41, -0.2f});
  CHECK(data.labels == std::vector<std::int32_t>{1, 0});
  CHECK((data.channels == 2 && data.height == 1 && data.width == 1));
  CHECK(load_dataset(csv_of(folder, text, "class"), 1).images() == 1);
  CHECK(load_dataset(csv_of(folder, "1,2,0.5\n3,4,1.5\n", "2"), 0).targets ==
        std::vector<float>{0.5f, 1.5f});
  CHECK(!load_dataset(csv_of(folder, "1,2\n3,4\n"), 0).labelled());
  CHECK(image_shape_of(csv_of(folder, text, "class")) == Shape{2});
}

TEST_CASE("what is wrong with a CSV table is told with its line") {
  const ScratchFolder folder;
  const auto refused = [&](const std::string& text, const std::string& label,
                           const std::string& why) {
    CHECK_THROWS_WITH(load_dataset(csv_of(folder, text, label), 0), Contains(why));
  };
  refused("a,b\n1,2\n3,x\n", "", "table.csv:3: column b holds 'x'; allowed: numbers");
  refused("a,b\n1,2\n3\n", "", "table.csv:3: has 1 values, the lines before 2");
  refused("a,b\n1,2\n", "c", "has no column 'c'; there are: a, b");
  refused("a,b\n", "", "holds no numbers");
  refused("a,\"b\n1,2\n", "", "is no CSV");
}

TEST_CASE("a folder of PNG has a class for each folder, one image of each in turn") {
  const ScratchFolder folder;
  write_png(folder.path("set/cat/1.png"), PNG_FORMAT_RGB, 1, 2, {1, 2, 3, 4, 5, 6});
  write_png(folder.path("set/cat/2.PNG"), PNG_FORMAT_RGB, 1, 2, {7, 7, 7, 7, 7, 7});
  write_png(folder.path("set/dog/1.png"), PNG_FORMAT_RGB, 1, 2, {9, 9, 9, 9, 9, 9});
  DatasetSpec spec;
  spec.format = DataFormat::png;
  spec.images = folder.path("set");
  const Dataset data = load_dataset(spec, 0);
  CHECK((data.channels == 3 && data.height == 1 && data.width == 2));
  CHECK(data.labels == std::vector<std::int32_t>{0, 1, 0});
  CHECK(std::vector<float>(data.image(0).begin(), data.image(0).end()) ==
        std::vector<float>{1, 4, 2, 5, 3, 6});
  CHECK(data.image(1)[0] == 9);
  CHECK(load_dataset(spec, 2).labels == std::vector<std::int32_t>{0, 1});
  CHECK(data.sign == InputSign::nonnegative);
  CHECK(image_shape_of(spec) == Shape{3, 1, 2});
}

TEST_CASE("images without folders have no labels; those that differ are refused by name") {
  const ScratchFolder folder;
  write_png(folder.path("flat/1.png"), PNG_FORMAT_GRAY, 2, 1, {40, 50});
  DatasetSpec spec;
  spec.format = DataFormat::png;
  spec.images = folder.path("flat");
  const Dataset data = load_dataset(spec, 0);
  CHECK(!data.labelled());
  CHECK(data.pixels == std::vector<float>{40, 50});
  write_png(folder.path("flat/2.png"), PNG_FORMAT_GRAY, 1, 2, {1, 2});
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("2.png: has 1 x 2 pixels"));
  write_png(folder.path("flat/2.png"), PNG_FORMAT_RGB, 2, 1, {1, 2, 3, 4, 5, 6});
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("2.png: has color"));
  folder.write("flat/2.png", bytes_of("no picture"));
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("2.png: is no PNG"));
  write_png(folder.path("flat/cat/1.png"), PNG_FORMAT_GRAY, 2, 1, {40, 50});
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("images beside folders of classes"));
  spec.images = folder.path("flat/1.png");
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("is no folder"));
}

TEST_CASE("mean and deviation are by channel, wherever the file has it") {
  const ScratchFolder folder;
  DatasetSpec spec;
  spec.format = DataFormat::npy;
  spec.scale = 0.5;
  spec.mean = {1, 2};
  spec.deviation = {2, 4};
  const std::vector<float> values{2, 4, 6, 8, 10, 12};
  spec.images = folder.write("first.npy", npy("<f4", "(1, 2, 1, 3)", values));
  CHECK(load_dataset(spec, 0).pixels == std::vector<float>{0, 0.5f, 1, 0.5f, 0.75f, 1});
  spec.layout = DataLayout::channels_last;
  spec.images = folder.write("last.npy", npy("<f4", "(1, 1, 3, 2)", values));
  // Channel 0 holds 2, 6, 10; channel 1 holds 4, 8, 12.
  CHECK(load_dataset(spec, 0).pixels == std::vector<float>{0, 1, 2, 0, 0.5f, 1});
  spec.mean = {1};
  spec.deviation.clear();
  CHECK(load_dataset(spec, 0).pixels == std::vector<float>{0, 2, 4, 1, 3, 5});
  spec.mean = {1, 2, 3, 4};
  CHECK_THROWS_WITH(load_dataset(spec, 0), Contains("have no axis of as many channels"));
}

TEST_CASE("a mean makes unsigned pixels signed") {
  DatasetSpec spec;
  spec.format = DataFormat::idx;
  CHECK(spec.sign() == InputSign::nonnegative);
  spec.mean = {0.13};
  CHECK(spec.sign() == InputSign::either);
  spec.mean = {0};
  CHECK(spec.sign() == InputSign::nonnegative);
}

TEST_CASE("labels of any shape are kept as targets") {
  const ScratchFolder folder;
  DatasetSpec spec;
  spec.format = DataFormat::npy;
  spec.images = folder.write("x.npy", npy<float>("<f4", "(2, 2)", {1, 2, 3, 4}));
  spec.labels = folder.write("y.npy", npy<float>("<f4", "(2, 2)", {0.5f, 1, -1.5f, 2}));
  const Dataset data = load_dataset(spec, 0);
  CHECK(data.target_shape == Shape{2});
  CHECK(data.targets == std::vector<float>{0.5f, 1, -1.5f, 2});
  CHECK(load_dataset(spec, 1).targets == std::vector<float>{0.5f, 1});
  spec.labels.clear();
  CHECK(load_dataset(spec, 0).targets.empty());
}

}  // namespace mho
