#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "inventory/builder.hpp"
#include "inventory/document.hpp"
#include "inventory/scalar.hpp"

namespace pgmahout::inventory {

using settings::Place;
using settings::Value;

namespace {

constexpr std::string_view kYamlTag = "tag:yaml.org,2002:";

// yaml-cpp's tag of a plain scalar without a tag, and of a quoted one.
constexpr std::string_view kPlain = "?";
constexpr std::string_view kQuoted = "!";

class Handler : public YAML::EventHandler {
 public:
  Handler(const std::string& file, std::vector<std::string>& warnings)
      : file_(std::make_shared<const std::string>(file)), builder_(warnings) {}

  settings::ValuePtr take() { return builder_.take(); }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.scalar({.value = {.place = place(mark)}, .anchor = anchor});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.alias(place(mark), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    ScalarEvent event{.value = {.place = place(mark)}, .anchor = anchor};
    event.merge_key = tag == kPlain && text == "<<";
    fill(event.value, tag, text);
    builder_.scalar(std::move(event));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    check_container(place(mark), tag, "seq");
    builder_.start_list(place(mark), anchor, tag == "!unsafe");
  }
  void OnSequenceEnd() override { builder_.end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    check_container(place(mark), tag, "map");
    builder_.start_map(place(mark), anchor, tag == "!unsafe");
  }
  void OnMapEnd() override { builder_.end(); }

 private:
  [[nodiscard]] Place place(const YAML::Mark& mark) const {
    return {file_, mark.line + 1, mark.column + 1};
  }

  static void check_container(const Place& place, const std::string& tag, std::string_view own) {
    if (tag == kPlain || tag == kQuoted || tag.empty() || tag == "!unsafe") return;
    if (tag != fmt::format("{}{}", kYamlTag, own))
      throw Refusal(place, fmt::format("the tag {} is not supported here", tag));
  }

  void fill(Value& value, const std::string& tag, const std::string& text) const {
    if (tag == "!vault" || tag == "!vault-encrypted") {
      value.vault = true;
      value.data = text;
    } else if (tag == "!unsafe") {
      value.unsafe = true;
      value.data = text;
    } else {
      set(value, resolve(value.place, tag, text));
      value.unsafe = value.text() != nullptr && builder_.inside_unsafe();
    }
  }

  static Scalar resolve(const Place& place, const std::string& tag, const std::string& text) {
    const auto scalar = tag == kPlain    ? resolve_plain(text)
                        : tag == kQuoted ? std::expected<Scalar, std::string>(Scalar{text})
                        : tag.starts_with(kYamlTag)
                            ? resolve_tagged(tag.substr(kYamlTag.size()), text)
                            : std::unexpected(fmt::format("the tag {} is not supported", tag));
    if (!scalar) throw Refusal(place, scalar.error());
    return *scalar;
  }

  static void set(Value& value, const Scalar& scalar) {
    std::visit([&value](const auto& data) { value.data = data; }, scalar);
  }

  std::shared_ptr<const std::string> file_;
  ValueBuilder builder_;
};

model::Error syntax_error(const Document& document, const YAML::Exception& error) {
  model::Error refused{.kind = model::ErrorKind::invalid,
                       .what = "this is not YAML: " + error.msg,
                       .where = model::SourcePosition{document.file}};
  // yaml-cpp 0.7 asks for one more column than YAML does in "- !vault |".
  if (error.msg == "end of sequence not found")
    refused.hint = "a block behind \"- !vault |\" must be indented further than the tag";
  if (!error.mark.is_null())
    refused.where = {document.file, error.mark.line + 1, error.mark.column + 1};
  return refused;
}

model::Error second_document(const Document& document) {
  return {.kind = model::ErrorKind::invalid,
          .what = "there is a second document in it (after a line ---)",
          .hint = "put each document into a file of its own",
          .where = model::SourcePosition{document.file}};
}

}  // namespace

model::Result<settings::ValuePtr> read_yaml(const Document& document,
                                            std::vector<std::string>& warnings) {
  std::istringstream stream(document.text);
  Handler handler(document.file, warnings);
  try {
    YAML::Parser parser(stream);
    parser.HandleNextDocument(handler);
    auto value = handler.take();
    if (parser.HandleNextDocument(handler)) return std::unexpected(second_document(document));
    if (value) return value;
    const Place place{std::make_shared<const std::string>(document.file), 1, 1};
    return std::make_shared<const Value>(Value{.place = place});
  } catch (const Refusal& refusal) {
    return std::unexpected(refusal.error());
  } catch (const YAML::Exception& error) {
    return std::unexpected(syntax_error(document, error));
  }
}

}  // namespace pgmahout::inventory
