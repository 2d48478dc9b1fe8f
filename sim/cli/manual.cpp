#include "sim/cli/manual.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

#include "sim/base/version.hpp"

namespace mho {

namespace {

constexpr std::size_t kIndent = 2;  ///< of the text below a title

std::size_t indent_of(const std::string& line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool is_title(const std::string& line) {
  return !line.empty() && std::isupper(static_cast<unsigned char>(line[0])) != 0 &&
         std::all_of(line.begin(), line.end(), [](char letter) {
           return letter == ' ' || std::isupper(static_cast<unsigned char>(letter)) != 0;
         });
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// "--iso area[=CHIP]    also at ...": the name, the value, and what two blanks part from them.
ManualOption option_of(const std::string& line) {
  const std::size_t end = std::min(line.find("  "), line.size());
  const std::string head = line.substr(0, end);
  const std::size_t name = std::min(head.find_first_of(" =["), head.size());
  ManualOption option{head.substr(0, name), trimmed(head.substr(name)), trimmed(line.substr(end))};
  if (option.value.starts_with('=')) option.value.erase(0, 1);
  // "--published NAME,... text": one blank alone where the column is full.
  const std::size_t blank = option.value.find(' ');
  if (option.text.empty() && blank != std::string::npos) {
    option.text = trimmed(option.value.substr(blank));
    option.value.resize(blank);
  }
  return option;
}

/// Options as their lines come; several may stand before what is said of all of them ("--chip,
/// --set,").
class OptionReader {
 public:
  explicit OptionReader(std::vector<ManualOption>& options) : options_(options) {}

  void add(const std::string& line) {
    if (!line.starts_with("--")) return say(trimmed(line));
    if (!goes_on_) first_ = options_.size();
    goes_on_ = line.ends_with(',');
    if (line.find(", --") == std::string::npos && !goes_on_)
      return options_.push_back(option_of(line));
    std::istringstream names(line);
    for (std::string word; names >> word;) {
      word = word.substr(0, word.find(','));
      if (word.starts_with("--"))
        options_.push_back({word, "", ""});
      else if (options_.back().value.empty())
        options_.back().value = word;
    }
  }

 private:
  void say(const std::string& text) {
    goes_on_ = false;
    for (std::size_t i = first_; i < options_.size() && !text.empty(); ++i)
      options_[i].text += (options_[i].text.empty() ? "" : " ") + text;
  }

  std::vector<ManualOption>& options_;
  std::size_t first_ = 0;  ///< of those that the next line is about
  bool goes_on_ = false;
};

// Manual pages.

std::string roff(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '\\')
      result += "\\e";
    else if (letter == '-')
      result += "\\-";
    else
      result += letter;
  }
  // A line must not begin as a request does.
  return result.starts_with('.') || result.starts_with('\'') ? "\\&" + result : result;
}

/// Paragraphs flow; lines that are indented, and those of examples, stay as they are.
void print_section(const ManualSection& section, std::ostringstream& out) {
  out << ".SH " << section.title << "\n";
  const bool is_text = section.title == "DESCRIPTION" || section.title == "EXIT STATUS";
  bool is_kept = false, is_open = false;
  for (const std::string& line : section.lines) {
    if (line.empty()) {
      is_open = false;
      continue;
    }
    const bool keep = !is_text || indent_of(line) > 0;
    if (keep != is_kept) out << (keep ? ".nf\n" : ".fi\n");
    is_kept = keep;
    if (!is_open) out << ".PP\n";
    is_open = true;
    out << roff(line) << "\n";
  }
  if (is_kept) out << ".fi\n";
}

std::string upper(std::string text) {
  for (char& letter : text)
    letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return text;
}

void print_head(const std::string& page, const std::string& sentence, std::ostringstream& out) {
  out << ".TH " << upper(roff(page)) << " 1 \"\" \"mho " << version() << "\"\n.SH NAME\n"
      << roff(page) << " \\- " << roff(sentence) << "\n";
}

// Completion.

/// What `mho list` has names of, for values that are called so; "" = a file or a word.
std::string list_of(const std::string& value) {
  if (value == "CHIP") return "chips";
  if (value == "WORKLOAD") return "workloads";
  if (value == "RUN") return "runs";
  return "";
}

bool is_folder(const std::string& value) { return value == "DIR" || value == "FOLDER"; }

std::vector<std::string> choices_of(const std::string& value) {
  std::vector<std::string> choices;
  if (value.find('|') == std::string::npos) return choices;
  std::istringstream in(value);
  for (std::string word; std::getline(in, word, '|');) choices.push_back(word);
  return choices;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// Up to the first full stop, colon or semicolon, without what shells would take for theirs.
std::string hint(const std::string& text) {
  std::string words = text.substr(0, text.find_first_of(".:;("));
  std::erase_if(words, [](char letter) {
    return std::string_view("'\"`$[]\\").find(letter) != std::string_view::npos;
  });
  return trimmed(words);
}

std::string names_of(const std::vector<const Command*>& commands) {
  std::vector<std::string> names;
  for (const Command* command : commands) names.emplace_back(command->name);
  return joined(names);
}

/// What an operand may be: words of the synopsis between '(' and ')', or with '|', or a list's.
std::vector<std::string> operands_of(const Manual& manual, std::string& list) {
  for (const ManualSection& section : manual.sections) {
    if (section.title != "SYNOPSIS") continue;
    for (const std::string& line : section.lines) {
      std::istringstream words(line);
      std::string mho, name, first;
      words >> mho >> name >> first;
      const std::size_t open = line.find('(');
      if (open != std::string::npos) {
        std::string inner = line.substr(open + 1, line.find(')') - open - 1);
        std::erase(inner, ' ');
        return choices_of(inner);
      }
      if (first.find('|') != std::string::npos) return choices_of(first);
      if (first.ends_with("...")) first.resize(first.size() - 3);
      if (list = list_of(first); !list.empty()) return {};
    }
  }
  return {};
}

}  // namespace

Manual manual_of(const Command& command) {
  Manual manual{command.name, command.sentence, {}, {}};
  OptionReader options(manual.options);
  std::istringstream in(command.help);
  std::string title;
  for (std::string line; std::getline(in, line);) {
    if (is_title(line)) {
      title = line;
      if (title != "OPTIONS") manual.sections.push_back({title, {}});
      continue;
    }
    if (title.empty()) continue;  // the first line: name and sentence
    const std::string text = line.substr(std::min(kIndent, indent_of(line)));
    if (title == "OPTIONS")
      options.add(text);
    else
      manual.sections.back().lines.push_back(text);
  }
  return manual;
}

std::string man_page(const Command& command) {
  const Manual manual = manual_of(command);
  std::ostringstream out;
  print_head("mho-" + manual.name, manual.sentence, out);
  for (const ManualSection& section : manual.sections) {
    // Options stand before examples.
    if (section.title.starts_with("EXAMPLE") || section.title == "EXIT STATUS") continue;
    print_section(section, out);
  }
  if (!manual.options.empty()) out << ".SH OPTIONS\n";
  for (const ManualOption& option : manual.options)
    out << ".TP\n\\fB" << roff(option.name) << "\\fR \\fI" << roff(option.value) << "\\fR\n"
        << roff(option.text) << "\n";
  for (const ManualSection& section : manual.sections)
    if (section.title.starts_with("EXAMPLE") || section.title == "EXIT STATUS")
      print_section(section, out);
  out << ".SH SEE ALSO\n.BR mho (1)\n";
  return out.str();
}

std::string man_page(const std::vector<const Command*>& commands) {
  std::ostringstream out;
  print_head("mho", "simulates compute-in-memory and analog accelerators", out);
  out << ".SH SYNOPSIS\n.B mho\n.I COMMAND\n[\\fIOPERAND\\fR] [\\fIOPTION\\fR]...\n"
      << ".SH DESCRIPTION\nRuns a trained network (ONNX) on a machine (YAML), and reports TOPS/J, "
         "accuracy loss and area.\n.SH COMMANDS\n";
  for (const Command* command : commands)
    out << ".TP\n.BR mho\\-" << command->name << " (1)\n" << roff(command->sentence) << "\n";
  out << ".SH ENVIRONMENT\n.TP\n.B MHO_CONFIGS\nThe folder of shipped machines, workloads and "
         "runs, in the place of the one beside or above the program.\n";
  return out.str();
}

std::string bash_completion(const std::vector<const Command*>& commands) {
  std::ostringstream out;
  out << "# bash completion of mho " << version() << "\n"
      << R"(_mho_names() { mho list "$1" 2>/dev/null | cut -d ' ' -f 1; }
_mho() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options= operands=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ")"
      << names_of(commands) << R"( help --help --version" -- "$word"))
    return
  fi
  case ${COMP_WORDS[1]} in
)";
  for (const Command* command : commands) {
    const Manual manual = manual_of(*command);
    std::vector<std::string> names;
    out << "    " << manual.name << ")\n      case $before in\n";
    for (const ManualOption& option : manual.options) {
      names.push_back(option.name);
      if (option.value.empty()) continue;
      const std::string list = list_of(option.value);
      const std::vector<std::string> choices = choices_of(option.value);
      out << "        " << option.name << ") COMPREPLY=($(compgen ";
      if (!list.empty())
        out << "-f -W \"$(_mho_names " << list << ")\"";
      else if (!choices.empty())
        out << "-W \"" << joined(choices) << "\"";
      else
        out << (is_folder(option.value) ? "-d" : "-f");
      out << " -- \"$word\")); return ;;\n";
    }
    std::string list;
    const std::vector<std::string> operands = operands_of(manual, list);
    out << "      esac\n      options=\"" << joined(names) << "\"";
    if (!list.empty()) out << " operands=\"$(_mho_names " << list << ")\"";
    if (!operands.empty()) out << " operands=\"" << joined(operands) << "\"";
    out << " ;;\n";
  }
  out << R"(  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -W "$operands" -- "$word")) ;;
  esac
}
complete -o filenames -F _mho mho
)";
  return out.str();
}

