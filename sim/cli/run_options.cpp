#include "sim/cli/run_options.hpp"

namespace mho {

namespace {

constexpr std::int64_t kMaxSeed = std::int64_t{1} << 53;
constexpr std::int64_t kMaxThreads = 4096;

}  // namespace

void apply_numbers(const Arguments& arguments, Document& document) {
  struct Number {
    const char* option;
    const char* key;
    std::int64_t min, max;
  };
  for (const Number& number :
       {Number{"seed", "seed", 0, kMaxSeed}, Number{"trials", "accuracy.trials", 1, 1'000'000},
        Number{"images", "accuracy.images", 0, 1'000'000'000},
        Number{"engine-images", "engine.images", 1, 1'000'000}})
    if (const auto value = arguments.whole(number.option, number.min, number.max))
      document.set(std::string(number.key) + "=" + std::to_string(*value));
}

int threads_of(const Arguments& arguments) {
  return static_cast<int>(arguments.whole("threads", 0, kMaxThreads).value_or(0));
}

}  // namespace mho
