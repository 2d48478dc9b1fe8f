// Damaged models: whatever is in the file, import answers with a graph that runs or an InputError.
// The address sanitizer's build runs these, too.
#include <catch2/catch.hpp>

#include "tests/workloads/onnx/onnx_models.hpp"

namespace {

/// A small network with every kind of operator family, as bytes.
std::string network() {
  std::mt19937 generator(1);
  auto model = mho::test::parsed(R"(g (float[N,1,12,12] x) => (float[N,10] y)
    <int64[2] flat = {0, -1}, float lo = {0.0}, float hi = {6.0}> {
    c = Conv<kernel_shape = [3, 3], pads = [1, 1, 1, 1]>(x, w, b)
    n = BatchNormalization<epsilon = 0.001>(c, s, s, s, v)
    r = Clip(n, lo, hi)
    p = MaxPool<kernel_shape = [2, 2], strides = [2, 2]>(r)
    d = Conv<group = 4, auto_pad = "SAME_UPPER">(p, u)
    a = Add(p, d)
    q = AveragePool<kernel_shape = [3, 3], strides = [2, 2], ceil_mode = 1>(a)
    f = Reshape(q, flat)
    g = Gemm<transB = 1>(f, m, k)
    o = Dropout(g)
    y = Softmax(o) })");
  const auto bind = [&](const char* name, const mho::Shape& shape) {
    mho::test::bind(model, name, mho::test::random_tensor(shape, generator));
  };
  bind("w", {4, 1, 3, 3});
  bind("b", {4});
  bind("s", {4});
  bind("u", {4, 1, 3, 3});
  bind("m", {10, 36});
  bind("k", {10});
  mho::test::bind(model, "v", {{4}, {1, 2, 3, 4}});
  return model.SerializeAsString();
}

/// A block of attention with the shape arithmetic of exporters, as bytes.
std::string attention() {
  std::mt19937 generator(3);
  auto model = mho::test::parsed(R"(g (float[N,4,6] x) => (float[N,4,6] y)
    <int64 zero = {0}, int64 one = {1}, int64 four = {4}, int64[1] two = {2}, int64[1] rest = {-1},
     int64[3] parts = {6, 6, 6}, float low = {-100.0}> {
    s = Shape(x)
    n = Gather(s, zero)
    u = Unsqueeze(n, rest0)
    t = Gather(s, one)
    tu = Unsqueeze(t, rest0)
    h = Concat<axis = 0>(u, tu, two, rest)
    w0 = MatMul(x, w)
    q, k, v = Split<axis = 2>(w0, parts)
    qh = Reshape(q, h)
    kh = Reshape(k, h)
    vh = Reshape(v, h)
    qt = Transpose<perm = [0, 2, 1, 3]>(qh)
    kt = Transpose<perm = [0, 2, 3, 1]>(kh)
    vt = Transpose<perm = [0, 2, 1, 3]>(vh)
    a = MatMul(qt, kt)
    r = Range(zero, four, one)
    c = Unsqueeze(r, one1)
    m = LessOrEqual(r, c)
    b = Where(m, a, low)
    p = Softmax(b)
    z = MatMul(p, vt)
    zt = Transpose<perm = [0, 2, 1, 3]>(z)
    o = Reshape(zt, s)
    e = ReduceMean<axes = [2]>(o)
    d = Sub(o, e)
    g = Tanh(d)
    l = LSTM<hidden_size = 6>(g, lw, lr)
    y = Squeeze(l, one1) })",
                                 13);
  mho::test::bind(model, "w", mho::test::random_tensor({6, 18}, generator));
  mho::test::bind(model, "lw", mho::test::random_tensor({1, 24, 6}, generator));
  mho::test::bind(model, "lr", mho::test::random_tensor({1, 24, 6}, generator));
  for (const auto& [name, axis] : {std::pair{"rest0", 0}, std::pair{"one1", 1}}) {
    auto& stored = *model.mutable_graph()->add_initializer();
    stored.set_name(name);
    stored.set_data_type(onnx::TensorProto::INT64);
    stored.add_dims(1);
    stored.add_int64_data(axis);
  }
  return model.SerializeAsString();
}

/// True when the bytes were accepted. Any exception but InputError fails the test.
bool survives(const std::string& bytes) {
  const mho::test::SavedFile file(bytes);
  try {
    const mho::Graph graph = mho::import_onnx(file.path());
    std::int64_t elements = 0;
    for (const auto& value : graph.values) elements += mho::element_count(value.shape);
    if (elements > 1'000'000) return true;  // Only the time to run it would be at stake.
    std::vector<mho::Tensor> inputs;
    for (const int input : graph.inputs) {
      const mho::Shape& shape = graph.values[input].shape;
      const auto size = static_cast<std::size_t>(mho::element_count(shape));
      inputs.push_back({shape, std::vector<float>(size, 0.5f)});
    }
    run_float(fold(graph), inputs);
    return true;
  } catch (const mho::InputError&) {
    return false;
  }
}

}  // namespace

TEST_CASE("an undamaged copy is accepted") {
  CHECK(survives(network()));
  CHECK(survives(attention()));
}

TEST_CASE("a model that is cut short anywhere is refused") {
  const std::string bytes = network();
  REQUIRE(bytes.size() > 2000);
  int accepted = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    accepted += survives(bytes.substr(0, size)) ? 1 : 0;
  }
  CHECK(accepted == 0);
}

TEST_CASE("a model with flipped bytes is imported or refused, and never worse") {
  const std::string networks[] = {network(), attention()};
  std::mt19937 generator(2);
  int accepted = 0, refused = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string damaged = networks[round % 2];
    for (unsigned flips = generator() % 3 + 1; flips > 0; --flips) {
      damaged[generator() % damaged.size()] = static_cast<char>(generator() % 256);
    }
    (survives(damaged) ? accepted : refused) += 1;
  }
  // Flips in weights are accepted, flips in structure are not: both must have been tried.
  CHECK(accepted > 100);
  CHECK(refused > 100);
}
