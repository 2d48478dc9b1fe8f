// effective_conductance by nested dissection: a block of cells is known by the conductances between
// the nodes on its border; two neighboring blocks become one by eliminating the nodes that they
// share (A. George, SIAM J. Numer. Anal. 10, 345, 1973). When only sources and sense inputs are
// left, the conductance between source n and sense input j is the current that 1 V at n sends into
// j.
//
// Eliminating a node is the star-mesh transform: with s = sum_j c_kj over all neighbors j of k,
// each c_ij grows by c_ik c_kj / s. No number is ever subtracted, so each result has a small
// relative error however far resistances lie apart (Grassmann, Taksar and Heyman, Oper. Res. 33,
// 1107, 1985; C. O'Cinneide, Numer. Math. 65, 109, 1993).
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "models/wires/circuit.hpp"
#include "models/wires/wires.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Cells of a block that is not divided further (found by trying).
constexpr int kLeafCells = 16;

/// Nodes eliminated between two updates of the rest. Shorter than any depth at which Eigen's
/// product splits its sums by the size of the caches, so the bits do not depend on the machine.
constexpr Eigen::Index kPanel = 32;

/// The network of a block: conductances between its nodes, below the diagonal (the rest is unused).
struct Network {
  std::vector<int> nodes;
  Eigen::MatrixXd conductance_s;
};

class Dissection {
 public:
  explicit Dissection(const WireCircuit& circuit)
      : circuit_(circuit), place_(circuit.node_count(), -1) {}

  /// The network of a block with all inner nodes eliminated.
  Network reduce(const CellBlock& block);

 private:
  /// Places the nodes of the resistors or parts that make up a block: inner ones first. Returns the
  /// number of inner nodes.
  Eigen::Index place(std::vector<int> nodes, const CellBlock& block, Network& network);
  void add(Network& network, int a, int b, double conductance_s) const;
  void add(Network& network, const Network& part) const;
  static void eliminate(Network& network, Eigen::Index count);

  const WireCircuit& circuit_;
  std::vector<int> place_;  ///< of a node in the network under construction
};

Eigen::Index Dissection::place(std::vector<int> nodes, const CellBlock& block, Network& network) {
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  const auto border = std::stable_partition(
      nodes.begin(), nodes.end(), [&](int node) { return circuit_.is_inside(node, block); });
  const Eigen::Index inner = border - nodes.begin();
  for (std::size_t i = 0; i < nodes.size(); ++i) place_[nodes[i]] = static_cast<int>(i);
  const auto size = static_cast<Eigen::Index>(nodes.size());
  network.conductance_s = Eigen::MatrixXd::Zero(size, size);
  network.nodes = std::move(nodes);
  return inner;
}

void Dissection::add(Network& network, int a, int b, double conductance_s) const {
  const auto [low, high] = std::minmax(place_[a], place_[b]);
  network.conductance_s(high, low) += conductance_s;
}

void Dissection::add(Network& network, const Network& part) const {
  const auto size = static_cast<Eigen::Index>(part.nodes.size());
  for (Eigen::Index j = 0; j < size; ++j)
    for (Eigen::Index i = j + 1; i < size; ++i)
      add(network, part.nodes[i], part.nodes[j], part.conductance_s(i, j));
}

/// Eliminates the first `count` nodes.
void Dissection::eliminate(Network& network, Eigen::Index count) {
  Eigen::MatrixXd& c = network.conductance_s;
  const Eigen::Index size = c.rows();
  for (Eigen::Index begin = 0; begin < count; begin += kPanel) {
    const Eigen::Index end = std::min(begin + kPanel, count);
    for (Eigen::Index k = begin; k < end; ++k) {
      auto star = c.col(k).tail(size - k - 1);
      const double sum = star.sum();
      require(sum > 0, "wires: a node hangs on nothing");
      star /= std::sqrt(sum);
      for (Eigen::Index i = k + 1; i < end; ++i)
        c.col(i).tail(size - i - 1) += c(i, k) * c.col(k).tail(size - i - 1);
    }
    const Eigen::Index rest = size - end;
    c.bottomRightCorner(rest, rest)
        .selfadjointView<Eigen::Lower>()
        .rankUpdate(c.block(end, begin, rest, end - begin));
  }
  const Eigen::Index rest = size - count;
  c = c.bottomRightCorner(rest, rest).eval();
  network.nodes.erase(network.nodes.begin(), network.nodes.begin() + count);
}

Network Dissection::reduce(const CellBlock& block) {
  Network network;
  Eigen::Index inner = 0;
  if (block.rows() * block.columns() <= kLeafCells) {
    std::vector<int> nodes;
    circuit_.each_resistor(block, [&](int a, int b, double) { nodes.insert(nodes.end(), {a, b}); });
    inner = place(std::move(nodes), block, network);
    circuit_.each_resistor(block, [&](int a, int b, double g) { add(network, a, b, g); });
  } else {
    CellBlock first = block;
    CellBlock second = block;
    if (block.rows() > block.columns())
      first.row_end = second.row_begin = block.row_begin + block.rows() / 2;
    else
      first.column_end = second.column_begin = block.column_begin + block.columns() / 2;
    const Network a = reduce(first);
    const Network b = reduce(second);
    std::vector<int> nodes = a.nodes;
    nodes.insert(nodes.end(), b.nodes.begin(), b.nodes.end());
    inner = place(std::move(nodes), block, network);
    add(network, a);
    add(network, b);
  }
  eliminate(network, inner);
  return network;
}

}  // namespace

void effective_conductance(const WireSpec& spec, int rows, int columns,
                           std::span<const double> conductance_s, std::span<double> effective_s) {
  const WireCircuit circuit(spec, rows, columns, conductance_s);
  require(effective_s.size() == conductance_s.size(),
          "effective_conductance: the result is not [rows][columns]");
  const Network terminals = Dissection(circuit).reduce(circuit.all());
  require(terminals.nodes.size() ==
              static_cast<std::size_t>(circuit.row_wires() + circuit.column_wires()),
          "effective_conductance: nodes other than the terminals are left");
  // Terminals are sorted: sources, then sense inputs.
  for (int n = 0; n < circuit.row_wires(); ++n)
    for (int j = 0; j < circuit.column_wires(); ++j)
      effective_s[circuit.cell(n, j)] = terminals.conductance_s(circuit.sense_input(j), n);
}

void effective_conductance(const WireSpec& spec, int rows, int columns,
                           std::span<const float> conductance_s, std::span<float> effective_s) {
  require(effective_s.size() == conductance_s.size(),
          "effective_conductance: the result is not [rows][columns]");
  const std::vector<double> input(conductance_s.begin(), conductance_s.end());
  std::vector<double> output(input.size());
  effective_conductance(spec, rows, columns, input, output);
  std::transform(output.begin(), output.end(), effective_s.begin(),
                 [](double g) { return static_cast<float>(g); });
}

}  // namespace mho
