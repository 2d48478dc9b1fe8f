#!/bin/sh
# SystemC 2.3.4 (Debian 12): at a resolution of 1 fs, times are wrong from 9,223 s on and nothing is reported.
# A good guess: sc_time counts in 64 unsigned bits, so times hold to 18,446 s and beyond that an SC_REPORT_ERROR
# comes. Seen: whatever is made from 2^63 fs on becomes exactly 2^63 fs (9,223.372 s), so 12,000 s and 20,000 s are
# equal and their sum is zero; a wait that ends past 2^64 fs returns at once, the clock standing still,
# after three waits that were right. Check times before they become an sc_time.
# Seen 2026-11-30 on x86-64. Needs apt-get, g++; fails when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in libsystemc-dev=2.3.4-2 libsystemc=2.3.4-2; do
  apt-get download -q "$package" >/dev/null
done
for file in *.deb; do dpkg -x "$file" .; done
cat >time.cpp <<'CPP'
#include <systemc>
#include <iostream>
using namespace sc_core;
struct Waits : sc_module {
  SC_CTOR(Waits) { SC_THREAD(run); }
  void run() {
    for (int i = 0; i < 4; ++i) {
      wait(sc_time(5000, SC_SEC));
      std::cout << "after wait " << i + 1 << ": " << sc_time_stamp() << "\n";
    }
  }
};
int sc_main(int, char**) {
  sc_set_time_resolution(1, SC_FS);
  const sc_time a(12000, SC_SEC), b(20000, SC_SEC);
  std::cout << "12000 s is " << a << ", equal to 20000 s: " << (a == b) << ", their sum: " << a + b << "\n";
  Waits waits("waits");
  sc_start();
  return 0;
}
CPP
libraries=$(dirname "$(find . -name libsystemc.so)")
g++ -std=c++17 -DSC_CPLUSPLUS=201703L -Iusr/include time.cpp -L"$libraries" -lsystemc -o times
LD_LIBRARY_PATH=$libraries SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 ./times | tee seen
cat >expected <<'TEXT'
12000 s is 9223372036854775808 fs, equal to 20000 s: 1, their sum: 0 s
after wait 1: 5000 s
after wait 2: 10000 s
after wait 3: 15000 s
after wait 4: 15000 s
TEXT
diff expected seen
echo "as described: no error, wrong times"
