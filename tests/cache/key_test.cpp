// Keys: equal where everything that was hashed is equal, and nowhere else.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/cache/key.hpp"
#include "tests/config/folder.hpp"

namespace mho {

namespace {

struct Leaf {
  int count = 3;
  std::string name = "leaf";

  void fields(Fields& f) {
    f.integer("count", count, {0, 10}, "Count.");
    f.text("name", name, "Name.");
  }
};

struct Tree {
  bool flag = true;
  Length size = from_si<Length>(1e-6);
  std::string file;
  std::optional<Leaf> leaf;
  std::vector<Leaf> leaves;
  std::map<std::string, int> copies;

  void fields(Fields& f) {
    f.flag("flag", flag, "Flag.");
    f.quantity("size", size, {0, 1}, "Size.");
    f.path("file", file, "File.");
    f.section("leaf", leaf, "Leaf.");
    f.sections("leaves", leaves, "Leaves.");
    f.integers_by_name("copies", copies, {0, 10}, "Copies.");
  }
};

template <class... Values>
Key key_of_values(const Values&... values) {
  return KeyHasher()(values...).key();
}

}  // namespace

TEST_CASE("what is hashed together is not what is hashed otherwise") {
  CHECK(key_of_values("ab", "c") != key_of_values("a", "bc"));
  CHECK(key_of_values(std::vector<int>{1, 2}, std::vector<int>{}) !=
        key_of_values(std::vector<int>{1}, std::vector<int>{2}));
  CHECK(key_of_values(std::optional<int>{}) != key_of_values(std::optional<int>{0}));
  CHECK(key_of_values(1.0) == key_of_values(1.0));
  CHECK(key_of_values(1.0).text().size() == 32);
}

TEST_CASE("every field of a spec is in its key") {
  const Folder scratch;
  const std::string folder = scratch.path();
  const std::string one = folder + "/one", other = folder + "/other", same = folder + "/same";
  std::ofstream(one) << "content";
  std::ofstream(same) << "content";
  std::ofstream(other) << "another content";
  const auto changed = [&](const std::function<void(Tree&)>& change) {
    Tree tree;
    tree.file = one;
    change(tree);
    return key_of_values(tree);
  };
  const std::vector<Key> keys{changed([](Tree&) {}),
                              changed([](Tree& tree) { tree.flag = false; }),
                              changed([](Tree& tree) { tree.size = from_si<Length>(2e-6); }),
                              changed([&](Tree& tree) { tree.file = other; }),
                              changed([](Tree& tree) { tree.leaf.emplace(); }),
                              changed([](Tree& tree) {
                                tree.leaf = Leaf{4, "leaf"};
                              }),
                              changed([](Tree& tree) {
                                tree.leaf = Leaf{3, "other"};
                              }),
                              changed([](Tree& tree) { tree.leaves.emplace_back(); }),
                              changed([](Tree& tree) { tree.leaves.resize(2); }),
                              changed([](Tree& tree) { tree.copies["a"] = 1; }),
                              changed([](Tree& tree) { tree.copies["b"] = 1; }),
                              changed([](Tree& tree) { tree.copies["a"] = 2; })};
  CHECK(std::set<Key>(keys.begin(), keys.end()).size() == keys.size());
  // A file counts for its content, wherever it lies.
  CHECK(changed([&](Tree& tree) { tree.file = same; }) == keys[0]);
}

TEST_CASE("a folder counts for the names and contents of all that is in it") {
  const Folder scratch;
  const std::filesystem::path folder = scratch.path();
  std::filesystem::create_directories(folder / "set" / "a");
  const auto write = [&](const char* name, const char* text) {
    std::ofstream(folder / "set" / "a" / name) << text;
  };
  write("1", "x");
  const Key one = key_of_file(folder / "set");
  CHECK(key_of_file(folder / "set") == one);
  write("2", "x");
  const Key two = key_of_file(folder / "set");
  CHECK(two != one);
  write("2", "other");
  CHECK(key_of_file(folder / "set") != two);
  std::filesystem::rename(folder / "set" / "a", folder / "set" / "b");
  std::filesystem::remove(folder / "set" / "b" / "2");
  CHECK(key_of_file(folder / "set") != one);
}

TEST_CASE("a file that cannot be read has a key of its own") {
  const Folder scratch;
  const std::string folder = scratch.path();
  CHECK(key_of_file(folder + "/none") != key_of_file(folder + "/neither"));
  std::ofstream(folder + "/empty");
  CHECK(key_of_file(folder + "/empty") != key_of_file(folder + "/none"));
}

}  // namespace mho
