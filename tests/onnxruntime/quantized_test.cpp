// Networks that their files have quantized, layer by layer against onnxruntime with its rewriting
// of graphs off, as the standard defines them: every tensor of integers, code by code. Each of our
// layers is given onnxruntime's inputs, so that a difference is its own.
#include <onnx/onnx_pb.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "tests/paths.hpp"
#include "tests/workloads/onnx/onnx_models.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/integer/executor.hpp"
#include "workloads/onnx/quantized/write.hpp"
#include "workloads/quantize/quantize.hpp"

namespace {

namespace files = std::filesystem;

using mho::IntTensor;
using mho::LayerKind;
using mho::QuantizedGraph;
using mho::QuantizedLayer;
using mho::QuantizedTensor;
using mho::Rounding;

constexpr int kImages = 4;

mho::Dataset random_images(const mho::Shape& shape, unsigned seed) {
  mho::Dataset images;
  images.channels = static_cast<int>(shape.size() > 1 ? shape[1] : 1);
  images.height = static_cast<int>(shape.size() > 2 ? shape[2] : 1);
  images.width = static_cast<int>(shape.size() > 3 ? shape[3] : 1);
  std::mt19937 generator(seed);
  std::normal_distribution<float> pixel(0.3F, 0.6F);
  for (std::int64_t i = 0; i < kImages * mho::element_count(shape); ++i)
    images.pixels.push_back(pixel(generator));
  images.labels.assign(kImages, 0);
  images.sign = mho::InputSign::either;
  return images;
}

/// The values of the named tensors for one image, by name.
class Judge {
 public:
  Judge(const std::string& model, const std::vector<std::string>& names)
      : folder_(files::temp_directory_path() / ("mho_codes_" + std::to_string(getpid()))),
        names_(names) {
    files::create_directories(folder_);
    onnx::ModelProto proto;
    std::ifstream stream(model, std::ios::binary);
    REQUIRE(proto.ParseFromIstream(&stream));
    std::set<std::string> outputs;
    for (const auto& output : proto.graph().output()) outputs.insert(output.name());
    for (const std::string& name : names)
      if (outputs.insert(name).second) proto.mutable_graph()->add_output()->set_name(name);
    std::ofstream written(folder_ / "model.onnx", std::ios::binary);
    REQUIRE(proto.SerializeToOstream(&written));
  }
  ~Judge() { files::remove_all(folder_); }
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  /// `sizes`: elements by name.
  std::map<std::string, std::vector<float>> run(std::span<const float> image,
                                                const mho::Shape& shape,
                                                const std::map<std::string, std::int64_t>& sizes) {
    std::ofstream input(folder_ / "input", std::ios::binary);
    input.write(reinterpret_cast<const char*>(image.data()),
                static_cast<std::streamsize>(image.size() * sizeof(float)));
    input.close();
    std::string command = "node '" + (files::path(MHO_ONNXRUNTIME) / "codes.js").string() + "' '" +
                          (folder_ / "model.onnx").string() + "' '" + (folder_ / "input").string() +
                          "' '" + (folder_ / "output").string() + "' ";
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
      command += (axis > 0 ? "x" : "") + std::to_string(shape[axis]);
    for (const std::string& name : names_) command += " '" + name + "'";
    INFO(command);
    REQUIRE(std::system(command.c_str()) == 0);
    std::ifstream output(folder_ / "output", std::ios::binary);
    std::map<std::string, std::vector<float>> values;
    for (const std::string& name : names_) {
      std::vector<float>& each = values[name];
      each.resize(static_cast<std::size_t>(sizes.at(name)));
      output.read(reinterpret_cast<char*>(each.data()),
                  static_cast<std::streamsize>(each.size() * sizeof(float)));
      REQUIRE(output.good());
    }
    CHECK(output.peek() == std::ifstream::traits_type::eof());
    return values;
  }

