#include "sim/cli/operator_list.hpp"

#include "workloads/onnx/operator_notes.hpp"

namespace mho {

std::string operators_markdown() {
  std::string text = "| operator | operator sets | runs on | restrictions |\n";
  text += "| --- | --- | --- | --- |\n";
  for (const OperatorNote& note : operator_notes())
    text += "| " + note.type + " | " + operator_sets_of(note.type) + " | " + note.runs_on + " | " +
            note.restrictions + " |\n";
  return text;
}

}  // namespace mho
