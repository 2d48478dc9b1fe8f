// yosys agrees on the gates: circuits in Verilog, mapped by ABC to generic gates, whose sizes are
// those of Nangate's cells. No open library of cells is in Debian, so that gates alone are
// compared, and without full-adder cells, which save up to 29 % of an adder: the laws, which are of
// such cells, have to lie that much below.
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>

#include "models/costs/float_logic.hpp"
#include "models/costs/gates.hpp"

namespace mho {
namespace {

constexpr const char* kProgram = "/usr/bin/yosys";

/// Gate equivalents of ABC's generic gates (areas of Nangate's cells, X1, over that of NAND2).
const std::map<std::string, double> kSizes{{"NOT", 0.532 / 0.798},
                                           {"NAND", 1},
                                           {"NOR", 1},
                                           {"AND", 1.064 / 0.798},
                                           {"OR", 1.064 / 0.798},
                                           {"XOR", 1.596 / 0.798},
                                           {"XNOR", 1.596 / 0.798},
                                           {"MUX", 1.862 / 0.798},
                                           {"AOI3", 1.064 / 0.798},
                                           {"OAI3", 1.064 / 0.798},
                                           {"DFFE_PP", (4.522 + 1.862) / 0.798}};

std::string output_of(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string text;
  char part[4096];
  while (const std::size_t read = std::fread(part, 1, sizeof part, pipe)) text.append(part, read);
  if (pclose(pipe) != 0) throw std::runtime_error(command + " failed:\n" + text);
  return text;
}

/// Of module `top`.
double synthesized_gates(const std::string& verilog) {
  if (!std::filesystem::exists(kProgram))
    throw std::runtime_error(std::string(kProgram) +
                             " is missing: install Debian's yosys (scripts/setup test)");
  std::string file = (std::filesystem::temp_directory_path() / "mho_yosys_XXXXXX").string();
  const int handle = mkstemp(file.data());
  if (handle < 0) throw std::runtime_error("no temporary file");
  std::ofstream(file) << verilog;
  std::istringstream lines(output_of(
      std::string(kProgram) + " -p 'read_verilog " + file +
      "; synth -flatten -top top; abc -g NAND,NOR,AND,OR,XOR,XNOR,MUX,AOI3,OAI3; stat' 2>&1"));
  std::filesystem::remove(file);
  // The last table counts: "$_NAND_ 12".
  std::map<std::string, int> counts;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string cell;
    int count = 0;
    if (line.find("Printing statistics") != std::string::npos) counts.clear();
    if (words >> cell >> count && cell.starts_with("$_")) counts[cell] = count;
  }
  double gates = 0;
  for (const auto& [cell, count] : counts)
    gates += kSizes.at(cell.substr(2, cell.size() - 3)) * count;
  return gates;
}

std::string range(int bits) { return "[" + std::to_string(bits - 1) + ":0]"; }

std::string operation(int bits, int other_bits, int result_bits, const std::string& expression) {
  return "module top(input " + range(bits) + " a, input " + range(other_bits) + " b, output " +
         range(result_bits) + " y); assign y = " + expression + "; endmodule\n";
}

/// Two by two.
std::string tree(int inputs, int bits) {
  std::ostringstream body;
  for (int i = 0; i < inputs; ++i)
    body << "wire " << range(bits) << " s0_" << i << " = x[" << (i + 1) * bits - 1 << ':'
         << i * bits << "];\n";
  int level = 0, width = bits;
  for (int left = inputs; left > 1; left /= 2) {
    ++level;
    ++width;
    for (int i = 0; i < left / 2; ++i)
      body << "wire " << range(width) << " s" << level << '_' << i << " = s" << level - 1 << '_'
           << 2 * i << " + s" << level - 1 << '_' << 2 * i + 1 << ";\n";
  }
  std::ostringstream module;
  module << "module top(input " << range(inputs * bits) << " x, output " << range(width) << " y);\n"
         << body.str() << "assign y = s" << level << "_0;\nendmodule\n";
  return module.str();
}

/// Without full-adder cells, and without regard to the gates' sizes, up to so much more (41 %
/// found).
constexpr double kWithoutCells = 1.45;

void check_gates(const std::string& what, const Logic& law, const std::string& verilog) {
  const double gates = synthesized_gates(verilog);
  INFO(what << ": " << gates << " gate equivalents by yosys, " << law.gates << " by the law");
  CHECK(gates / law.gates > 0.97);
  CHECK(gates / law.gates < kWithoutCells);
}

}  // namespace

