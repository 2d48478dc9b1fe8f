#include "tests/models/ngspice.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace mho {

namespace {

constexpr const char* kProgram = "/usr/bin/ngspice";

/// A folder of its own, removed in the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "mho_ngspice_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string name(const char* kind, int a, int b) {
  return kind + std::to_string(a) + "_" + std::to_string(b);
}

class Netlist {
 public:
  explicit Netlist(std::ostream& out) : out_(out) { out_.precision(17); }

  void wire(const std::string& a, const std::string& b, Resistance resistance) {
    const std::string number = std::to_string(++wires_);
    if (resistance.value() > 0)
      out_ << "Rw" << number << ' ' << a << ' ' << b << ' ' << resistance.value() << '\n';
    else
      source("Vw" + number, a, b, 0);
  }
  void source(const std::string& name, const std::string& a, const std::string& b, double volt) {
    out_ << name << ' ' << a << ' ' << b << " DC " << volt << '\n';
  }
  void line(const std::string& text) { out_ << text << '\n'; }

 private:
  std::ostream& out_;
  int wires_ = 0;
};

/// One row wire, driven by `volt`; its node at column j is name("r", wire, j).
void add_row(Netlist& net, const WireCase& c, int wire, double volt) {
  const std::string source = name("s", wire, 0);
  const int last = c.column_wires() - 1;
  net.source("Vrow" + std::to_string(wire), source, "0", volt);
  net.wire(source, name("r", wire, 0), c.spec.driver);
  for (int j = 1; j <= last; ++j) net.wire(name("r", wire, j - 1), name("r", wire, j), c.spec.row);
  if (c.spec.topology == WireTopology::drive_both_ends)
    net.wire(source, name("r", wire, last), c.spec.driver);
}

/// One column wire; its node at row n is name("c", n, column). Its current is i(Vsense<column>).
void add_column(Netlist& net, const WireCase& c, int column) {
  const std::string sense = name("a", column, 0);
  for (int n = 1; n < c.rows; ++n)
    net.wire(name("c", n - 1, column), name("c", n, column), c.spec.column);
  if (c.spec.topology != WireTopology::sense_first_row)
    net.wire(name("c", c.rows - 1, column), sense, c.spec.sense);
  if (c.spec.topology == WireTopology::sense_first_row ||
      c.spec.topology == WireTopology::sense_both_ends)
    net.wire(name("c", 0, column), sense, c.spec.sense);
  net.source("Vsense" + std::to_string(column), sense, "0", 0);
}

void add_cells(Netlist& net, const WireCase& c, const NetlistCell& cell) {
  for (int n = 0; n < c.rows; ++n) {
    for (int j = 0; j < c.columns; ++j) {
      const int wire = c.interleaved() ? 2 * n + j % 2 : n;
      const int column = c.interleaved() ? j / 2 : j;
      const double g = c.conductance_s[static_cast<std::size_t>(n) * c.columns + j];
      const std::string text =
          cell(name("x", n, j), name("r", wire, column), name("c", n, column), n, g);
      if (!text.empty()) net.line(text);
    }
  }
}

void write_netlist(std::ostream& out, const WireCase& c, const NetlistCell& cell) {
  Netlist net(out);
  net.line("* crossbar");
  net.line(".options reltol=1e-9 abstol=1e-16 vntol=1e-12 gmin=1e-18");
  for (int n = 0; n < c.rows; ++n) {
    if (!c.interleaved()) {
      add_row(net, c, n, c.voltage_v[n]);
      continue;
    }
    add_row(net, c, 2 * n, c.voltage_v[n]);
    add_row(net, c, 2 * n + 1, -c.voltage_v[n]);
  }
  for (int j = 0; j < c.column_wires(); ++j) add_column(net, c, j);
  add_cells(net, c, cell);
  net.line(".control\nset numdgt=15\nop");
  for (int j = 0; j < c.column_wires(); ++j) net.line("print i(vsense" + std::to_string(j) + ")");
  net.line("quit 0\n.endc\n.end");
}

std::string run(const std::filesystem::path& netlist) {
  const std::string command = std::string(kProgram) + " -b -n '" + netlist.string() + "' 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start a child process");
  std::string output;
  char buffer[4096];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe))
    output.append(buffer, got);
  pclose(pipe);
  return output;
}

}  // namespace

NetlistCell ohmic_netlist_cell() {
  return [](const std::string& cell, const std::string& row, const std::string& column, int,
            double conductance_s) {
    std::ostringstream out;
    out.precision(17);
    out << 'R' << cell << ' ' << row << ' ' << column << ' ' << 1 / conductance_s;
    return out.str();
  };
}

std::vector<double> ngspice_currents(const WireCase& c, const NetlistCell& cell) {
  if (!std::filesystem::exists(kProgram))
    throw std::runtime_error(std::string(kProgram) +
                             " is missing: install Debian's ngspice (scripts/setup)");
  const TemporaryFolder folder;
  const std::filesystem::path netlist = folder.path() / "crossbar.cir";
  std::ofstream file(netlist);
  write_netlist(file, c, cell);
  file.close();
  if (!file) throw std::runtime_error("cannot write " + netlist.string());
  const std::string output = run(netlist);

  std::vector<double> current;
  for (int j = 0; j < c.column_wires(); ++j) {
    const std::string key = "i(vsense" + std::to_string(j) + ") = ";
    const std::size_t at = output.find(key);
    if (at == std::string::npos)
      throw std::runtime_error("ngspice printed no " + key + "but:\n" + output);
    current.push_back(std::stod(output.substr(at + key.size(), 40)));
  }
  return current;
}

}  // namespace mho
