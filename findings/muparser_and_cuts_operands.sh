#!/bin/sh
# muParser 2.3.3 (Debian 12): && and || cut their operands to whole numbers first, ?: does not.
# A good guess: any value that is not zero is true everywhere, as in C and as ?: of the same parser has it. But
# 0.9 && 1 is 0 while (0.9 ? 1 : 0) is 1, and 1.5 && 1 is 1: a condition on a supply of 0.9 V is false where that on
# 1.1 V is true. Compare explicitly (supply > 0 && ...): comparisons give whole numbers.
# Seen 2026-11-30. Needs apt-get, g++; fails when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in libmuparser-dev libmuparser2v5; do
  apt-get download -q "$package=2.3.3-0.1" >/dev/null
  dpkg -x "$package"_*.deb .
done
cat >logic.cpp <<'CPP'
#include <muParser.h>
#include <cstdio>
int main() {
  for (const char* text : {"0.9 && 1", "0.9 || 0", "0.9 ? 1 : 0", "1.5 && 1", "0.9 > 0 && 1"}) {
    mu::Parser parser;
    parser.SetExpr(text);
    std::printf("%s = %g\n", text, parser.Eval());
  }
}
CPP
libraries=$(dirname "$(find . -name libmuparser.so)")
g++ -Iusr/include logic.cpp -L"$libraries" -lmuparser -fopenmp -o logic
LD_LIBRARY_PATH=$libraries ./logic | tee seen
cat >expected <<'TEXT'
0.9 && 1 = 0
0.9 || 0 = 0
0.9 ? 1 : 0 = 1
1.5 && 1 = 1
0.9 > 0 && 1 = 1
TEXT
diff expected seen
echo "as described: && and || see whole numbers, ?: sees the value"
