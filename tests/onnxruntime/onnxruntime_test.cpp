// Whole networks against onnxruntime: what write_onnx writes of a graph, and the files of the zoo,
// must give what run_float gives. The ctest fixture "onnxruntime: installed" provides it.
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/paths.hpp"
#include "tests/workloads/layout_graph.hpp"
#include "tests/workloads/onnx/onnx_models.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/shapes/shape_network.hpp"

using mho::Graph;
using mho::Shape;
using mho::Tensor;

namespace {

namespace fs = std::filesystem;

const fs::path kSource = mho::kSourceDir;
const fs::path kInstalled = MHO_ONNXRUNTIME;

// Relative to the largest output: fp32 sums of some thousand terms in another order, through up to
// some dozen layers.
constexpr float kRelative = 1e-4f;

/// A folder that lives as long as this object.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("mho_onnxruntime_" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const char* name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

/// Of a network that reads tokens, how many there are in its smallest table; else 0.
std::int64_t tokens_of(const Graph& graph) {
  std::int64_t tokens = 0;
  for (const mho::Node& node : graph.nodes) {
    if (node.op != mho::Op::lookup) continue;
    const std::int64_t rows = graph.values[node.inputs[0]].shape[0];
    tokens = tokens == 0 ? rows : std::min(tokens, rows);
  }
  return tokens;
}

std::vector<Tensor> random_inputs(const Graph& graph) {
  std::mt19937 generator(3);
  const auto tokens = static_cast<unsigned>(tokens_of(graph));
  std::vector<Tensor> inputs;
  for (const int input : graph.inputs) {
    Tensor tensor{graph.values[input].shape, {}};
    for (std::int64_t i = 0; i < mho::element_count(tensor.shape); ++i) {
      tensor.values.push_back(
          tokens > 0 ? static_cast<float>(generator() % tokens)
                     : static_cast<float>(static_cast<int>(generator() % 2001) - 1000) / 1000);
    }
    inputs.push_back(std::move(tensor));
  }
  return inputs;
}

/// All outputs of the file, one after another.
std::vector<float> run_onnxruntime(const std::string& model, const std::vector<Tensor>& inputs,
                                   const Folder& folder, bool as_written) {
  INFO(
      "node or onnxruntime is missing: run through ctest, whose fixture installs the npm package "
      "(Debian packages nodejs and npm)");
  REQUIRE(fs::exists(kInstalled / "run.js"));
  REQUIRE(std::system("node --version > /dev/null") == 0);
  std::ofstream stream(folder / "inputs", std::ios::binary);
  std::string shapes;
  for (const Tensor& input : inputs) {
    stream.write(reinterpret_cast<const char*>(input.values.data()),
                 static_cast<std::streamsize>(input.values.size() * sizeof(float)));
    shapes += ' ';
    for (std::size_t axis = 0; axis < input.shape.size(); ++axis) {
      shapes += (axis > 0 ? "x" : "") + std::to_string(input.shape[axis]);
    }
  }
  stream.close();
  const std::string command = std::string(as_written ? "MHO_OPTIMIZATION=disabled " : "") +
                              "node '" + (kInstalled / "run.js").string() + "' '" + model + "' '" +
                              folder / "inputs" + "' '" + folder / "outputs" + "'" + shapes;
  REQUIRE(std::system(command.c_str()) == 0);
  std::ifstream result(folder / "outputs", std::ios::binary | std::ios::ate);
  std::vector<float> values(static_cast<std::size_t>(result.tellg()) / sizeof(float));
  result.seekg(0);
  result.read(reinterpret_cast<char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof(float)));
  return values;
}

bool is_quantized(const Graph& graph) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                     [](const mho::Node& node) { return node.op == mho::Op::quantize; });
}

