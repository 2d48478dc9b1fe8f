#include "sim/cli/arguments.hpp"

#include <algorithm>
#include <boost/program_options.hpp>

#include "sim/base/error.hpp"
#include "sim/config/allowed.hpp"
#include "sim/config/scalar.hpp"

namespace mho {

namespace {

namespace po = boost::program_options;

po::options_description description(const OptionList& options) {
  po::options_description all;
  for (const std::string& name : options.flags) all.add_options()(name.c_str(), "");
  for (const auto* list : {&options.values, &options.repeatable})
    for (const std::string& name : *list)
      all.add_options()(name.c_str(), po::value<std::vector<std::string>>(), "");
  return all;
}

std::vector<std::string> dashed(const OptionList& options) {
  std::vector<std::string> names;
  for (const auto* list : {&options.flags, &options.values, &options.repeatable})
    for (const std::string& name : *list) names.push_back("--" + name);
  return names;
}

}  // namespace

Arguments::Arguments(const std::string& command, const std::vector<std::string>& words,
                     const OptionList& options, std::size_t operands)
    : command_(command) {
  const Place place{"mho " + command, 0};
  const po::options_description known = description(options);
  const auto end = std::find(words.begin(), words.end(), "--");
  po::parsed_options parsed(&known);
  try {
    using namespace po::command_line_style;
    // Long options only: "-1" after an option is its value, not an option.
    parsed = po::command_line_parser(std::vector<std::string>(words.begin(), end))
                 .options(known)
                 .style(allow_long | long_allow_adjacent | long_allow_next)
                 .allow_unregistered()
                 .run();
  } catch (const po::error& error) {
    throw InputError(place, "", error.what());
  }
  std::vector<Problem> problems;
  for (const po::option& option : parsed.options) {
    if (option.unregistered) {
      const std::string& word = option.original_tokens.at(0);
      const std::string name = word.substr(0, word.find('='));
      problems.push_back({place, name,
                          "unknown option" + did_you_mean(name, dashed(options)) + " (mho " +
                              command + " --help lists them)"});
    } else if (option.string_key.empty()) {
      operands_.push_back(option.value.at(0));
    } else {
      if (!option.value.empty() && option.value.at(0).starts_with("--"))
        problems.push_back({place, "--" + option.string_key,
                            "needs a value, not the option '" + option.value.at(0) + "'"});
      given_.push_back({option.string_key, option.value.empty() ? "" : option.value.at(0)});
    }
  }
  for (const std::string& name : options.values)
    if (all(name).size() > 1)
      problems.push_back(
          {place, "--" + name,
           "is given " + std::to_string(all(name).size()) + " times, may be given once"});
  for (const std::string& operand : operands_)
    if (operand.size() > 1 && operand[0] == '-')
      problems.push_back({place, operand,
                          "unknown option" + did_you_mean(operand, dashed(options)) + " (mho " +
                              command + " --help lists them)"});
  if (end != words.end()) {
    const std::vector<std::string> names = dashed(options);
    for (auto word = end + 1; word != words.end(); ++word) {
      operands_.push_back(*word);
      if (std::find(names.begin(), names.end(), word->substr(0, word->find('='))) != names.end())
        problems.push_back({place, *word,
                            "stands behind '--', which ends the options: put it before, or name a "
                            "file of that name './" +
                                *word + "'"});
    }
  }
  if (problems.empty() && operands_.size() > operands)
    problems.push_back({place, operands_[operands],
                        operands == 0 ? "takes no operand"
                                      : "one operand too many, at most " +
                                            std::to_string(operands) + " may be given"});
  if (!problems.empty()) throw InputError(std::move(problems));
}

bool Arguments::has(const std::string& flag) const {
  return std::any_of(given_.begin(), given_.end(),
                     [&](const Given& given) { return given.option == flag; });
}

std::vector<std::string> Arguments::all(const std::string& option) const {
  std::vector<std::string> values;
  for (const Given& given : given_)
    if (given.option == option) values.push_back(given.value);
  return values;
}

std::optional<std::string> Arguments::value(const std::string& option) const {
  const std::vector<std::string> values = all(option);
  return values.empty() ? std::nullopt : std::optional(values.front());
}

std::optional<std::int64_t> Arguments::whole(const std::string& option, std::int64_t min,
                                             std::int64_t max) const {
  const std::optional<std::string> text = value(option);
  if (!text) return std::nullopt;
  const auto parsed = parse_integer(*text);
  const auto* number = std::get_if<std::int64_t>(&parsed);
  if (number && *number >= min && *number <= max) return *number;
  const std::string why = number ? "" : std::get<std::string>(parsed);
  throw InputError({"mho " + command_, 0}, "--" + option,
                   quoted(*text) + " is not a whole number from " + std::to_string(min) + " to " +
                       std::to_string(max) + (why.empty() ? "" : ", written " + why));
}

std::optional<std::vector<std::string>> Arguments::list(const std::string& option) const {
  const std::optional<std::string> text = value(option);
  if (!text) return std::nullopt;
  return words_in(*text, {"mho " + command_, 0}, "--" + option);
}

std::vector<std::string> words_in(const std::string& list, const Place& command,
                                  const std::string& option) {
  std::vector<std::string> words{""};
  for (const char letter : list) {
    if (letter == ',')
      words.emplace_back();
    else if (letter != ' ' || !words.back().empty())
      words.back() += letter;
  }
  for (const std::string& word : words)
    if (word.empty())
      throw InputError(command, option,
                       quoted(list) + " has an empty word; allowed: words with ',' between them");
  return words;
}

double number_in(const std::string& text, Range range, const std::string& what,
                 const Place& command, const std::string& option) {
  const auto parsed = parse_number(text);
  const auto* number = std::get_if<double>(&parsed);
  if (number && *number >= range.min && *number <= range.max) return *number;
  const std::string why = number ? "" : std::get<std::string>(parsed);
  throw InputError(command, option,
                   quoted(text) + " is not " + what + " from " + range_text(range, "") +
                       (why.empty() ? "" : ", written " + why));
}

}  // namespace mho
