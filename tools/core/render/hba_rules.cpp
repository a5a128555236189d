#include "render/hba_rules.hpp"

#include <array>

#include "render/quote.hpp"
#include "render/subject.hpp"

namespace pgmahout::render {

namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

Error incomplete(const std::string& key, std::size_t index, const std::string& what) {
  return {.kind = ErrorKind::invalid,
          .what = key + ": rule " + std::to_string(index + 1) + " " + what,
          .hint = "a rule has type, database, user, address (not for local) and method"};
}

std::string missing_field(const model::HbaRule& rule) {
  if (rule.type.empty()) return "has no type";
  if (rule.database.empty()) return "has no database";
  if (rule.user.empty()) return "has no user";
  if (rule.method.empty()) return "has no method";
  if (rule.type != "local" && rule.address.empty()) return "has no address";
  if (rule.type == "local" && !rule.address.empty()) return "is local and has an address";
  return "";
}

// Options are name=value words: their value may be in double quotes already.
Result<std::string> one_line(const std::string& text) {
  if (text.find_first_of(std::string("\n\r\0", 3)) == std::string::npos) return text;
  return std::unexpected(Error{.kind = ErrorKind::invalid, .what = "options hold a line break"});
}

Result<HbaLine> quoted(const model::HbaRule& rule) {
  const std::array<Result<std::string>, 6> fields{
      quote_hba_field(rule.type),
      quote_hba_field(rule.database),
      quote_hba_field(rule.user),
      rule.address.empty() ? Result<std::string>("") : quote_hba_field(rule.address),
      quote_hba_field(rule.method),
      one_line(rule.options)};
  for (const auto& field : fields)
    if (!field) return std::unexpected(field.error());
  return HbaLine{*fields[0], *fields[1], *fields[2], *fields[3], *fields[4], *fields[5]};
}

std::string text_of(const HbaLine& line) {
  const auto padded = [](std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
  };
  std::string text = padded(line.type, 9) + " " + padded(line.database, 15) + " " +
                     padded(line.user, 15) + " " + padded(line.address, 23) + " " + line.method;
  if (!line.options.empty()) text += " " + line.options;
  return text;
}

}  // namespace

Result<HbaBlock> user_rules(const std::vector<model::HbaRule>& rules,
                            const std::string& settings_key) {
  HbaBlock block{.title = "Rules of the inventory", .lines = {}};
  for (std::size_t index = 0; index < rules.size(); ++index) {
    if (const auto missing = missing_field(rules[index]); !missing.empty())
      return std::unexpected(incomplete(settings_key, index, missing));
    auto line = quoted(rules[index]);
    if (!line)
      return std::unexpected(incomplete(settings_key, index, "is wrong: " + line.error().what));
    block.lines.push_back(std::move(*line));
  }
  return block;
}

TemplateData hba_data(const std::vector<HbaBlock>& blocks) {
  TemplateData list(TemplateData::type::list);
  for (const auto& block : blocks) {
    if (block.lines.empty()) continue;
    TemplateData lines(TemplateData::type::list);
    for (const auto& line : block.lines) {
      TemplateData row;
      row.set("line", text_of(line));
      lines.push_back(row);
    }
    TemplateData data;
    data.set("title", block.title);
    data.set("lines", lines);
    list.push_back(data);
  }
  TemplateData data;
  data.set("blocks", list);
  return data;
}

std::vector<std::string> cluster_addresses(const model::Cluster& cluster) {
  std::vector<std::string> addresses;
  addresses.reserve(cluster.nodes.size() + 1);
  for (const auto& node : cluster.nodes) addresses.push_back(host_network(node.address));
  addresses.push_back(host_network(cluster.vip));
  return addresses;
}

const std::vector<std::string>& loopback_addresses() {
  static const std::vector<std::string> addresses{"127.0.0.1/32", "::1/128"};
  return addresses;
}

}  // namespace pgmahout::render
