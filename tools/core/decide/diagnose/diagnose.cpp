#include "decide/diagnose/diagnose.hpp"

#include <algorithm>

#include "decide/diagnose/rule.hpp"

namespace pgmahout::decide {

namespace {

using model::Diagnosis;

std::string with_node(std::string_view text, const std::string& node) {
  constexpr std::string_view kPlace = "{node}";
  std::string result(text);
  for (auto at = result.find(kPlace); at != std::string::npos;
       at = result.find(kPlace, at + node.size()))
    result.replace(at, kPlace.size(), node);
  return result;
}

Diagnosis diagnosis_of(const DiagnosisRule& rule, Sighting sighting) {
  return {.id = std::string(rule.id),
          .severity = sighting.severity.value_or(rule.severity),
          .node = sighting.node,
          .what = with_node(rule.what, sighting.node),
          .evidence = std::move(sighting.evidence),
          .why = std::string(rule.why),
          .next = with_node(rule.next, sighting.node)};
}

std::vector<Diagnosis> all_of(const Case& seen) {
  std::vector<Diagnosis> all;
  for (const auto& rule : diagnosis_rules())
    for (auto& sighting : rule.find(seen, rule))
      all.push_back(diagnosis_of(rule, std::move(sighting)));
  return all;
}

// The first diagnosis that explains it, or itself. Causes stand before their effects, so that
// nothing explains itself in a circle.
std::size_t root_of(const std::vector<Diagnosis>& all, std::size_t effect) {
  for (std::size_t cause = 0; cause < effect; ++cause)
    if (explains(all[cause], all[effect])) return root_of(all, cause);
  return effect;
}

// What follows from something is as bad as it makes that.
std::vector<Diagnosis> fold(const std::vector<Diagnosis>& all) {
  auto folded = all;
  std::vector<bool> is_root(all.size(), true);
  for (std::size_t index = 0; index < all.size(); ++index) {
    const auto root = root_of(all, index);
    if (root == index) continue;
    is_root[index] = false;
    folded[root].severity = std::max(folded[root].severity, all[index].severity);
    folded[root].follows.push_back({all[index].id, all[index].node, all[index].what});
  }
  std::vector<Diagnosis> roots;
  for (std::size_t index = 0; index < all.size(); ++index)
    if (is_root[index]) roots.push_back(std::move(folded[index]));
  return roots;
}

bool concerns(const Diagnosis& diagnosis, const std::string& node) {
  return diagnosis.node.empty() || diagnosis.node == node ||
         std::ranges::any_of(diagnosis.follows,
                             [&](const auto& each) { return each.node == node; });
}

std::string words_of(const model::Node& node, const model::Error& error) {
  return node.name + ": " + error.what + (error.hint.empty() ? "" : "; " + error.hint);
}

void add_unseen(const Symptoms& given, const std::string& about, model::Diagnoses& diagnoses) {
  for (const model::Node& node : given.cluster.nodes) {
    if (!about.empty() && node.name != about) continue;
    const auto index = static_cast<std::size_t>(node.id);
    const auto& evidence = given.evidences.nodes.at(index);
    if (!given.reports.nodes.at(index)) diagnoses.silent.push_back(node.name);
    if (!evidence) {
      diagnoses.unseen.push_back(words_of(node, evidence.error()));
      continue;
    }
    if (!evidence->log) diagnoses.unseen.push_back(words_of(node, evidence->log.error()));
    if (!evidence->journal) diagnoses.unseen.push_back(words_of(node, evidence->journal.error()));
  }
  if (given.verification == nullptr)
    diagnoses.unseen.emplace_back(
        "files, settings and logins: pgmahout verify compares them with an inventory; name it with "
        "-i");
}

}  // namespace

const model::NodeEvidence* Case::known(const model::Node& node) const {
  const auto& evidence = given.evidences.nodes.at(static_cast<std::size_t>(node.id));
  return evidence ? &*evidence : nullptr;
}

const std::vector<std::string>& Case::log(const model::Node& node) const {
  static const std::vector<std::string> kNothing;
  const auto* evidence = known(node);
  return evidence != nullptr && evidence->log ? evidence->log->lines : kNothing;
}

const model::Finding* Case::finding(std::string_view id, const std::string& node) const {
  const auto found = std::ranges::find_if(status.findings, [&](const model::Finding& each) {
    return each.id == id && each.node == node;
  });
  return found == status.findings.end() ? nullptr : &*found;
}

model::Diagnoses diagnose(const Symptoms& symptoms, const std::string& about) {
  const Case seen{.given = symptoms,
                  .seen = gather(symptoms.cluster, symptoms.reports),
                  .status = judge_status(symptoms.cluster, symptoms.reports, symptoms.limits)};
  model::Diagnoses diagnoses{.cluster = symptoms.cluster.name, .about = about};
  diagnoses.nobody_answers = std::ranges::none_of(
      symptoms.reports.nodes, [](const auto& report) { return report.has_value(); });
  diagnoses.found = fold(all_of(seen));
  if (!about.empty())
    std::erase_if(diagnoses.found, [&](const Diagnosis& each) { return !concerns(each, about); });
  std::ranges::stable_sort(diagnoses.found, std::ranges::greater{}, &Diagnosis::severity);
  add_unseen(symptoms, about, diagnoses);
  return diagnoses;
}

}  // namespace pgmahout::decide
