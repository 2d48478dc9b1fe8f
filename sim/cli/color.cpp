#include "sim/cli/color.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/config/allowed.hpp"
#include "sim/config/scalar.hpp"

namespace mho {

namespace {

bool colored_by_itself(int stream) {
  const char* refused = std::getenv("NO_COLOR");
  if (refused != nullptr && *refused != '\0') return false;
  const char* terminal = std::getenv("TERM");
  return isatty(stream) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

bool colored(const std::string& when, int stream) {
  return when == "always" || (when != "never" && colored_by_itself(stream));
}

}  // namespace

bool color_of(const Arguments& arguments, int stream) {
  const std::string when = arguments.value("color").value_or("auto");
  if (when != "auto" && when != "always" && when != "never")
    throw InputError({}, "--color",
                     quoted(when) + " is unknown" +
                         did_you_mean(when, {"auto", "always", "never"}) +
                         "; allowed: auto, always, never");
  return colored(when, stream);
}

bool color_of_errors(const std::vector<std::string>& words) {
  constexpr std::string_view kJoined = "--color=";
  std::string when;
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (word->starts_with(kJoined)) when = word->substr(kJoined.size());
    if (*word == "--color" && word + 1 != words.end()) when = *(word + 1);
  }
  return colored(when, STDERR_FILENO);
}

}  // namespace mho
