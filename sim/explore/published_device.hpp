// A published device: figures of a GPU, CPU or accelerator as its vendor or a paper states them,
// each with what it measures and where it was read. Nothing is simulated, scaled or corrected; what
// was not published is absent. One YAML file a device, in configs/devices.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"
#include "sim/results/comparison.hpp"

namespace mho {

/// How sure a figure is. Figures known from memory alone have no place here.
enum class FigureStatus {
  seen,              ///< read in the paper or the vendor's own text
  seen_second_hand,  ///< read in another's table or text
  derived            ///< arithmetic on figures that were read
};

struct PublishedDie {
  Length technology;  ///< 0: not published
  Area area;          ///< 0: not published
  FigureStatus status = FigureStatus::seen;
  std::string source;

  void fields(Fields& f);
};

/// The peak of the whole device.
struct PublishedPeak {
  double tops = 0;  ///< 2 operations per multiply-accumulate; counted for dense operands
  Power power;      ///< that `measures` names; 0: not published
  int weight_bits = 0;
  int activation_bits = 0;
  std::string measures;
  FigureStatus status = FigureStatus::seen;
  std::string source;

  void fields(Fields& f);
};

/// A network that was measured on it.
struct PublishedRun {
  std::string network;                 ///< as published
  std::vector<std::string> workloads;  ///< names of workloads that are this network
  int weight_bits = 0;
  int activation_bits = 0;
  int batch = 1;
  Time latency;           ///< of one batch; 0: not published
  double throughput = 0;  ///< inputs per second; 0: not published
  double tops = 0;        ///< achieved, 2 operations per multiply-accumulate; 0: not published
  Power power;            ///< while it runs; 0: not published
  std::string measures;
  FigureStatus status = FigureStatus::seen;
  std::string source;

  void fields(Fields& f);
};

struct PublishedDevice {
  std::string name;
  std::string device;  ///< what it is, in a phrase
  std::string remark;  ///< published figures that fit no key; may be empty
  std::optional<PublishedDie> die;
  std::optional<PublishedPeak> peak;
  std::vector<PublishedRun> runs;

  void fields(Fields& f);
};

/// The device beside the simulated `rows` of a workload. Its peaks are given where one of the rows
/// has a peak at its bits; figures of a run where the run is of that workload, and one of the rows
/// is at its bits; latency only of a batch of one. `change` says what each figure measures.
ComparedRow published_row(const PublishedDevice& device, const std::string& workload,
                          const std::vector<ComparedRow>& rows);

}  // namespace mho
