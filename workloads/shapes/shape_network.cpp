#include "workloads/shapes/shape_network.hpp"

#include <map>
#include <optional>

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "workloads/datasets/synthetic_inputs.hpp"
#include "workloads/datasets/synthetic_weights.hpp"
#include "workloads/graph/operators.hpp"

namespace mho {

namespace {

/// The section of one kind of block.
struct BlockSection {
  const Kind<NetworkBlock>* kind = nullptr;
  std::shared_ptr<NetworkBlock> block;

  void fields(Fields& f) {
    if (!block) block = kind->make();
    block->fields(f);
  }
};

/// The image that convolutions are normalized on; its number in the probe's own seed.
Tensor probe_of(const ShapeNetwork& network, std::uint64_t seed, Values values) {
  Tensor probe{network.input.shape(), {}};
  if (values == Values::on) {
    const SyntheticShape shape{network.input.channels, network.input.height, network.input.width};
    const SyntheticKind kind = network.input.layout == InputLayout::image && shape.channels == 3
                                   ? SyntheticKind::natural_images
                                   : SyntheticKind::tokens;
    probe.values.resize(static_cast<std::size_t>(element_count(probe.shape)));
    synthesize(kind, shape, synthetic_stream(seed, "probe"), probe.values);
  }
  return probe;
}

NetworkBuilder built(const ShapeNetwork& network, std::uint64_t seed, Values values, int threads,
                     int& output) {
  NetworkBuilder net(network.name, seed, values, probe_of(network, seed, values), threads);
  std::map<std::string, int> numbers;
  output = net.input();
  for (const BlockItem& item : network.blocks)
    for (int copy = 0; copy < item.block->repeat(); ++copy) {
      const std::string kind = item.block->kind();
      net.set_scope(kind + std::to_string(++numbers[kind]));
      output = item.block->build(net, output, copy == 0);
    }
  return net;
}

std::int64_t macs_of(const Graph& graph) {
  std::int64_t sum = 0;
  for (const Node& node : graph.nodes) sum += macs_of(graph, node);
  return sum;
}

}  // namespace

void NetworkInput::fields(Fields& f) {
  f.choice("layout", layout,
           {{"image", "[channels][height][width]."},
            {"sequence", "steps, each of `elements` numbers: embedded tokens, frames of features."},
            {"vector", "`elements` numbers."}},
           "What one input of the network is.");
  const bool all = f.documents();
  if (all || layout == InputLayout::image) {
    f.integer("channels", channels, {1, 65536}, "Of the image.");
    f.integer("height", height, {1, 65536}, "Of the image, pixels.");
    f.integer("width", width, {1, 65536}, "Of the image, pixels.");
  }
  if (all || layout != InputLayout::image)
    f.integer("elements", channels, {1, 65536}, "Numbers of the vector, or of each step.");
  if (all || layout == InputLayout::sequence)
    f.integer("steps", height, {1, 65536}, "Length of the sequence.");
}

Shape NetworkInput::shape() const {
  switch (layout) {
    case InputLayout::image:
      return {1, channels, height, width};
    case InputLayout::sequence:
      return {1, height, channels};
    case InputLayout::vector:
      return {1, channels};
  }
  throw Bug("no such layout");
}

void BlockItem::fields(Fields& f) {
  // Reading and documenting, every kind's section is open to the visitor; writing, the block's is.
  int found = 0;
  std::shared_ptr<NetworkBlock> read;
  for (const Kind<NetworkBlock>& kind : block_kinds()) {
    std::optional<BlockSection> section;
    if (!block || std::string_view(block->kind()) == kind.name)
      section = BlockSection{&kind, block};
    f.section(kind.name, section, kind.sentence);
    if (!section || !section->block) continue;
    read = section->block;
    ++found;
  }
  if (!f.documents()) block = read;
  std::string kinds;
  for (const Kind<NetworkBlock>& kind : block_kinds())
    kinds += (kinds.empty() ? "" : ", ") + std::string(kind.name);
  f.rule(found == 1, "", std::to_string(found) + " blocks in one item; one is needed: " + kinds);
}

void ShapeNetwork::fields(Fields& f) {
  f.text("name", name, "Name of the network.");
  f.text("source", source, "Where its shape is published, and what was chosen beyond that.");
  f.section("input", input, "What goes into the network.");
  f.integer(
      "lookup_parameters", lookup_parameters, {0, 1e12},
      "Parameters of tables that are looked up in front of the network (embeddings): counted, "
      "not computed with.",
      Presence::optional);
  f.sections("blocks", blocks, "The blocks, first to last; each item is one, by its kind.");
}

ShapeNetwork read_shape_network(const std::string& file) {
  return read_spec<ShapeNetwork>(Document::load(file));
}

Graph build_network(const ShapeNetwork& network, std::uint64_t seed, Values values, int threads) {
  int output = 0;
  NetworkBuilder net = built(network, seed, values, threads, output);
  return std::move(net).take(output);
}

NetworkSize size_of(const ShapeNetwork& network) {
  int output = 0;
  NetworkBuilder net = built(network, 0, Values::off, 1, output);
  const std::int64_t parameters = net.parameters() + network.lookup_parameters;
  return {parameters, macs_of(std::move(net).take(output))};
}

NetworkSize size_of(const Graph& graph) {
  NetworkSize size{0, macs_of(graph)};
  for (const Value& value : graph.values)
    if (value.constant) size.parameters += element_count(value.shape);
  return size;
}

}  // namespace mho
