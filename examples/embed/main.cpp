// Runs a shipped machine and network inside another program, for activations of several bits, and
// prints figures by their names.
#include <cstdio>
#include <initializer_list>
#include <string>

#include "mho.hpp"

int main() {
  try {
    mho::Document run = mho::Document::load(CONFIGS "/runs/quickstart.yaml");
    run.set("accuracy.images=100");
    run.set("accuracy.trials=2");
    for (const int bits : {8, 4}) {
      run.set("quantization.activation_bits=" + std::to_string(bits));
      const mho::Results results = mho::run(run, {});
      std::printf("mho %s, activations of %d bits: %s on %s\n", results.version.c_str(), bits,
                  results.workload.c_str(), results.chip.c_str());
      for (const char* name :
           {"accuracy.analog.mean", "tops_per_joule.chip.achieved", "latency.first", "area.chip"})
        if (const mho::Metric* metric = results.find(name))
          std::printf("  %-30s %.6g %s\n", name, metric->value, metric->unit.c_str());
    }
  } catch (const mho::InputError& error) {  // names file, line and key of everything that is wrong
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
