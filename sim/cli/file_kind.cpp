#include "sim/cli/file_kind.hpp"

#include "sim/base/error.hpp"
#include "sim/config/config_folder.hpp"

namespace mho {

namespace {

const char* name_of(FileKind kind) {
  switch (kind) {
    case FileKind::run:
      return "a run";
    case FileKind::chip:
      return "a chip";
    case FileKind::workload:
      return "a workload";
    case FileKind::network:
      return "a network";
    case FileKind::validation_case:
      return "a validation case";
    case FileKind::device:
      return "a published device";
    case FileKind::cell:
      return "a cell";
    case FileKind::sweep:
      return "a sweep";
    case FileKind::unknown:
      break;
  }
  throw Bug("a file of no known kind has no name");
}

/// The folder of configs that holds files of the kind.
const char* folder_of(FileKind kind) {
  switch (kind) {
    case FileKind::run:
      return "runs";
    case FileKind::chip:
      return "chips";
    case FileKind::workload:
      return "workloads";
    case FileKind::device:
      return "devices";
    case FileKind::cell:
      return "cells";
    case FileKind::sweep:
      return "sweeps";
    case FileKind::network:
    case FileKind::validation_case:
    case FileKind::unknown:
      break;
  }
  throw Bug("files of this kind have no folder in configs");
}

}  // namespace

FileKind kind_of(const Document& document) {
  const auto has = [&](const char* key) { return document.has(key); };
  if (has("vary")) return FileKind::sweep;
  if (has("chip") || has("quantization")) return FileKind::run;
  if (has("tile")) return FileKind::chip;
  if (has("network") || has("shape_network")) return FileKind::workload;
  if (has("blocks")) return FileKind::network;
  if (has("points")) return FileKind::validation_case;
  if (has("device")) return FileKind::device;
  if (has("write_energy") || has("levels")) return FileKind::cell;
  return FileKind::unknown;
}

void check_kind(const Document& document, FileKind kind, const std::string& option) {
  const FileKind found = kind_of(document);
  if (found == kind || found == FileKind::unknown) return;
  std::string message = std::string("is ") + name_of(found) + ", not " + name_of(kind);
  if (kind == FileKind::run && (found == FileKind::chip || found == FileKind::workload))
    message += "; mho run --chip CHIP --workload WORKLOAD takes one of each";
  if (kind == FileKind::sweep) message += "; a sweep says what varies, as 'vary: {KEY: [VALUES]}'";
  throw InputError({document.file(), 0}, option, message);
}

std::string file_of(FileKind kind, const std::string& word, const std::string& option) {
  std::string file = config_file(word, folder_of(kind), option);
  check_kind(Document::load(file), kind, option);
  return file;
}

}  // namespace mho