double root_mean_square(const std::vector<float>& values) {
  double squares = 0;
  for (const float each : values) squares += static_cast<double>(each) * static_cast<double>(each);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

/// run_float of the graph against onnxruntime's run of the file. Of a quantized network the first
/// output: others may be codes in the file, which are numbers here.
void compare(const Graph& graph, const std::string& file, const Folder& folder) {
  const std::vector<Tensor> inputs = random_inputs(graph);
  const bool quantized = is_quantized(graph);
  std::vector<float> theirs = run_onnxruntime(file, inputs, folder, quantized);
  const std::vector<Tensor> values = run_float(graph, inputs);
  std::vector<float> ours;
  for (std::size_t i = 0; i < (quantized ? 1 : graph.outputs.size()); ++i) {
    const Tensor& output = values[graph.outputs[i]];
    ours.insert(ours.end(), output.values.begin(), output.values.end());
  }
  if (quantized) theirs.resize(ours.size());
  REQUIRE(ours.size() == theirs.size());
  float largest = 0, worst = 0;
  std::vector<float> differences;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    REQUIRE(std::isfinite(ours[i]));
    largest = std::max(largest, std::abs(theirs[i]));
    worst = std::max(worst, std::abs(ours[i] - theirs[i]));
    differences.push_back(ours[i] - theirs[i]);
  }
  CHECK(largest > 0);
  // Sums in another order flip a code here and there, which every later layer sees: of the zoo's
  // language model onnxruntime differs from itself, optimized or not, by 2.5 to 4 % in this way.
  constexpr double kFlippedCodes = 0.05;
  if (quantized)
    CHECK(root_mean_square(differences) <= kFlippedCodes * root_mean_square(theirs));
  else
    CHECK(worst <= kRelative * largest);
}

/// The hook for graphs that are built and not imported: each is written, and run by both.
void compare_written(const std::vector<Graph>& graphs) {
  const Folder folder;
  for (const Graph& graph : graphs) {
    INFO(graph.name << " written by write_onnx");
    const std::string file = folder / "written.onnx";
    write_onnx(graph, file);
    compare(graph, file, folder);
  }
}

/// Pools of one input in ONNX's text, of any geometry where pads are smaller than the kernel, with
/// divisions rounded up; each is an output.
std::string random_pools(const Shape& input, int count, bool dilated, std::mt19937& generator) {
  const auto draw = [&](int low, int high) {
    return low + static_cast<int>(generator() % static_cast<unsigned>(high - low + 1));
  };
  std::string outputs, nodes;
  for (int number = 0; number < count; ++number) {
    std::string kernel, strides, dilations, begins, ends;
    for (const std::size_t axis : {2, 3}) {
      const char* comma = axis == 2 ? "" : ", ";
      const auto size = static_cast<int>(input[axis]);
      const int wide = draw(1, std::min(4, size));
      const int step = dilated && 2 * wide - 1 <= size ? draw(1, 2) : 1;
      kernel += comma + std::to_string(wide);
      strides += comma + std::to_string(draw(1, 5));
      dilations += comma + std::to_string(step);
      begins += comma + std::to_string(draw(0, wide - 1));
      ends += ", " + std::to_string(draw(0, wide - 1));
    }
    const bool average = number % 3 != 0;
    const std::string name = "y" + std::to_string(number);
    outputs += (number > 0 ? ", " : "") + ("float[1,2,?,?] " + name);
    nodes += name + " = " + (average ? "AveragePool" : "MaxPool") +
             "<ceil_mode = 1, kernel_shape = [" + kernel + "], strides = [" + strides +
             "], pads = [" + begins + ends + "]" +
             (dilated ? ", dilations = [" + dilations + "]" : "") +
             (average ? ", count_include_pad = " + std::to_string(number % 3 - 1) : "") + ">(x) ";
  }
  return "g (float[1,2," + std::to_string(input[2]) + "," + std::to_string(input[3]) + "] x) => (" +
         outputs + ") { " + nodes + "}";
}

std::vector<fs::path> onnx_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".onnx") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  return files;
}

}  // namespace

TEST_CASE("the trained networks compute what onnxruntime computes, as they are and folded") {
  const Folder folder;
  for (const fs::path& file : onnx_files(kSource / "workloads/zoo")) {
    INFO(file);
    const Graph graph = mho::import_onnx(file);
    compare(graph, file, folder);
    compare(fold(graph), file, folder);
  }
}