std::string zsh_completion(const std::vector<const Command*>& commands) {
  std::ostringstream out;
  out << "#compdef mho\n# zsh completion of mho " << version() << "\n"
      << "_mho_names() { compadd -- ${(f)\"$(mho list $1 2>/dev/null | cut -d ' ' -f 1)\"}; _files "
         "}\n_mho() {\n  local -a commands=(\n";
  for (const Command* command : commands)
    out << "    '" << command->name << ":" << hint(command->sentence) << "'\n";
  out << "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
         "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n";
  for (const Command* command : commands) {
    const Manual manual = manual_of(*command);
    out << "    " << manual.name << ")\n      _arguments \\\n";
    for (const ManualOption& option : manual.options) {
      out << "        '*" << option.name << "[" << hint(option.text) << "]";
      if (!option.value.empty()) {
        const std::string list = list_of(option.value);
        const std::vector<std::string> choices = choices_of(option.value);
        out << ":value:";
        if (!list.empty())
          out << "{_mho_names " << list << "}";
        else if (!choices.empty())
          out << "(" << joined(choices) << ")";
        else
          out << (is_folder(option.value) ? "_files -/" : "_files");
      }
      out << "' \\\n";
    }
    std::string list;
    const std::vector<std::string> operands = operands_of(manual, list);
    out << "        '*:operand:";
    if (!list.empty())
      out << "{_mho_names " << list << "}";
    else if (!operands.empty())
      out << "(" << joined(operands) << ")";
    else
      out << "_files";
    out << "' ;;\n";
  }
  out << "  esac\n}\n_mho \"$@\"\n";
  return out.str();
}

