// Models that import refuses, each with what is wrong and what is allowed.
#include <catch2/catch.hpp>

#include "tests/workloads/onnx/onnx_models.hpp"

using Catch::Contains;
using Catch::EndsWith;
using mho::InputError;
using mho::test::parsed;
using mho::test::refusal;
using mho::test::SavedFile;

namespace {

std::string refusal_of_file(const std::string& file) {
  try {
    mho::import_onnx(file);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("all operators that are not accepted are named at once, with file and node") {
  auto model = parsed("g (float[2] x) => (float[2] y) { a = Sinh(x) b = Relu(a) y = Cosh(b) }");
  model.mutable_graph()->mutable_node(0)->set_name("squash");
  const SavedFile file(model.SerializeAsString());
  try {
    mho::import_onnx(file.path());
    FAIL("accepted");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 2);
    CHECK_THAT(error.problems()[0].text(),
               Catch::StartsWith(file.path() +
                                 ": node 'squash': operator Sinh is not accepted, did you mean "
                                 "'Sin'? ('mho list operators' has all that are)"));
    CHECK_THAT(error.problems()[1].text(), Contains("node 'y': operator Cosh is not accepted"));
  }
}

TEST_CASE("an operator that is not accepted is told once, however many nodes have it") {
  const auto many =
      parsed("g (float[2] x) => (float[2] y) { a = Sinh(x) b = Sinh(a) y = Sinh(b) }");
  CHECK_THAT(refusal(many),
             Contains("nodes 'a', 'b', 'y': operator Sinh is not accepted") && !Contains("\n"));
  const auto quantized =
      parsed("g (float[2] x) => (float[2] y) { a = QLinearTan(x) y = QLinearTan(a) }");
  CHECK_THAT(refusal(quantized),
             Contains("operator QLinearTan is not accepted; of "
                      "quantized networks QuantizeLinear, DequantizeLinear, ") &&
                 !Contains("\n"));
}

TEST_CASE("an operator of another domain is not taken for ONNX's") {
  auto model = parsed("g (float[2] x) => (float[2] y) { y = Relu(x) }");
  model.mutable_graph()->mutable_node(0)->set_domain("com.vendor");
  CHECK_THAT(refusal(model), Contains("operator com.vendor.Relu is not accepted"));
}

TEST_CASE("files that are no model are refused as what they are") {
  CHECK_THAT(refusal_of_file("/nonexistent.onnx"), EndsWith("there is no such file"));
  CHECK_THAT(refusal_of_file("/tmp"), Contains("is not a regular file"));
  const SavedFile text("network: lenet5\nlayers: 5\n");
  CHECK_THAT(refusal_of_file(text.path()), Contains("is not an ONNX model"));
}

TEST_CASE("an empty file is refused") {
  const SavedFile empty("");
  CHECK_THAT(refusal_of_file(empty.path()), Contains("is empty"));
}

TEST_CASE("a refused operator hides no other problem of the network") {
  const std::string text = refusal(
      "g (float[2,2] x, double[2] w) => (float[2,2] y) "
      "{ a = Sinh(x) b = Relu(a) c = Softmax<axis = 2>(x) d = NonMaxSuppression(w) y = Add(b, c) "
      "}");
  CHECK_THAT(text, Contains("node 'a': operator Sinh is not accepted"));
  CHECK_THAT(text, Contains("node 'c': Softmax: axis 2 is outside -2 to 1"));
  CHECK_THAT(text, Contains("input 'w': has type double"));
  CHECK_THAT(text, Contains("node 'd': operator NonMaxSuppression is not accepted: it is work of "
                            "the host: cut the network in front of it"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 3);
}

TEST_CASE("operator sets up to 28 are accepted and later ones refused") {
  const std::string graph = "g (float[2] x) => (float[2] y) { y = Relu(x) }";
  CHECK(refusal(graph, 28).empty());
  CHECK_THAT(refusal(graph, 29), Contains("wants operator set 29; 1 to 28 are accepted"));
  CHECK(refusal(graph, 1).empty());
  CHECK(refusal("g (float[2] x) => (float[2] y) { y = Cast<to = 1>(x) }", 6).empty());
  CHECK_THAT(refusal("g (float[2] x) => (float[2] y) { y = Cast<to = 1>(x) }", 5),
             Contains("Cast of operator set 5 is not accepted"));
}

TEST_CASE("the version of the file's format does not matter") {
  auto model = parsed("g (float[2] x) => (float[2] y) { y = Relu(x) }");
  for (const int version : {3, 11, 14, 99}) {
    model.set_ir_version(version);
    CHECK(refusal(model).empty());
  }
}

TEST_CASE("a model without an operator set is refused") {
  auto model = parsed("g (float[2] x) => (float[2] y) { y = Relu(x) }");
  model.clear_opset_import();
  CHECK_THAT(refusal(model), Contains("names no operator set"));
}

TEST_CASE("an image whose sides are left open is refused, one whose batch is open is not") {
  CHECK_THAT(refusal("g (float[n,1,height,8] x) => (float[n,1,height,8] y) { y = Relu(x) }"),
             Contains("input 'x': leaves the size of axis 2 ('height') open"));
  const SavedFile file(
      parsed("g (float[n,1,8,8] x) => (float[n,1,8,8] y) { y = Relu(x) }").SerializeAsString());
  CHECK(mho::import_onnx(file.path()).values.at(0).shape == mho::Shape{1, 1, 8, 8});
}

TEST_CASE("weights that do not fill their shape are refused before anything is allocated") {
  auto model = parsed("g (float[2] x) => (float[2] y) <float[2] w = {1.0, 2.0}> { y = Add(x, w) }");
  auto& weights = *model.mutable_graph()->mutable_initializer(0);
  weights.set_dims(0, 3);
  CHECK_THAT(refusal(model), Contains("holds 2 elements, but its shape wants 3"));
  weights.set_dims(0, std::int64_t{1} << 62);
  CHECK_THAT(refusal(model), Contains("more than the 268435456 elements allowed"));
  weights.set_dims(0, -1);
  CHECK_THAT(refusal(model), Contains("dimension below 0") || Contains("dimension below 1"));
}

TEST_CASE("values that would fill the memory are refused") {
  CHECK_THAT(refusal("g (float[100000,100000] x) => (float[2] y) { y = Relu(x) }"),
             Contains("elements allowed"));
  CHECK_THAT(refusal("g (float[20000,1] x, float[1,20000] z) => (float[2] y) { y = Add(x, z) }"),
             Contains("elements allowed"));
  CHECK_THAT(
      refusal(
          "g (float[33554432] x) => (float[33554432] y) "
          "{ y = Relu(x) z = Relu(y) a = Relu(z) b = Relu(a) c = Relu(b) d = Relu(c) e = Relu(d) "
          "f = Relu(e) h = Relu(f) i = Relu(h) j = Relu(i) k = Relu(j) l = Relu(k) "
          "m = Relu(l) n = Relu(m) o = Relu(n) p = Relu(o) q = Relu(p) }"),
      Contains("the values of the graph have more than"));
}

TEST_CASE("types other than float are refused by name") {
  CHECK_THAT(refusal("g (double[2] x) => (double[2] y) { y = Relu(x) }"),
             Contains("input 'x': has type double; float, float16, int64, int32 and bool are"));
  CHECK_THAT(refusal("g (float[2] x) => (float[2] y) <int64[2] w = {1, 2}> { y = Add(x, w) }"),
             Contains("node 'y': Add: input 'w' has type int64; only float is accepted"));
}

TEST_CASE("a value that nothing makes, or that is made later, is refused") {
  CHECK_THAT(refusal("g (float[2] x) => (float[2] y) { y = Add(x, w) }"),
             Contains("input 'w' is made by no node before it"));
  CHECK_THAT(refusal("g (float[2] x) => (float[2] y) { y = Add(x, z) z = Relu(y) }"),
             Contains("input 'z' is made by no node before it"));
  CHECK_THAT(refusal("g (float[2] x) => (float[2] z) { y = Relu(x) }"),
             Contains("output 'z': is made by no node"));
  CHECK_THAT(refusal("g (float[2] x) => (float[2] x) { x = Relu(x) }"),
             Contains("value 'x' is made twice"));
}

TEST_CASE("all wrong nodes are reported, and their consumers are not") {
  const std::string text = refusal(
      "g (float[2,2] x) => (float[2,2] y) "
      "{ a = Transpose<perm = [0, 0]>(x) b = Relu(a) c = Softmax<axis = 2>(x) y = Add(b, c) }");
  CHECK_THAT(text, Contains("node 'a': Transpose: perm is no order of the 2 axes"));
  CHECK_THAT(text, Contains("node 'c': Softmax: axis 2 is outside -2 to 1"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
}

TEST_CASE("shapes and attributes that do not fit are refused with the sizes") {
  const std::string conv = "g (float[1,4,8,8] x, float[6,2,3,3] w) => (float[1,6,6,6] y) ";
  CHECK(refusal(conv + "{ y = Conv<group = 2>(x, w) }").empty());
  CHECK_THAT(refusal(conv + "{ y = Conv(x, w) }"),
             Contains("weights of shape [6, 2, 3, 3] and 1 groups do not fit the 4 channels"));
  CHECK_THAT(refusal(conv + "{ y = Conv<group = 0>(x, w) }"), Contains("and 0 groups"));
  CHECK_THAT(refusal(conv + "{ y = Conv<group = 2, kernel_shape = [5, 5]>(x, w) }"),
             Contains("kernel_shape differs from the weights' shape"));
  CHECK_THAT(refusal(conv + "{ y = Conv<group = 2, strides = [1]>(x, w) }"),
             Contains("attribute 'strides' has 1 elements; 2 are wanted"));
  CHECK_THAT(refusal(conv + "{ y = Conv<group = 2, strides = [0, 1]>(x, w) }"),
             Contains("attribute 'strides' is [0, 1]; 1 to 16777216 are allowed"));
  CHECK_THAT(refusal(conv + "{ y = Conv<group = 2, pads = [0, 0, 0, -1]>(x, w) }"),
             Contains("attribute 'pads'"));
  CHECK_THAT(refusal(conv + "{ y = Conv<group = 2, dilations = [4, 1]>(x, w) }"),
             Contains("a window of 9 does not fit into 8 padded elements"));
  CHECK_THAT(refusal(conv + "{ y = Conv<group = \"2\">(x, w) }"),
             Contains("attribute 'group' has the wrong type"));
  CHECK_THAT(refusal(conv + "{ y = Conv<groups = 2>(x, w) }"),
             Contains("attribute 'groups' is not accepted"));
  CHECK_THAT(refusal(conv + "{ y = Conv<group = 2>(x) }"),
             Contains("has 1 inputs; 2 to 3 are allowed"));
  CHECK_THAT(refusal("g (float[2,3] x, float[4,2] w) => (float[2,2] y) { y = Gemm(x, w) }"),
             Contains("matrices of shape [2, 3] and [4, 2]"));
  // What shape the file declares for an output does not matter.
  CHECK(refusal("g (float[2] x) => (float[3] y) { y = Relu(x) }").empty());
}

TEST_CASE("training is refused") {
  const std::string norm =
      "g (float[1,2,3] x, float[2] s, float[2] b, float[2] m, float[2] v) => (float[1,2,3] y) ";
  CHECK(refusal(norm + "{ y = BatchNormalization(x, s, b, m, v) }", 15).empty());
  CHECK_THAT(refusal(norm + "{ y = BatchNormalization<training_mode = 1>(x, s, b, m, v) }", 15),
             Contains("training mode"));
  CHECK_THAT(refusal(norm + "{ y, u, w = BatchNormalization(x, s, b, m, v) }", 9),
             Contains("training mode"));
  CHECK_THAT(refusal(norm + "{ y = BatchNormalization(x, s, b, m, v) }", 6),
             Contains("training mode"));
}

TEST_CASE("windows that see nothing but padding are refused") {
  const std::string pool = "g (float[1,1,4] x) => (float[1,1,?] y) { y = ";
  CHECK(refusal(pool + "MaxPool<kernel_shape = [2], pads = [1, 1]>(x) }").empty());
  CHECK_THAT(refusal(pool + "MaxPool<kernel_shape = [2], pads = [2, 0]>(x) }"),
             Contains("pads of 2 and 0 around a window of 2, which sees only padding there"));
  CHECK_THAT(refusal(pool + "AveragePool<kernel_shape = [2], pads = [0, 2]>(x) }"),
             Contains("which sees only padding there"));
}

TEST_CASE("windows far beyond their input are refused by node and sizes, at the limit not") {
  const auto pool = [](const std::string& type, int kernel, int pad) {
    return "g (float[1,1,8,8] x) => (float[1,1,?,?] y) { y = " + type + "<kernel_shape = [" +
           std::to_string(kernel) + ", 1], pads = [" + std::to_string(pad) + ", 0, " +
           std::to_string(pad) + ", 0]>(x) }";
  };
  for (const char* type : {"MaxPool", "AveragePool"}) {
    CHECK(refusal(pool(type, 8 + 4096, 4095)).empty());
    CHECK_THAT(refusal(pool(type, 8 + 4097, 4095)),
               Contains("node 'y'") && Contains("a window of [4105, 1] (dilations [1, 1], pads "
                                                "[4095, 0, 4095, 0]) on an input of shape "
                                                "[1, 1, 8, 8]; it may exceed the input by 4096"));
  }
  const std::string conv = "g (float[1,1,8] x, float[1,1,2] w) => (float[1,1,?] y) { y = Conv";
  CHECK(refusal(conv + "<dilations = [4103], pads = [4100, 0]>(x, w) }").empty());
  CHECK_THAT(refusal(conv + "<dilations = [4104], pads = [4100, 0]>(x, w) }"),
             Contains("a window of [2] (dilations [4104], pads [4100, 0])"));
  CHECK_THAT(refusal("g (float[1,1,8,8] x) => (float[1,1,?,?] y) { y = MaxPool<kernel_shape = "
                     "[16777216, 16777216], auto_pad = \"SAME_UPPER\">(x) }"),
             Contains("it may exceed the input by 4096"));
  // Each side is allowed, the product does not fit 32 bits.
  CHECK(refusal("g (float[1,1,16384,8192] x) => (float[1,1,?,?] y) { y = AveragePool"
                "<kernel_shape = [20480, 12288], auto_pad = \"SAME_UPPER\">(x) }")
            .empty());
  CHECK_THAT(refusal("g (float[1,1,16384,16000] x) => (float[1,1,?,?] y) { y = AveragePool"
                     "<kernel_shape = [20480, 20000], auto_pad = \"SAME_UPPER\">(x) }"),
             Contains("a window: shape [20480, 20000] has more than"));
}
