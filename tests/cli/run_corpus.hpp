// Small networks and data sets, fine and broken, for whole runs of the program: each is written
// into a folder under its name.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "tests/cli/program.hpp"
#include "tests/workloads/graph_builder.hpp"

namespace mho {

constexpr int kSide = 6, kClasses = 4, kCorpusImages = 6;

/// Bytes of a NumPy file; `descr` of values of T.
template <class T>
std::string npy_bytes(const std::string& descr, const std::string& shape,
                      const std::vector<T>& values) {
  std::string header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + "}";
  header.append(117 - header.size(), ' ');
  std::string bytes("\x93NUMPY\x01\x00\x76\x00", 10);
  bytes += header + '\n';
  const std::string_view raw(reinterpret_cast<const char*>(values.data()),
                             values.size() * sizeof(T));
  return bytes.append(raw);
}

/// Numbers of a shape "(6, 1, 6, 6)", 0 to 1 in turns.
inline std::string images_npy(const std::string& shape, int count,
                              const std::map<int, float>& changes = {}) {
  std::vector<float> values;
  for (int i = 0; i < count; ++i) values.push_back(static_cast<float>(i * 7 % 11) / 10);
  for (const auto& [at, value] : changes) values[static_cast<std::size_t>(at)] = value;
  return npy_bytes("<f4", shape, values);
}

inline std::string labels_npy(const std::vector<std::int64_t>& labels) {
  return npy_bytes("<i8", "(" + std::to_string(labels.size()) + ",)", labels);
}

/// IDX of bytes, of this shape.
inline std::string idx_bytes(const std::vector<int>& shape, int largest) {
  std::string bytes{'\0', '\0', '\x08', static_cast<char>(shape.size())};
  int count = 1;
  for (const int side : shape) {
    bytes += {'\0', '\0', static_cast<char>(side / 256), static_cast<char>(side % 256)};
    count *= side;
  }
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(i * 7 % (largest + 1));
  return bytes;
}

/// A convolution and a fully connected layer, [1][1][6][6] -> [1][4].
inline GraphBuilder small_network(const Shape& input = {1, 1, kSide, kSide}) {
  GraphBuilder b(input);
  const int conv = b.node(Op::relu, {b.conv(0, 1, 3, kSide, kSide)}, {1, 3, kSide, kSide});
  const int flat = b.node(Op::reshape, {conv}, {1, 3 * kSide * kSide});
  b.gemm(flat, 3 * kSide * kSide, kClasses);
  return b;
}

inline std::map<std::string, Graph> corpus_networks() {
  std::map<std::string, Graph> networks;
  networks["fine"] = small_network().graph();
  Graph two = networks["fine"];
  two.outputs.push_back(two.nodes[1].output);
  networks["two_outputs"] = two;

  GraphBuilder batch({3, 1, kSide, kSide});
  batch.node(Op::conv, {0, batch.constant({2, 1, 3, 3}, -1, 1), batch.constant({2}, -1, 1)},
             {3, 2, kSide, kSide}, GraphBuilder::window(3, 1, 1));
  networks["batch_of_three"] = batch.graph();

  GraphBuilder vector({1, kSide * kSide});
  vector.gemm(0, kSide * kSide, kClasses);
  networks["vector"] = vector.graph();

  GraphBuilder one({1, kSide * kSide});
  one.gemm(0, kSide * kSide, 1);
  networks["one_output"] = one.graph();

  GraphBuilder map({1, 1, kSide, kSide});
  map.conv(0, 1, kClasses, kSide, kSide);
  networks["map_output"] = map.graph();

  GraphBuilder scaled({1, 1, kSide, kSide});
  const int means = scaled.node(Op::global_average_pool, {0}, {1, 1, 1, 1});
  const int ratio = scaled.node(Op::div, {0, means}, {1, 1, kSide, kSide});
  scaled.gemm(scaled.node(Op::reshape, {ratio}, {1, kSide * kSide}), kSide * kSide, kClasses);
  networks["computed_divisor"] = scaled.graph();
  GraphBuilder sorted({1, 1, kSide, kSide});
  Attributes rows;
  rows.axis = 2;
  rows.count = kSide;
  const int order = sorted.node(Op::top_k, {0}, {1, 1, kSide, kSide}, rows);
  sorted.gemm(sorted.node(Op::reshape, {order}, {1, kSide * kSide}), kSide * kSide, kClasses);
  networks["sorted_inside"] = sorted.graph();

  for (const auto& [name, bad] : {std::pair{"nan_weights", std::nanf("")},
                                  {"infinite_weights", std::numeric_limits<float>::infinity()}}) {
    GraphBuilder b({1, kSide * kSide});
    const int weights =
        b.given({kSide * kSide, kClasses}, std::vector<float>(kSide * kSide * kClasses, bad));
    b.node(Op::gemm, {0, weights, b.constant({kClasses}, -1, 1)}, {1, kClasses});
    networks[name] = b.graph();
  }

  GraphBuilder root({1, kSide * kSide});
  Attributes square_root;
  square_root.function = Function::sqrt;
  root.node(Op::function, {root.gemm(0, kSide * kSide, kClasses)}, {1, kClasses}, square_root);
  networks["root_of_negatives"] = root.graph();

  GraphBuilder plain({1, 1, kSide, kSide});
  plain.node(Op::reshape, {plain.node(Op::relu, {0}, {1, 1, kSide, kSide})}, {1, kSide * kSide});
  networks["without_weights"] = plain.graph();
  return networks;
}

/// Of one workload; `test` and `training` are written as YAML of a data set.
struct CorpusData {
  std::string test, training;
};

/// Writes all files of the corpus and says how a workload names them.
class RunCorpus {
 public:
  RunCorpus() {
    for (const auto& [name, graph] : corpus_networks())
      write_onnx(graph, folder_.file(name + ".onnx"));
    folder_.write("text.onnx", "no network");
    write_npy();
    write_idx();
  }