std::string fish_completion(const std::vector<const Command*>& commands) {
  std::ostringstream out;
  out << "# fish completion of mho " << version() << "\n"
      << "function __mho_names; mho list $argv[1] 2>/dev/null | string split -f 1 ' '; end\n";
  for (const Command* command : commands)
    out << "complete -c mho -n __fish_use_subcommand -f -a " << command->name << " -d '"
        << hint(command->sentence) << "'\n";
  for (const Command* command : commands) {
    const Manual manual = manual_of(*command);
    const std::string when = "complete -c mho -n '__fish_seen_subcommand_from " + manual.name + "'";
    for (const ManualOption& option : manual.options) {
      out << when << " -l " << option.name.substr(2);
      const std::string list = list_of(option.value);
      const std::vector<std::string> choices = choices_of(option.value);
      if (!list.empty())
        out << " -r -a '(__mho_names " << list << ")'";
      else if (!choices.empty())
        out << " -x -a '" << joined(choices) << "'";
      else if (!option.value.empty())
        out << " -r";
      out << " -d '" << hint(option.text) << "'\n";
    }
    std::string list;
    const std::vector<std::string> operands = operands_of(manual, list);
    if (!list.empty()) out << when << " -a '(__mho_names " << list << ")'\n";
    if (!operands.empty()) out << when << " -f -a '" << joined(operands) << "'\n";
  }
  return out.str();
}

}  // namespace mho
