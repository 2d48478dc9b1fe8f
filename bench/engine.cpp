// What the timed engine costs: whole networks with and without values, and how the cost grows with
// images and with MVMs. Wall-clock seconds of the simulation (its plan and the forked child
// included), events a second as the kernel's own measure, peak memory of the process.
#include <sys/resource.h>

#include <cstdio>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "sim/run/profile.hpp"
#include "sim/figures/run.hpp"
#include "sim/run/profile.hpp"

namespace {

using namespace mho;

struct Case {
  const char* chip;
  const char* workload;
  std::vector<std::string> settings;
};

std::string config(const std::string& folder, const std::string& name) {
  return std::string(MHO_SOURCE_DIR) + "/configs/" + folder + "/" + name + ".yaml";
}

RunSpec spec_of(const Case& each, const std::vector<std::string>& more) {
  Document document = Document::load(std::string(MHO_SOURCE_DIR) + "/configs/run_defaults.yaml");
  document.set("chip=" + config("chips", each.chip));
  document.set("workload=" + config("workloads", each.workload));
  for (const char* setting : {"accuracy.trials=1", "accuracy.images=1", "engine.images=1"})
    document.set(setting);
  for (const std::string& setting : each.settings) document.set(setting);
  for (const std::string& setting : more) document.set(setting);
  return read_spec<RunSpec>(document);
}

double peak_mib() {
  rusage own{}, children{};
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &children);
  return static_cast<double>(std::max(own.ru_maxrss, children.ru_maxrss)) / 1024;
}

void print_row(const Case& each, const char* mode, const std::vector<std::string>& more) {
  Profile taken;
  RunControl control;
  control.profile = &taken;
  try {
    const Results results = run(spec_of(each, more), {"bench", 0}, control);
    const EngineProfile& profile = taken.engine;
    const Metric* latency = results.find("latency.first");
    std::printf("%-22s %-28s %-7s %8.2f %10.2f %8.2f %8.2f %9.0f %10.3f\n", each.workload,
                each.chip, mode, profile.seconds, static_cast<double>(profile.events) / 1e6,
                static_cast<double>(profile.events) / profile.seconds / 1e6,
                profile.mvms > 0
                    ? static_cast<double>(profile.events) / static_cast<double>(profile.mvms)
                    : 0,
                peak_mib(), latency->value * 1e3);
  } catch (const InputError& error) {
    std::printf("%-22s %-28s %-7s %s\n", each.workload, each.chip, mode, error.what());
  }
  std::fflush(stdout);
}

void print_heading() {
  std::printf("%-22s %-28s %-7s %8s %10s %8s %8s %9s %10s\n", "network", "machine", "mode",
              "seconds", "M events", "M/s", "per MVM", "peak MiB", "latency ms");
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> large{"placement={balance: false}"};
  const std::vector<Case> cases{
      {"edge_rram_28nm", "lenet5_fashion_mnist", {}},
      {"edge_rram_28nm", "resnet8_fashion_mnist", {"chip.tiles=0"}},
      {"server_rram_28nm", "resnet18_imagenet", large},
      {"server_rram_28nm", "resnet50_imagenet", large},
  };
  const std::string only = argc > 1 ? argv[1] : "";
  print_heading();
  for (const Case& each : cases) {
    if (!only.empty() && only != each.workload) continue;
    print_row(each, "full", {});
    print_row(each, "counts", {"engine.values=off"});
  }
  const Case vit{"server_rram_28nm", "vit_b16_imagenet", large};
  if (only.empty() || only == vit.workload) print_row(vit, "counts", {"engine.values=off"});
  const Case vgg{"server_rram_28nm", "vgg8_cifar10", large};
  if (only.empty() || only == vgg.workload)
    print_row(vgg, "steady", {"engine.values=off", "engine.images=16", "engine.fidelity=steady"});

  if (!only.empty()) return 0;
  std::printf("\ngrowth with images (LeNet-5, with values)\n");
  print_heading();
  for (const int images : {1, 2, 4, 8, 16, 32})
    print_row(cases[0], std::to_string(images).c_str(),
              {"engine.images=" + std::to_string(images)});
  std::printf("\ngrowth with MVMs (ResNet-20 and its deeper shapes, counts only)\n");
  print_heading();
  for (const char* network :
       {"vgg8_cifar10", "resnet20_cifar10", "resnet18_imagenet", "resnet50_imagenet"})
    print_row({"server_rram_28nm", network, large}, "counts", {"engine.values=off"});
}