  /// A workload of the files of these names; data "fine" for images and labels, else the part of
  /// the test set or ("training ...") of the training set that is another.
  std::string workload(const std::string& network, const std::string& test,
                       const std::string& training) const {
    return folder_.write("w.yaml", "name: w\nnetwork: " + network + ".onnx\ntest: " + set(test) +
                                       "\ntraining: " + set(training) + "\n");
  }
  std::vector<std::string> sets() const {
    std::vector<std::string> names;
    for (const auto& [name, yaml] : sets_) names.push_back(name);
    return names;
  }

 private:
  const std::string& set(const std::string& name) const { return sets_.at(name); }

  void add_npy(const std::string& name, const std::string& images, const std::string& labels) {
    folder_.write(name + "_x.npy", images);
    folder_.write(name + "_l.npy", labels);
    sets_[name] = "{format: npy, images: " + name + "_x.npy, labels: " + name + "_l.npy, scale: 1}";
  }
  void write_npy() {
    constexpr int kAll = kCorpusImages * kSide * kSide;
    const std::string right = images_npy("(6, 1, 6, 6)", kAll);
    const std::string labels = labels_npy({0, 1, 2, 3, 3, 0});
    const float nan = std::numeric_limits<float>::quiet_NaN();
    add_npy("fine", right, labels);
    add_npy("rank_three", images_npy("(6, 6, 6)", kAll), labels);
    add_npy("rank_one", images_npy("(216,)", kAll), labels);
    add_npy("signed", images_npy("(6, 1, 6, 6)", kAll, {{0, -1.0F}, {70, -0.5F}}), labels);
    add_npy("larger", images_npy("(6, 1, 8, 8)", kCorpusImages * 64), labels);
    add_npy("narrow", images_npy("(6, 1, 4, 9)", kAll), labels);
    add_npy("zeros", npy_bytes("<f4", "(6, 1, 6, 6)", std::vector<float>(kAll, 0)), labels);
    add_npy("vast", npy_bytes("<f4", "(6, 1, 6, 6)", std::vector<float>(kAll, 3e38F)), labels);
    add_npy("nan_in_front", images_npy("(6, 1, 6, 6)", kAll, {{0, nan}}), labels);
    add_npy("label_beyond", right, labels_npy({0, 4, 2, 3, 3, 0}));
    add_npy("labels_of_another_task", right, labels_npy({5, 6, 7, 12, 13, 14}));
    add_npy("label_negative", right, labels_npy({0, -1, 2, 3, 3, 0}));
    add_npy("targets", right, npy_bytes<float>("<f4", "(6,)", {0.5F, 1, -2, 3, 0, 1.25F}));
    add_npy("label_maps", right, right);
    add_npy("labels_few", right, labels_npy({0, 1, 2}));
    add_npy("cut_short", right.substr(0, 400), labels);
    add_npy("few", images_npy("(1, 1, 6, 6)", kSide * kSide), labels_npy({0}));
    sets_["missing"] = "{format: npy, images: no_x.npy, labels: no_l.npy, scale: 1}";
    // Beyond what a run of few images reads.
    add_npy("nan_at_the_end", images_npy("(6, 1, 6, 6)", kAll, {{kAll - 1, nan}}), labels);
    add_npy("label_beyond_at_the_end", right, labels_npy({0, 1, 2, 3, 3, 4}));
  }
  void write_idx() {
    const std::string images = folder_.write("i.idx", idx_bytes({6, 6, 6}, 255));
    const std::string labels = folder_.write("l.idx", idx_bytes({6}, kClasses - 1));
    sets_["idx"] = "{format: idx, images: i.idx, labels: l.idx, scale: 0.004}";
    // Noise, which does not compress: half of the file is half of the images.
    REQUIRE(std::system(("gzip -k '" + images + "' && head -c 100 '" + images + ".gz' > '" +
                         folder_.file("cut.gz") + "'")
                            .c_str()) == 0);
    sets_["gz"] = "{format: idx, images: i.idx.gz, labels: l.idx, scale: 0.004}";
    sets_["gz_cut"] = "{format: idx, images: cut.gz, labels: l.idx, scale: 0.004}";
  }

  ScratchFolder folder_;
  std::map<std::string, std::string> sets_;
};

}  // namespace mho
