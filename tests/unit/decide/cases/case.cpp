#include "decide/cases/case.hpp"

#include <algorithm>

namespace cases {

namespace fs = std::filesystem;

namespace {

Fields fields_of(const fs::path& file) {
  try {
    return {file.string(), YAML::LoadFile(file.string())};
  } catch (const YAML::ParserException& error) {
    throw Fault(file.string() + ":" + std::to_string(error.mark.line + 1) + ": " + error.msg);
  } catch (const YAML::BadFile&) {
    throw Fault(file.string() + ":1: there is no such file");
  }
}

void hold_to_three_files(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (name != "cluster.yml" && name != "observation.yml" && name != "expect.yml")
      throw Fault(entry.path().string() + ":1: a case has no such file");
  }
}

void agree(const fs::path& folder, bool asked, bool given, const std::string& what) {
  if (asked == given) return;
  throw Fault((folder / (asked ? "observation.yml" : "expect.yml")).string() + ":1: " +
              (asked ? "it is asked, and there is no \"" : "nobody asks about \"") + what + "\"");
}

void hold_questions_to_facts(const fs::path& folder, const Case& read) {
  const auto& [scene, seen, expected] = read;
  const bool asks_pgpool = !expected.failover.empty() || expected.asks_elect;
  agree(folder, asks_pgpool, seen.pgpool.has_value(), "pgpool");
  if (seen.stopped_at) agree(folder, expected.asks_elect, true, "stopped_at");
  agree(folder, !expected.gate.empty(), seen.gate.has_value(), "gate");
  agree(folder, expected.may_be_replaced.has_value(), seen.contact.has_value(), "contact");
  agree(folder, !expected.rejoin.empty(), seen.rejoin.has_value(), "rejoin");
}

std::string word_of(Fields& fields, const std::string& key, const std::vector<std::string>& words) {
  if (!fields.has(key)) return "";
  auto word = fields.text(key);
  if (std::ranges::find(words, word) == words.end())
    throw fields.at(key, "\"" + word + "\" is no answer");
  return word;
}

std::vector<std::string> names_in(Fields& fields, const std::string& key, const Scene& scene) {
  auto names = fields.list(key);
  for (const auto& name : names)
    if (scene.id_of(name) < 0) throw fields.at(key, name + " is no node");
  return names;
}

void read_elect(Fields& fields, const Scene& scene, Expected& expected) {
  expected.asks_elect = fields.has("elect");
  if (!expected.asks_elect) return;
  if (fields.list("elect") != std::vector<std::string>{"nobody"})
    expected.elect = names_in(fields, "elect", scene);
  expected.excluded = names_in(fields, "excluded", scene);
  expected.loss = word_of(fields, "loss", {"none", "unknown", "certain"});
  if (!expected.elect.empty() && expected.loss.empty())
    throw fields.at("elect", "a promotion states its loss");
}

void read_says(Fields& fields, Expected& expected) {
  if (!fields.has("says")) return;
  auto says = fields.below("says");
  for (const auto* question : {"failover", "elect", "excluded", "loss", "gate", "rejoin"})
    if (says.has(question)) expected.says[question] = says.list(question);
  says.done();
}

}  // namespace

int Scene::id_of(const std::string& name) const {
  const auto found = std::ranges::find(nodes, name);
  return found == nodes.end() ? -1 : static_cast<int>(found - nodes.begin());
}

Scene read_scene(Fields fields) {
  constexpr std::int64_t kWitnessAge = 1000;
  Scene scene{.nodes = fields.list("nodes")};
  auto& promise = scene.replication;
  promise.synchronous = fields.one_of("synchronous", promise.synchronous);
  promise.confirmations = static_cast<int>(fields.number("confirmations", promise.confirmations));
  promise.durability = fields.one_of("durability", promise.durability);
  promise.standbys_lost = fields.one_of("standbys_lost", promise.standbys_lost);
  scene.rejoin = fields.one_of("rejoin", scene.rejoin);
  scene.witness_age = fields.number("witness_age", kWitnessAge);
  fields.done();
  if (scene.nodes.empty()) throw fields.here("\"nodes\" is missing");
  return scene;
}

Expected read_expected(Fields fields, const Scene& scene) {
  Expected expected{.why = fields.text("why")};
  expected.failover = word_of(fields, "failover", {"nothing", "wait", "replace"});
  expected.present = word_of(fields, "present", scene.nodes);
  expected.orderly = fields.flag("orderly");
  read_elect(fields, scene, expected);
  expected.gate = word_of(fields, "gate", {"open", "wait", "fence", "stay"});
  if (fields.has("may_be_replaced")) expected.may_be_replaced = fields.flag("may_be_replaced");
  expected.rejoin = word_of(fields, "rejoin",
                            {"nothing", "repoint", "start", "fence", "rewind", "clone", "refused"});
  read_says(fields, expected);
  fields.done();
  return expected;
}

Case read_case(const fs::path& folder) {
  hold_to_three_files(folder);
  const auto scene = read_scene(fields_of(folder / "cluster.yml"));
  Case read{.scene = scene,
            .seen = read_seen(fields_of(folder / "observation.yml"), scene),
            .expected = read_expected(fields_of(folder / "expect.yml"), scene)};
  hold_questions_to_facts(folder, read);
  return read;
}

}  // namespace cases
