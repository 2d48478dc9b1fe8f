// A section that states its kind leaves nothing of the one that it is stated over, for every kind
// in every catalogue: what is read is what stands in the section alone.
#include <catch2/catch.hpp>

#include "models/adcs/adc.hpp"
#include "models/costs/cost_model.hpp"
#include "models/costs/memory_model.hpp"
#include "tests/config/folder.hpp"
#include "tests/devices/cells.hpp"

namespace mho {

namespace {

template <class Base>
struct PartSpec {
  const std::vector<Kind<Base>>* kinds = nullptr;
  std::shared_ptr<Base> part;
  void fields(Fields& f) { f.kind("part", part, *kinds, "The part."); }
};

/// What the file holds, or what is wrong with it.
template <class Base>
std::string outcome(const std::vector<Kind<Base>>& kinds, const Document& document) {
  PartSpec<Base> read{&kinds, nullptr};
  try {
    detail::read(document, [&](Fields& fields) { read.fields(fields); });
  } catch (const InputError& error) {
    return error.what();
  }
  return write_spec(read);
}

/// A part of the kind with every key that it can have, whether its value is allowed or not.
template <class Base>
std::string every_key(const std::vector<Kind<Base>>& kinds, const Kind<Base>& kind) {
  try {
    return write_spec(PartSpec<Base>{&kinds, kind.make()});
  } catch (const Bug&) {  // the kind has a section that must be there
    return std::string("part:\n  kind: ") + kind.name + '\n';
  }
}

/// `over` ("part: ...") in a file that starts from one with the part `base`, and on its own.
template <class Base>
void check_replaced(const std::vector<Kind<Base>>& kinds, const std::string& base,
                    const std::string& over) {
  const Folder folder;
  folder.write("base.yaml", base);
  folder.write("file.yaml", "from: base.yaml\n" + over);
  const std::string replaced = outcome(kinds, Document::load(folder.file("file.yaml")));
  folder.write("file.yaml", "# alone\n" + over);
  INFO(base << "replaced by\n" << over);
  CHECK(replaced == outcome(kinds, Document::load(folder.file("file.yaml"))));
}

template <class Base>
void check_kinds(const std::vector<Kind<Base>>& kinds) {
  for (const Kind<Base>& base : kinds)
    for (const Kind<Base>& over : kinds) {
      const std::string stated = every_key(kinds, base);
      check_replaced(kinds, stated, std::string("part: {kind: ") + over.name + "}\n");
      check_replaced(kinds, stated, every_key(kinds, over));
      // The same on the command line.
      Document replaced = Document::parse(stated, "file.yaml");
      Document alone = Document::parse("{}", "file.yaml");
      for (Document* document : {&replaced, &alone})
        document->set(std::string("part.kind=") + over.name);
      CHECK(outcome(kinds, replaced) == outcome(kinds, alone));
    }
}

}  // namespace

TEST_CASE("a section of any kind leaves nothing of a section of any kind that it is stated over") {
  check_kinds(cell_kinds());
  check_kinds(adc_kinds());
  check_kinds(converter_cost_kinds());
  check_kinds(circuit_cost_kinds());
  check_kinds(memory_model_kinds());
}

TEST_CASE("a shipped cell stated over another is that cell") {
  std::map<std::string, std::string> texts;
  for (const std::string& name : shipped_cells())
    texts[name] = write_spec(PartSpec<Cell>{&cell_kinds(), shipped_cell(name)});
  for (const auto& [base_name, base] : texts)
    for (const auto& [name, text] : texts) {
      const Folder folder;
      folder.write("base.yaml", base);
      folder.write("file.yaml", "from: base.yaml\n" + text);
      INFO(name << " over " << base_name);
      CHECK(outcome(cell_kinds(), Document::load(folder.file("file.yaml"))) == text);
    }
}

}  // namespace mho