 private:
  files::path folder_;
  std::vector<std::string> names_;
};

/// Does the standard leave the order of a sum of floats, or an exponential, to the runtime?
bool leaves_freedom(const QuantizedLayer& layer) {
  switch (layer.kind) {
    case LayerKind::matrix:
      return layer.rounding != Rounding::one_multiplier;
    case LayerKind::average_pool:
    case LayerKind::softmax:
    case LayerKind::product:
    case LayerKind::layer_norm:
    case LayerKind::function:
    case LayerKind::lstm:
      return true;
    case LayerKind::max_pool:
    case LayerKind::add:
    case LayerKind::multiply:
    case LayerKind::affine:
    case LayerKind::concat:
    case LayerKind::permute:
    case LayerKind::lookup:
      return false;
  }
  return false;
}

struct Compared {
  std::int64_t codes = 0, layers = 0;
  std::int64_t different = 0;  ///< by one, where the standard leaves freedom
};

/// All tensors that have integers in the file.
Compared compare_codes(const std::string& file) {
  INFO(file);
  const mho::Graph graph = mho::import_onnx(file);
  const mho::Shape shape = graph.values[static_cast<std::size_t>(graph.inputs[0])].shape;
  const mho::Dataset images = random_images(shape, 11);
  mho::QuantizationSpec spec;
  spec.weight_bits = spec.activation_bits = 8;
  spec.calibration_images = kImages;
  const QuantizedGraph quantized = mho::quantize(graph, spec, images, 1);
  const mho::IntegerExecutor executor(quantized);
  std::vector<std::string> names;
  std::map<std::string, std::int64_t> sizes;
  for (const QuantizedTensor& tensor : quantized.tensors)
    if (tensor.given && sizes.emplace(tensor.name, tensor.size()).second)
      names.push_back(tensor.name);
  Judge judge(file, names);
  Compared compared;
  for (int i = 0; i < kImages; ++i) {
    const auto theirs = judge.run(images.image(i), shape, sizes);
    std::vector<IntTensor> tensors(quantized.tensors.size());
    const auto check = [&](int index, const IntTensor& ours, bool free) {
      const QuantizedTensor& tensor = quantized.tensors[static_cast<std::size_t>(index)];
      tensors[static_cast<std::size_t>(index)] = ours;
      if (!tensor.given) return;
      INFO("tensor " << tensor.name);
      const std::vector<float>& codes = theirs.at(tensor.name);
      std::int64_t different = 0, largest = 0;
      for (std::size_t k = 0; k < ours.size(); ++k) {
        const auto code = static_cast<std::int32_t>(codes[k]) - tensor.given->zero_point;
        different += code != ours[k];
        largest = std::max<std::int64_t>(largest, std::abs(code - ours[k]));
        tensors[static_cast<std::size_t>(index)][k] = code;
      }
      CHECK(largest <= (free ? 1 : 0));
      compared.codes += std::ssize(ours);
      compared.different += different;
      ++compared.layers;
    };
    check(quantized.input, quantize_image(quantized, images.image(i)), false);
    for (std::size_t l = 0; l < quantized.layers.size(); ++l) {
      const QuantizedLayer& layer = quantized.layers[l];
      INFO("layer " << layer.name);
      check(layer.output, executor.run_layer(static_cast<int>(l), tensors), leaves_freedom(layer));
    }
  }
  return compared;
}

/// A network that mho quantized, written, and run by onnxruntime: every tensor of integers of whole
/// runs, of which each layer has onnxruntime's inputs.
Compared compare_written_codes(const QuantizedGraph& quantized, const mho::Dataset& images,
                               const std::string& file) {
  mho::write_quantized_onnx(quantized, file);
  const mho::IntegerExecutor executor(quantized);
  const QuantizedTensor& input = quantized.tensors[static_cast<std::size_t>(quantized.input)];
  const mho::Shape shape{1, input.channels, input.height, input.width};
  std::vector<std::string> names;
  std::map<std::string, std::int64_t> sizes;
  std::vector<bool> written(quantized.tensors.size(), false);
  const auto add = [&](int index) {
    const QuantizedTensor& tensor = quantized.tensors[static_cast<std::size_t>(index)];
    written[static_cast<std::size_t>(index)] = true;
    names.push_back(mho::codes_name(tensor.name));
    sizes.emplace(names.back(), tensor.size());
  };
  add(quantized.input);
  for (const QuantizedLayer& layer : quantized.layers)
    if (!layer.same_format) add(layer.output);
  Judge judge(file, names);
  Compared compared;
  for (int i = 0; i < images.images(); ++i) {
    const auto theirs = judge.run(images.image(i), shape, sizes);
    std::vector<IntTensor> tensors(quantized.tensors.size());
    const auto take = [&](int index, const IntTensor& ours) {
      tensors[static_cast<std::size_t>(index)] = ours;
      if (!written[static_cast<std::size_t>(index)]) return;
      const QuantizedTensor& tensor = quantized.tensors[static_cast<std::size_t>(index)];
      INFO("tensor " << tensor.name);
      const std::int32_t zero = tensor.given ? tensor.given->zero_point : 0;
      const std::vector<float>& codes = theirs.at(mho::codes_name(tensor.name));
      std::int64_t largest = 0;
      for (std::size_t k = 0; k < ours.size(); ++k) {
        const auto code = static_cast<std::int32_t>(codes[k]) - zero;
        compared.different += code != ours[k];
        largest = std::max<std::int64_t>(largest, std::abs(code - ours[k]));
        tensors[static_cast<std::size_t>(index)][k] = code;
      }
      CHECK(largest <= 1);
      compared.codes += std::ssize(ours);
    };
    take(quantized.input, quantize_image(quantized, images.image(i)));
    for (std::size_t l = 0; l < quantized.layers.size(); ++l) {
      INFO("layer " << quantized.layers[l].name);
      take(quantized.layers[l].output, executor.run_layer(static_cast<int>(l), tensors));
    }
  }
  return compared;
}

}  // namespace

