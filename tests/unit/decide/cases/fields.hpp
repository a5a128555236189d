#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/names.hpp"
#include "model/wal_position.hpp"

/// Reads the cases of tests/decide. Whatever is not understood there is a fault of the case: one
/// that is read wrongly would pass for the wrong reason.
namespace cases {

using namespace pgmahout;

/// What is wrong in a case's own files: "file:line: what".
struct Fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One mapping of a case's file. It remembers the keys that were asked for; done() refuses the
/// rest.
class Fields {
 public:
  Fields(std::string file, const YAML::Node& node);

  [[nodiscard]] bool has(const std::string& key) const;
  [[nodiscard]] std::set<std::string> keys() const;
  [[nodiscard]] std::string text(const std::string& key);
  [[nodiscard]] std::string text(const std::string& key, const std::string& otherwise);
  [[nodiscard]] std::int64_t number(const std::string& key);
  [[nodiscard]] std::int64_t number(const std::string& key, std::int64_t otherwise);
  [[nodiscard]] bool flag(const std::string& key, bool otherwise = false);
  /// A list of texts, or one text alone; empty when the key is missing.
  [[nodiscard]] std::vector<std::string> list(const std::string& key);
  [[nodiscard]] Fields below(const std::string& key);

  [[nodiscard]] model::Lsn lsn(const std::string& key);
  /// "2@0/5000": where on which timeline.
  [[nodiscard]] model::WalPosition position(const std::string& key);
  /// The ancestors of that timeline, each "1@0/5000"; only timeline 1 needs none.
  [[nodiscard]] model::TimelineHistory history(const std::string& key, model::Timeline timeline);

  template <typename Enumeration>
  [[nodiscard]] Enumeration one_of(const std::string& key, Enumeration otherwise) {
    if (!has(key)) return otherwise;
    const auto name = text(key);
    try {
      return model::value_of<Enumeration>(name);
    } catch (const std::out_of_range& error) {
      throw at(key, error.what());
    }
  }

  /// The fault to throw when what stands behind that key is wrong.
  [[nodiscard]] Fault at(const std::string& key, const std::string& what) const;
  /// The fault to throw when the whole mapping is wrong.
  [[nodiscard]] Fault here(const std::string& what) const;
  /// Throws when there is a key that nobody asked for.
  void done() const;

 private:
  [[nodiscard]] YAML::Node take(const std::string& key);
  [[nodiscard]] model::WalPosition parse(const std::string& key, const std::string& text) const;

  std::string file_;
  YAML::Node node_;
  std::set<std::string> known_;
};

}  // namespace cases
