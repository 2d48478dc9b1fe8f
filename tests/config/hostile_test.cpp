// Files that would hurt a naive reader: each is refused with a clear message. How quickly is not
// asserted, but a reader that hangs or recurses too deeply ends in the test's time limit or a
// crash.
#include <sys/stat.h>

#include <algorithm>

#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "tests/config/every_field.hpp"
#include "tests/config/folder.hpp"

namespace mho {

namespace {

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

/// What reading `text` as a spec reports.
std::string text_complaint(const std::string& text) {
  try {
    read_spec<EveryFieldSpec>(Document::parse(text, "bad.yaml"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string load_complaint(const std::string& file) {
  try {
    Document::load(file);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string nested(int levels) { return repeated("[", levels) + repeated("]", levels); }

}  // namespace

TEST_CASE("64 levels of nesting are read, 65 are refused") {
  CHECK_THAT(text_complaint(nested(64)), Catch::EndsWith("is a list, must be keys and values"));
  CHECK(text_complaint(nested(65)) == "bad.yaml:1: is nested deeper than 64 levels");
}

TEST_CASE("deep nesting of every form is refused") {
  for (const char* opening :
       {"[", "{", "- ", "? ", "a: [", "{a: ", "[{", "[\n", "[a, ", "{? ", ": "}) {
    INFO(opening);
    const std::string text = text_complaint(repeated(opening, 50000));
    CHECK((text.ends_with("is nested deeper than 64 levels") ||
           text.find("a key must be a word") != std::string::npos ||
           text.ends_with("a key is empty")));
  }
  std::string indented;
  for (int i = 0; i < 1000; ++i) indented += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(text_complaint(indented) == "bad.yaml:65: is nested deeper than 64 levels");
}

TEST_CASE("nesting through aliases and included files counts as well") {
  std::string text = "a0: &a0 [1]\n";
  for (int i = 1; i < 100; ++i)
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) +
            "]\n";
  CHECK_THAT(text_complaint(text), Catch::EndsWith("is nested deeper than 64 levels"));

  const Folder folder;
  for (int i = 0; i < 40; ++i)
    folder.write(std::to_string(i) + ".yaml", "a:\n  b: " + std::to_string(i + 1) + ".yaml\n");
  folder.write("40.yaml", "1\n");
  CHECK_THAT(load_complaint(folder.file("0.yaml")),
             Catch::EndsWith("is nested deeper than 64 levels"));
}

TEST_CASE("a long chain of files is refused") {
  const Folder folder;
  for (int i = 0; i < 100; ++i)
    folder.write(std::to_string(i) + ".yaml", std::to_string(i + 1) + ".yaml\n");
  CHECK_THAT(load_complaint(folder.file("0.yaml")),
             Catch::EndsWith("more than 64 files include one another"));
}

TEST_CASE("an alias bomb is refused") {
  std::string text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" +
            repeated(before + ", ", 9) + before + "]\n";
  }
  CHECK_THAT(text_complaint(text), Catch::Contains("holds more than 100000 values"));
}

TEST_CASE("a bomb of files that include others several times is refused") {
  const Folder folder;
  for (int i = 0; i < 20; ++i) {
    const std::string next = std::to_string(i + 1) + ".yaml";
    folder.write(std::to_string(i) + ".yaml", "[" + next + ", " + next + "]\n");
  }
  folder.write("20.yaml", "1\n");
  CHECK_THAT(load_complaint(folder.file("0.yaml")),
             Catch::Contains("holds more than 100000 values"));
}

TEST_CASE("100,000 values are read, one more is refused") {
  // The list itself is a value, too.
  CHECK_THAT(text_complaint("[" + repeated("1,", 99999) + "]"),
             Catch::EndsWith("must be keys and values"));
  CHECK_THAT(text_complaint("[" + repeated("1,", 100000) + "]"),
             Catch::Contains("holds more than 100000 values"));
}

TEST_CASE("a file of 1 MiB is read, one byte more is refused before it is read") {
  const Folder folder;
  const std::string blanks(std::size_t{1} << 20, ' ');
  folder.write("largest.yaml", blanks);
  folder.write("larger.yaml", blanks + ' ');
  CHECK(load_complaint(folder.file("largest.yaml")) == "");
  CHECK(load_complaint(folder.file("larger.yaml")) ==
        folder.file("larger.yaml") + ": is over 1 MiB, the most that is read");
  // A file with a hole: 1 TiB that takes no room.
  folder.write("hole.yaml", "");
  std::filesystem::resize_file(folder.file("hole.yaml"), std::uintmax_t{1} << 40);
  CHECK(load_complaint(folder.file("hole.yaml")) ==
        folder.file("hole.yaml") + ": is over 1 MiB, the most that is read");
}

TEST_CASE("what is not a file with text is refused") {
  const Folder folder;
  std::filesystem::create_directory(folder.file("folder.yaml"));
  CHECK(load_complaint(folder.file("folder.yaml")) ==
        folder.file("folder.yaml") + ": is a folder, not a file");
  CHECK(load_complaint(folder.file("none.yaml")) ==
        folder.file("none.yaml") + ": there is no such file");
  CHECK_THAT(load_complaint(folder.file("none.yaml/a.yaml")),
             Catch::EndsWith("there is no such file"));
  CHECK(load_complaint("/dev/zero") == "/dev/zero: is not a regular file");
  REQUIRE(::mkfifo(folder.file("pipe.yaml").c_str(), 0600) == 0);
  CHECK(load_complaint(folder.file("pipe.yaml")) ==
        folder.file("pipe.yaml") + ": is not a regular file");
  folder.write("binary.yaml", std::string("\x7f"
                                          "ELF\x01\0\0",
                                          7));
  CHECK_THAT(load_complaint(folder.file("binary.yaml")), Catch::Contains("not a text file"));
  CHECK(load_complaint("") == "there is no such file");
}

TEST_CASE("an unreadable file is refused") {
  const Folder folder;
  std::filesystem::create_symlink("loop.yaml", folder.file("loop.yaml"));
  CHECK_THAT(load_complaint(folder.file("loop.yaml")), Catch::Contains("cannot be read: "));
}

TEST_CASE("long texts, keys and lists are refused or reported in few words") {
  const int most = 500000;
  for (const std::string& text : {"\"" + repeated("x", most),
                                  "'" + repeated("x", most),
                                  repeated("x", most),
                                  "\"" + repeated("x", most) + "\": 1",
                                  "? " + repeated("x", most) + "\n: 1",
                                  "name: \"" + repeated("x", most) + "\"",
                                  "bits: " + repeated("x ", most / 2),
                                  "bits: |\n" + repeated(" x\n", most / 3),
                                  repeated("!!x ", most / 4),
                                  repeated("&a ", most / 3),
                                  "[" + repeated("*a,", most / 3) + "]",
                                  repeated("---\n", most / 4),
                                  repeated(":", most),
                                  repeated("-", most),
                                  "&" + repeated("x", most) + " a",
                                  repeated("a: 1\n", most / 5),
                                  "bits: 1" + repeated("0", most),
                                  "clock: 1" + repeated("0", most) + " Hz",
                                  "clock: 1e" + repeated("9", most) + " Hz",
                                  repeated("%a b\n", most / 5)}) {
    INFO(text.substr(0, 20));
    const std::string said = text_complaint(text);
    CHECK_FALSE(said.empty());
    CHECK(said.size() < 2 * text.size() + 5000);
  }
}

TEST_CASE("of very many problems the first are printed, and how many more there are") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "key: 1\n";
  const std::string said = text_complaint(text);
  CHECK(std::count(said.begin(), said.end(), '\n') == 100);
  CHECK_THAT(said, Catch::EndsWith(" more problems"));
  try {
    read_spec<EveryFieldSpec>(Document::parse(text, "bad.yaml"));
    FAIL("it was read");
  } catch (const InputError& error) {
    CHECK(error.problems().size() > 20000);
  }
}

TEST_CASE("overlong forms, surrogates and codes beyond Unicode are no UTF-8, their neighbors are") {
  for (const char* wrong :
       {"\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf8\x88\x80\x80", "\xff", "\x80", "\xc3", "\xe2\x82"})
    CHECK(text_complaint(std::string("bits: 1\nname: a") + wrong + "\n") ==
          "bad.yaml:2: is not UTF-8 text");
  for (const char* right : {"\xc2\xa0", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                            "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
    CHECK_THAT(text_complaint(std::string("bits: 1\nname: a") + right + "\n"),
               !Catch::Contains("UTF-8"));
}

TEST_CASE("no control character is read, also not by an escape in quotes") {
  for (const char* escape : {"\\x1b[31m", "\\0", "\\x7f", "\\x9b", "\\u009b"})
    CHECK(text_complaint(std::string("bits: 1\nname: \"a") + escape + "\"\n") ==
          "bad.yaml:2: holds a control character");
  CHECK_THAT(text_complaint("name: \"a\\tb\\n\"\n"), !Catch::Contains("control"));
  CHECK(text_complaint("name: a\xc2\x9b\n") ==
        "bad.yaml:1: holds a control character: not a text file");
}

TEST_CASE("the place of a name with a hundred thousand dots is found at once") {
  const Document document = Document::parse("a: {b: 1}\n", "a.yaml");
  CHECK(document.nearest_place("a." + repeated("x.", 200000)) == Place{"a.yaml", 1});
}

TEST_CASE("a quote that is never closed is found where it opens") {
  CHECK(text_complaint("name: a\nnote: 'it''s\nbits: 3\n") ==
        "bad.yaml:2: is not valid YAML: the quote is never closed");
  CHECK(text_complaint("name: \"a\\\"\nbits: 3\n") ==
        "bad.yaml:1: is not valid YAML: the quote is never closed");
  CHECK(text_complaint("name: &a 'b\n") ==
        "bad.yaml:1: is not valid YAML: the quote is never closed");
  CHECK(text_complaint("name: &a\n  \"b\\\"\n") ==
        "bad.yaml:1: is not valid YAML: the quote is never closed");
  CHECK_THAT(text_complaint("\xef\xbb\xbfname: 'caf\u00e9'\nnote: 'a\n"),
             Catch::StartsWith("bad.yaml:2: is not valid YAML: the quote"));
}

}  // namespace mho
