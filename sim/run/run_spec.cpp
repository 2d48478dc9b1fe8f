// The field lists of a run and of a workload.
#include "sim/run/run_spec.hpp"

namespace mho {

void WorkloadSpec::fields(Fields& f) {
  f.text("name", name, "Name of the workload, as reports print it.");
  f.path("network", network, "The trained network: an ONNX file.");
  f.section("test", test,
            "Labelled images that accuracy is measured on, and that the engine runs.");
  f.section("training", training,
            "Labelled images that quantization and converter ranges are calibrated on.");
}

void AccuracySpec::fields(Fields& f) {
  f.integer("images", images, {0, 1e9},
            "Images per trial, taken from the front of the test set; 0 = all of them.",
            Presence::optional);
  f.integer("trials", trials, {1, 1e6},
            "Programmed instances of the chip: each draws every manufacturing and programming "
            "error anew.",
            Presence::optional);
}

void TimingSpec::fields(Fields& f) {
  f.integer("images", images, {1, 1e6},
            "Images that the timed engine runs in a pipeline, from the front of the test set.",
            Presence::optional);
}

void RunSpec::fields(Fields& f) {
  f.section("chip", chip, "The machine.");
  f.section("workload", workload, "The trained network and its data.");
  f.section("quantization", quantization, "How the network's numbers become integers.");
  f.section("placement", placement, "How layers are laid onto arrays; absent: one copy of each.");
  f.section("accuracy", accuracy, "How much is simulated for accuracy, without a clock.");
  f.section("engine", engine, "How much is simulated with time, for latency and energy.");
  // 2^53: every seed is exact in any reader of the JSON report.
  f.integer("seed", seed, {0, 9007199254740992.0},
            "Every random number of the run is a function of it.", Presence::optional);
}

}  // namespace mho
