// The node, supply and transistors that published constants are of: what the kinds `scaled` of
// circuits and memories share.
#pragma once

#include <string>
#include <vector>

#include "models/technology/operating_point.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class ScalingOrigin {
 public:
  /// The keys node, supply, temperature, transistors and source.
  void fields(Fields& f);

  /// Where the constants hold.
  OperatingPoint point() const;
  /// The constants' source, and the factors to `point`.
  std::string source_at(const OperatingPoint& point) const;
  /// What is wrong with trusting the factors there.
  std::vector<std::string> warnings_at(const OperatingPoint& point) const;

 private:
  Length node_;
  Voltage supply_;  ///< 0: nominal
  Temperature temperature_ = kRoomTemperature;
  Transistors transistors_ = Transistors::high_performance;
  std::string source_;
};

}  // namespace mho