TEST_CASE("yosys agrees on the gates of adders, multipliers and trees") {
  check_gates("adder of 8", adder_logic(8), operation(8, 8, 9, "a + b"));
  check_gates("adder of 32", adder_logic(32), operation(32, 32, 33, "a + b"));
  check_gates("1 x 8", multiplier_logic(1, 8), operation(1, 8, 8, "{8{a}} & b"));
  check_gates("4 x 4", multiplier_logic(4, 4), operation(4, 4, 8, "a * b"));
  check_gates("8 x 8", multiplier_logic(8, 8), operation(8, 8, 16, "a * b"));
  check_gates("tree of 16 x 4 bits", adder_tree_logic(16, 4), tree(16, 4));
  check_gates("tree of 32 x 10 bits", adder_tree_logic(32, 10), tree(32, 10));
}

TEST_CASE("yosys agrees on the gates of register files") {
  // A write and a read port: the bits, a tree of multiplexers and a gate a word of the decoder.
  for (const auto& [words, address, bits] :
       {std::tuple{16, 4, 16}, std::tuple{32, 5, 32}, std::tuple{128, 7, 32}}) {
    const Logic law =
        logic(words * (bits * kRegisterBitGates + 1), 0, 0).then(multiplexer_logic(words, bits));
    const double gates = synthesized_gates(
        "module top(input clk, input we, input " + range(address) + " wa, input " + range(address) +
        " ra, input " + range(bits) + " d, output " + range(bits) + " q); reg " + range(bits) +
        " m [0:" + std::to_string(words - 1) +
        "]; always @(posedge clk) if (we) m[wa] <= d; assign q = m[ra]; endmodule\n");
    INFO(words << " x " << bits << ": " << gates << " by yosys, " << law.gates << " by the law");
    CHECK(gates / law.gates == Approx(1).epsilon(0.03));
  }
}

TEST_CASE("yosys agrees on the gates that align and normalize floats") {
  for (const auto& [exponent, mantissa] :
       {std::pair{8, 8}, std::pair{5, 11}, std::pair{4, 4}, std::pair{8, 12}}) {
    const double gates = synthesized_gates(
        "module top(input " + range(exponent) + " x, input " + range(exponent) + " other, input " +
        range(exponent) + " best, input " + range(mantissa) + " a, output " + range(exponent) +
        " larger, output " + range(mantissa) + " y); assign larger = x > other ? x : other; wire " +
        range(exponent) + " d = best - x; assign y = a >> d; endmodule\n");
    const Logic law = aligner_logic(mantissa, exponent, 2);
    INFO("aligner of " << exponent << " + " << mantissa << ": " << gates << ", " << law.gates);
    CHECK(law.gates / gates == Approx(1).epsilon(0.17));
  }
  for (const int bits : {16, 24, 32}) {
    const double gates = synthesized_gates(
        "module top(input " + range(bits) + " a, input [7:0] e1, input [7:0] e2, output reg " +
        range(bits) + " y, output [7:0] e); reg [5:0] n; integer i; always @* begin n = " +
        std::to_string(bits) + "; for (i = 0; i < " + std::to_string(bits) +
        "; i = i + 1) if (a[i]) n = " + std::to_string(bits - 1) +
        " - i; y = a << n; end assign e = e1 + e2 - n; endmodule\n");
    const Logic law = normalizer_logic(bits, 8);
    INFO("normalizer of " << bits << ": " << gates << ", " << law.gates);
    CHECK(law.gates / gates == Approx(1).epsilon(0.15));
  }
}

TEST_CASE("yosys agrees on the gates of a Booth row") {
  // A selector of nine bits behind the encoder of three bits of the input.
  const std::string row =
      "module top(input [2:0] d, input signed [7:0] w, output [8:0] p);\n"
      "wire one = d[0] ^ d[1];\n"
      "wire two = (d[2] & ~d[1] & ~d[0]) | (~d[2] & d[1] & d[0]);\n"
      "wire neg = d[2] & ~(d[1] & d[0]);\n"
      "assign p = (({9{one}} & {w[7], w}) | ({9{two}} & {w, 1'b0})) ^ {9{neg}};\nendmodule\n";
  const double gates = synthesized_gates(row);
  INFO(gates << " gate equivalents");
  CHECK(gates / multiplier_logic(2, 8, Multiplying::booth).gates == Approx(1).epsilon(0.35));
}

}  // namespace mho
