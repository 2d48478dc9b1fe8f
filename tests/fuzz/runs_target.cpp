// Whole runs of the program, of a YAML run or of an ONNX network on a shipped chip: the exit code
// is 0 or 1, and a report is JSON whose numbers are finite. Of what takes long (images, trials)
// little is asked for, whatever the run says.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "sim/base/error.hpp"
#include "tests/fuzz/fuzz_target.hpp"
#include "tests/fuzz/onnx_mutation.hpp"
#include "tests/paths.hpp"
#include "workloads/graph/graph.hpp"

namespace mho::fuzz {

namespace {

namespace fs = std::filesystem;

/// A folder from which runs name the shipped configurations and the networks of the corpus; gone at
/// the end.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "mho_fuzz_XXXXXX").string();
    path_ = mkdtemp(pattern.data());
    const std::string source = kSourceDir;
    fs::create_directory_symlink(source + "/configs", path_ / "configs");
    fs::create_directory_symlink(source + "/tests/fuzz/corpus/onnx", path_ / "networks");
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { fs::remove_all(path_); }

  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

bool is_yaml(const Bytes& bytes) { return bytes.empty() || bytes[0] >= ' ' || bytes[0] == '\n'; }

void write_file(const std::string& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// A workload of the network with synthetic images of its input's shape. Throws InputError, also
/// for a network so large that a run would rightly take long.
std::string workload_of(const std::string& network) {
  constexpr std::int64_t kMostElements = 20'000;
  const Graph graph = import_onnx(network);
  std::int64_t elements = 0;
  for (const Value& value : graph.values) elements += element_count(value.shape);
  if (elements > kMostElements) throw InputError({network, 0}, "", "is too large for this test");
  Shape shape{1, 1, 1, 1};
  if (!graph.inputs.empty())
    shape = graph.values.at(static_cast<std::size_t>(graph.inputs[0])).shape;
  if (shape.size() == 3) shape = {1, shape[2], shape[1], 1};  // tokens of features
  shape.resize(4, 1);
  std::ostringstream text;
  text << "name: w\nnetwork: network.onnx\n";
  for (const char* set : {"test", "training"})
    text << set
         << ":\n  format: synthetic\n  synthetic: {kind: natural_images, channels: " << shape[1]
         << ", height: " << shape[2] << ", width: " << shape[3] << ", images: 4, seed: 1}\n";
  return text.str();
}

/// The words behind `mho run`. Throws InputError.
std::string arguments_for(const Bytes& bytes, const Scratch& scratch) {
  const std::string text(bytes.begin(), bytes.end());
  if (is_yaml(bytes)) {
    write_file(scratch.file("run.yaml"), text);
    return scratch.file("run.yaml");
  }
  write_file(scratch.file("network.onnx"), text);
  write_file(scratch.file("workload.yaml"), workload_of(scratch.file("network.onnx")));
  return "--chip edge_rram_28nm --set chip.tiles=0 --workload " + scratch.file("workload.yaml");
}

/// Of the program: 4 GB. The address sanitizer reserves terabytes, which the system's limit would
/// count, and has a limit of its own.
#ifdef __SANITIZE_ADDRESS__
constexpr const char* kLimits =
    "ulimit -t 20; ulimit -S -d unlimited; ASAN_OPTIONS=hard_rss_limit_mb=4000 ";
#else
constexpr const char* kLimits = "ulimit -t 20; ulimit -d 4000000; ";
#endif

/// Exit code of the program; output in files of the folder.
int run_program(const std::string& arguments, const Scratch& scratch) {
  const std::string command = std::string(kLimits) + "'" + kProgram + "' run " + arguments +
                              " --images 2 --trials 1 --engine-images 1 --threads 1 --quiet --set "
                              "quantization.calibration_images=2 --json '" +
                              scratch.file("out.json") + "' >'" + scratch.file("out") + "' 2>'" +
                              scratch.file("err") + "'";
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string contents(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

void check_metrics(const std::string& text) {
  const auto report = nlohmann::json::parse(text);
  for (const auto& [name, metric] : report.at("metrics").items())
    require(metric.at("value").is_number() && std::isfinite(metric.at("value").get<double>()),
            "a metric is no finite number");
}

}  // namespace

}  // namespace mho::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mho::fuzz;
  const Scratch scratch;
  std::string arguments;
  try {
    arguments = arguments_for(Bytes(data, data + size), scratch);
  } catch (const mho::InputError&) {
    return -1;
  }
  const int code = run_program(arguments, scratch);
  if (code == 0) check_metrics(contents(scratch.file("out.json")));
  if (code == 0 || code == 1) return code == 0 ? 0 : -1;
  std::cerr << contents(scratch.file("err"));
  throw mho::Bug("the program ended with exit code " + std::to_string(code));
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed) {
  using namespace mho::fuzz;
  const auto mutate = [](Bytes& bytes, Dice& dice) {
    return is_yaml(bytes) ? mutate_yaml(bytes, dice) : mutate_onnx(bytes, dice);
  };
  return mutate_in_place(data, size, most, seed, mutate);
}