TEST_CASE("what mho quantized and wrote has its integers in onnxruntime") {
  const files::path folder =
      files::temp_directory_path() / ("mho_written_" + std::to_string(getpid()));
  files::create_directories(folder);
  const std::string file = (folder / "written.onnx").string();
  Compared all;
  for (const char* network :
       {"workloads/zoo/lenet5_fashion_mnist.onnx", "workloads/zoo/resnet8_fashion_mnist.onnx",
        "tests/workloads/quantized/residual_qdq_u8u8.onnx",
        "tests/workloads/quantized/residual_qdq_s8s8_symmetric.onnx"})
    for (const int bits : {8, 4}) {
      INFO(network << " at " << bits << " bits");
      const mho::Graph graph = mho::import_onnx(std::string(mho::kSourceDir) + "/" + network);
      const mho::Shape& shape = graph.values[static_cast<std::size_t>(graph.inputs[0])].shape;
      const mho::Dataset images = random_images(shape, 23);
      mho::QuantizationSpec spec;
      spec.weight_bits = spec.activation_bits = bits;
      spec.calibration_images = kImages;
      if (bits == 4) {
        spec.pruning.emplace();
        spec.pruning->rows = spec.pruning->columns = 0.2;
      }
      const Compared one =
          compare_written_codes(mho::quantize(graph, spec, images, 1), images, file);
      CHECK(one.codes > 0);
      CHECK(one.different * 500 <= one.codes);
      all.codes += one.codes;
      all.different += one.different;
    }
  files::remove_all(folder);
  WARN(all.different << " of " << all.codes << " codes differ by one");
}

TEST_CASE("networks that onnxruntime or Brevitas quantized have onnxruntime's integers") {
  Compared all;
  for (const auto& entry :
       files::directory_iterator(files::path(mho::kSourceDir) / "tests/workloads/quantized")) {
    const std::string name = entry.path().stem().string();
    // What qonnx translated is no file for onnxruntime.
    const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
    if (!has("_qdq_") && !has("_qoperator_") && !has("brevitas_qcdq")) continue;
    const Compared one = compare_codes(entry.path().string());
    INFO(entry.path() << ": " << one.different << " of " << one.codes);
    CHECK(one.codes > 0);
    CHECK(one.different * 500 <= one.codes);
    all.codes += one.codes;
    all.different += one.different;
  }
  CHECK(all.codes > 20000);
  WARN(all.different << " of " << all.codes << " codes differ by one");
}