TEST_CASE("the trained networks survive being written") {
  std::vector<Graph> graphs;
  for (const fs::path& file : onnx_files(kSource / "workloads/zoo")) {
    graphs.push_back(mho::import_onnx(file));
    graphs.push_back(fold(graphs.back()));
  }
  compare_written(graphs);
}

TEST_CASE("exported networks with attention, gates and recurrence survive being written") {
  std::vector<Graph> graphs;
  for (const fs::path& file : onnx_files(kSource / "tests/workloads/exports")) {
    if (file.stem().string().find("_17") == std::string::npos) continue;
    graphs.push_back(mho::import_onnx(file));
    graphs.push_back(fold(graphs.back()));
  }
  CHECK(graphs.size() >= 18);
  compare_written(graphs);
}

TEST_CASE("outputs that were moved at a network's end have onnxruntime's order") {
  std::vector<Graph> graphs;
  for (std::uint64_t seed = 0; seed < 8; ++seed) graphs.push_back(mho::LayoutGraph(seed).graph());
  compare_written(graphs);
}

TEST_CASE("networks known by their shapes compute what onnxruntime computes") {
  std::vector<Graph> graphs;
  for (const char* name :
       {"resnet20", "mlperf_tiny_ds_cnn", "mlperf_tiny_mobilenet", "mlperf_tiny_autoencoder",
        "lstm_medium_ptb", "resnet18", "mobilenet_v2", "efficientnet_b0"}) {
    const fs::path file = kSource / "workloads/zoo/shapes" / (std::string(name) + ".yaml");
    graphs.push_back(
        mho::build_network(mho::read_shape_network(file.string()), 1, mho::Values::on));
  }
  compare_written(graphs);
}

TEST_CASE("pools that round up have the sizes and values of onnxruntime, in every operator set") {
  const Folder folder;
  std::mt19937 generator(17);
  for (const Shape& input : {Shape{1, 2, 5, 5}, Shape{1, 2, 4, 7}, Shape{1, 2, 1, 6}})
    for (const int operator_set : {11, 19, 21}) {
      const std::string file = folder / "pools.onnx";
      const onnx::ModelProto model =
          mho::test::parsed(random_pools(input, 120, operator_set >= 19, generator), operator_set);
      std::ofstream(file, std::ios::binary) << model.SerializeAsString();
      INFO("operator set " << operator_set);
      compare(mho::import_onnx(file), file, folder);
    }
}

TEST_CASE("operators that are read as several compute what onnxruntime computes, and survive") {
  const std::string nodes =
      "{ d = DepthToSpace<blocksize = 2>(x) c = DepthToSpace<blocksize = 2, mode = \"CRD\">(x) "
      "p = SpaceToDepth<blocksize = 3>(x) l = ReduceMin<axes = [1, 3]>(x) "
      "m = ReduceMin<keepdims = 0>(x) s = Sin(x) o = Cos(x) }";
  const onnx::ModelProto model = mho::test::parsed(
      "g (float[1,8,6,3] x) => (float[1,2,12,6] d, float[1,2,12,6] c, float[1,72,2,1] p, "
      "float[1,1,6,1] l, float[] m, float[1,8,6,3] s, float[1,8,6,3] o) " +
      nodes);
  const Folder folder;
  const std::string file = folder / "several.onnx";
  std::ofstream(file, std::ios::binary) << model.SerializeAsString();
  const Graph graph = mho::import_onnx(file);
  compare(graph, file, folder);
  compare_written({graph});
}

TEST_CASE("a pool that rounds up survives being written") {
  // A window may not start in the padding at the end: 3 x 3, where rounding up says 4 x 4.
  const Graph graph = mho::test::imported(mho::test::parsed(
      "g (float[1,2,5,5] x) => (float[1,2,3,3] y) { z = MaxPool<ceil_mode = 1, kernel_shape = "
      "[2, 2], strides = [2, 2], pads = [1, 1, 1, 1]>(x) y = AveragePool<ceil_mode = 1, "
      "count_include_pad = 1, kernel_shape = [3, 3], strides = [1, 1], pads = [1, 1, 1, 1]>(z) }"));
  compare_written({graph});
}
