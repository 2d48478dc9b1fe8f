// Classes A to E of a machine learning system, by indices against a reference, after Fischer,
// Jakobs, Mücke and Morik (ECML PKDD workshops 2022): reference / measured where less is better
// (energy, time), measured / reference where more is (accuracy); an index of 1 is the reference.
#pragma once

#include <string>
#include <vector>

#include "sim/config/fields.hpp"

namespace mho {

struct LabelScale {
  std::string name;
  std::vector<double> energy, latency, accuracy;  ///< the least index of A, B, C and D
  double energy_weight = 0, latency_weight = 0, accuracy_weight = 0;
  std::string source;

  void fields(Fields& f);
};

/// 'A' above the first limit, ... 'E' at or below the last one, as the authors' program draws them.
char label_class(double index, const std::vector<double>& limits);

struct WeightedClass {
  char grade;
  double weight;
};

/// The weighted median; the better of two classes where it lies between them. At least one class of
/// positive weight.
char compound_class(std::vector<WeightedClass> classes);

}  // namespace mho
