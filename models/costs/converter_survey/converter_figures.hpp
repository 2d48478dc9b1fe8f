// Figures of merit of converters: energy of a conversion by effective bits.
//   Walden (IEEE JSAC 17 (1999) 539):    E = FOM_W 2^n
//                                        each step of the transfer costs the same
//   Schreier (Schreier and Temes 2005):  E = 10^((SNDR - FOM_S) / 10) / 2
//                                        half the noise power costs twice the energy
// with SNDR = 20 log10(2) n + 10 log10(1.5) dB, that of a sine at full scale; the rate is
// Nyquist's.
#pragma once

#include <cmath>

#include "sim/base/quantity.hpp"

namespace mho {

inline double sndr_db(double enob) { return 20 * std::log10(2) * enob + 10 * std::log10(1.5); }

inline Energy walden_energy(double enob, Energy step) { return step * std::exp2(enob); }

inline Energy schreier_energy(double enob, double fom_db) {
  return from_si<Energy>(std::pow(10, (sndr_db(enob) - fom_db) / 10) / 2);
}

}  // namespace mho
