// mho cache: what runs and sweeps have kept, and room for more.
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/cache_option.hpp"
#include "sim/cli/command.hpp"

namespace mho {

namespace {

constexpr const char* kCacheHelp =
    R"(mho cache - what runs and sweeps have kept for later ones

SYNOPSIS
  mho cache [--cache DIR] [--clear | --shrink SIZE]

DESCRIPTION
  Prints where the cache is and what it holds. It may be removed at any time, also while runs use
  it: what is not there is computed again. Beyond 2 GiB, what was not read for the longest time
  goes by itself.

OPTIONS
  --cache DIR    the folder; the default is XDG_CACHE_HOME/mho or ~/.cache/mho
  --clear        remove all of it
  --shrink SIZE  remove what was not read for the longest time, until SIZE ("500 MiB") is left
  --help         print this text

EXIT STATUS
  0  done    1  the input is wrong    2  an error in mho
)";

std::string in_words(const FolderUse& use) {
  return std::to_string(use.files) + " results, " +
         format_si_rounded(static_cast<double>(use.bytes), "B", 3);
}

int cache_words(const std::vector<std::string>& words) {
  const Arguments arguments("cache", words, {{"clear"}, {"cache", "shrink"}, {}}, 0);
  const Place place{"mho cache", 0};
  const auto shrink = arguments.value("shrink");
  const double size = shrink ? parse_si(*shrink, "B").value_or(-1) : 0;
  if (size < 0)
    throw InputError(place, "--shrink", "is '" + *shrink + "', must be a size, as '500 MiB'");
  if (shrink && arguments.has("clear"))
    throw InputError(place, "--shrink", "must not stand beside --clear");
  const std::filesystem::path path = cache_folder_of(arguments);
  if (path.empty())
    throw InputError(place, "--cache", "must be given where there is no home folder");
  if (!std::filesystem::exists(path)) {
    std::cout << path.string() << ": nothing yet\n";
    return 0;
  }
  CacheFolder folder(path, CacheFolder::kUsualBytes);
  if (arguments.has("clear")) {
    std::cout << path.string() << ": " << in_words(folder.clear()) << " removed\n";
    return 0;
  }
  if (shrink) folder.shrink_to(static_cast<std::int64_t>(size));
  std::cout << path.string() << ": " << in_words(folder.use()) << '\n';
  return 0;
}

}  // namespace

const Command cache_command{"cache", "what runs and sweeps have kept, and room for more",
                            kCacheHelp, cache_words};

}  // namespace mho
