#!/bin/sh
# muParser 2.3.3 (Debian 12): the built-in constant _pi is cut after twelve decimals, 3.141592653589.
# A good guess: _pi is the double nearest to pi, as _e is to e. It is off by 7.9e-13, so sin(_pi) is
# 6,500 times further from zero than that of the true double, and formulas that say _pi carry a relative error
# of 2.5e-13, far above rounding. 4 * atan(1) in the same parser is right to the last bit.
# Seen 2026-11-30. Needs apt-get, g++; fails when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in libmuparser-dev libmuparser2v5; do
  apt-get download -q "$package=2.3.3-0.1" >/dev/null
  dpkg -x "$package"_*.deb .
done
cat >pi.cpp <<'CPP'
#include <muParser.h>
#include <cstdio>
int main() {
  for (const char* text : {"_pi", "4*atan(1)", "_pi - 4*atan(1)", "_e - exp(1)"}) {
    mu::Parser parser;
    parser.SetExpr(text);
    std::printf("%s = %.13g\n", text, parser.Eval());
  }
}
CPP
libraries=$(dirname "$(find . -name libmuparser.so)")
g++ -Iusr/include pi.cpp -L"$libraries" -lmuparser -fopenmp -o pi
LD_LIBRARY_PATH=$libraries ./pi | tee seen
cat >expected <<'TEXT'
_pi = 3.141592653589
4*atan(1) = 3.14159265359
_pi - 4*atan(1) = -7.931433287922e-13
_e - exp(1) = 0
TEXT
diff expected seen
echo "as described: _pi ends after twelve decimals"
