#include <nlohmann/json.hpp>

#include "inventory/builder.hpp"
#include "inventory/document.hpp"

namespace pgmahout::inventory {

using settings::Place;

namespace {

// Finds line and column of each token. The parser only tells when it has consumed a token, so the
// token's beginning is the first character after the previous token that is no separator.
class Positions {
 public:
  Positions(const std::string& text, std::shared_ptr<const std::string> file)
      : text_(&text), place_{std::move(file), 1, 1} {}

  /// The beginning of the token that was just consumed, up to `consumed` characters.
  Place next(std::size_t consumed) {
    while (offset_ < consumed && is_separator((*text_)[offset_])) step();
    const Place begin = place_;
    while (offset_ < consumed) step();
    return begin;
  }

 private:
  static bool is_separator(char character) {
    return std::string_view(" \t\r\n,:").find(character) != std::string_view::npos;
  }
  void step() {
    const char character = (*text_)[offset_++];
    const bool continuation = (static_cast<unsigned char>(character) & 0xC0U) == 0x80U;
    place_.column = character == '\n' ? 1 : place_.column + (continuation ? 0 : 1);
    place_.line += character == '\n' ? 1 : 0;
  }

  const std::string* text_;
  std::size_t offset_ = 0;
  Place place_;
};

// An input iterator that tells how far the parser has read.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* position, const char** progress)
      : position_(position), progress_(progress) {}
  reference operator*() const { return *position_; }
  CountingIterator& operator++() {
    *progress_ = ++position_;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return position_ == other.position_; }

 private:
  const char* position_;
  const char** progress_;
};

class Handler : public nlohmann::json_sax<nlohmann::json> {
 public:
  Handler(const Document& document, const char*& progress, std::vector<std::string>& warnings)
      : begin_(document.text.data()),
        progress_(&progress),
        positions_(document.text, std::make_shared<const std::string>(document.file)),
        builder_(warnings) {}

  settings::ValuePtr take() { return builder_.take(); }

  bool null() override { return add(std::monostate{}); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
      return add(static_cast<double>(value));
    return add(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return add(value); }
  bool string(string_t& value) override { return add(value); }
  bool key(string_t& value) override { return add(value); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*elements*/) override {
    builder_.start_map(place(), 0, false);
    return true;
  }
  bool start_array(std::size_t /*elements*/) override {
    builder_.start_list(place(), 0, false);
    return true;
  }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::json::exception& error) override {
    throw Refusal(place(), error.what());
  }

 private:
  Place place() { return positions_.next(static_cast<std::size_t>(*progress_ - begin_)); }
  template <typename Data>
  bool add(const Data& data) {
    builder_.scalar({.value = {.data = data, .place = place()}});
    return true;
  }
  bool end() {
    place();
    builder_.end();
    return true;
  }

  const char* begin_;
  const char** progress_;
  Positions positions_;
  ValueBuilder builder_;
};

}  // namespace

model::Result<settings::ValuePtr> read_json(const Document& document,
                                            std::vector<std::string>& warnings) {
  const char* begin = document.text.data();
  const char* end = begin + document.text.size();
  const char* progress = begin;
  Handler handler(document, progress, warnings);
  try {
    nlohmann::json::sax_parse(CountingIterator(begin, &progress), CountingIterator(end, &progress),
                              &handler);
    return handler.take();
  } catch (const Refusal& refusal) {
    return std::unexpected(refusal.error());
  }
}

}  // namespace pgmahout::inventory
