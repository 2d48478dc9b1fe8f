#include "sim/cli/cache_option.hpp"

namespace mho {

std::filesystem::path cache_folder_of(const Arguments& arguments) {
  const auto named = arguments.value("cache");
  return named ? std::filesystem::path(*named) : CacheFolder::usual();
}

Cache cache_of(const Arguments& arguments) {
  const std::filesystem::path folder = cache_folder_of(arguments);
  if (folder.empty() || arguments.has("no-cache")) return Cache();
  return Cache(CacheFolder(folder, CacheFolder::kUsualBytes));
}

int jobs_of(const Arguments& arguments) {
  return static_cast<int>(arguments.whole("jobs", 0, 1024).value_or(0));
}

}  // namespace mho
