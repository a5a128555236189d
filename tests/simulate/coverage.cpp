#include "coverage.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <set>
#include <string_view>
#include <vector>

#include "faults.hpp"
#include "plan/plan.hpp"

namespace pgmahout::simulate {

namespace {

/// Something that the code says when it happens, and which program says it.
struct Sight {
  std::string_view process;
  std::string text;
  const char* never = nullptr;  ///< why it cannot happen here
};

void add_steps(std::vector<Sight>& sights) {
  using plan::StepKind;
  for (const auto kind :
       {StepKind::fence, StepKind::freeze, StepKind::unfreeze, StepKind::release, StepKind::slots,
        StepKind::synchronous, StepKind::promote, StepKind::repoint, StepKind::settle})
    sights.push_back({"failover", "step=" + to_string(kind) + " "});
}

void add_failover(std::vector<Sight>& sights) {
  constexpr const char* kKnowsNodes = "Pgpool-II and the cluster have the same nodes";
  for (auto& sight :
       std::vector<Sight>{{"failover", "is lost and no node is primary"},
                          {"failover", "is primary already"},
                          {"failover", "is a standby: no promotion for it"},
                          {"failover", "the primary was not reported lost"},
                          {"failover", "has been told to promote itself already"},
                          {"failover", "which does not answer here"},
                          {"failover", "Pgpool-II calls all nodes down"},
                          {"failover", "a node that the cluster does not have", kKnowsNodes},
                          {"failover", "is elected: "},
                          {"failover", "until a primary that is cut off has stopped itself"},
                          {"failover", "another failover is at work there"},
                          {"failover", "no standby answers: nobody can be promoted"},
                          {"failover", "cannot be proven that nothing acknowledged is lost"},
                          {"failover", "still accepts writes and cannot be stopped"},
                          {"failover", "was asked to promote itself and is not out of recovery"},
                          {"failover", "lost: none"},
                          {"failover", "which does not answer either, was followed last"},
                          {"failover", "hosts are silent here"},
                          {"failover", "lost: unknown"},
                          {"failover", "lost: certain"}})
    sights.push_back(std::move(sight));
}

void add_gate(std::vector<Sight>& sights) {
  for (auto& sight : std::vector<Sight>{{"gate", "gate: it is fenced"},
                                        {"gate", "gate: it starts in recovery"},
                                        {"gate", " is primary"},
                                        {"gate", " is on timeline "},
                                        {"gate", "a failover is at work"},
                                        {"gate", "it may be primary"},
                                        {"gate", "no other node knows of a newer primary"},
                                        {"gate", "too few to know that none was promoted"}})
    sights.push_back(std::move(sight));
}

void add_watch(std::vector<Sight>& sights) {
  for (auto& sight : std::vector<Sight>{{"watch", "it was cut off and may be primary still"},
                                        {"watch", "a standby has crashed: "},
                                        {"watch", "the primary has crashed: "},
                                        {"watch", "nobody has replaced the crashed primary"},
                                        {"watch", "the primary has crashed and is to be replaced"},
                                        {"watch", "neither the watchdog's quorum nor enough"},
                                        {"watch", "though its postmaster lives"},
                                        {"watch", "answers again: the watchdog is told"},
                                        {"watch", " ms: the watchdog is told"},
                                        {"watch", "is silent: Pgpool-II is told at once"}})
    sights.push_back(std::move(sight));
}

void add_heal(std::vector<Sight>& sights) {
  constexpr const char* kStandsFor = "act/rejoin is stood for by the model";
  for (auto& sight : std::vector<Sight>{
           {"heal", "it accepts writes that nobody else will have"},
           {"heal", "it is promoting itself", "a primary beside it would be a broken promise"},
           {"heal", "it streams from "},
           {"heal", "by itself"},
           {"heal", "it does not stream; "},
           {"heal", "follows nobody, and no node is primary"},
           {"heal", "no node is primary"},
           {"heal", "two nodes are primary on one timeline", "it would be a broken promise"},
           {"heal", "it is the present primary"},
           {"heal", "it is fenced; "},
           {"heal", "its server does not run"},
           {"heal", "rejoin: nothing", kStandsFor},
           {"heal", "rejoin: repoint"},
           {"heal", "rejoin: start"},
           {"heal", "rejoin: fence", "one that is left behind has been fenced by then"},
           {"heal", "rejoin: rewind"},
           {"heal", "rejoin: clone", "the model rewinds whatever diverged"},
           {"heal", "trying the failover of node "},
           {"heal", "it is not known whose place is to be filled",
            "a standby that answers says whom it followed"},
           {"heal", "Pgpool-II does not know that "},
           {"heal", "to be started anew"},
           {"heal", "commits wait for standbys", "a failover has seen to that before it promotes"},
           {"heal", "is attached"}})
    sights.push_back(std::move(sight));
}

void add_follow(std::vector<Sight>& sights) {
  for (auto& sight : std::vector<Sight>{{"follow_primary", "is no running standby"},
                                        {"follow_primary", " rejoined: "},
                                        {"follow_primary", " streams from "},
                                        {"follow_primary", "is attached"},
                                        {"follow_primary", "it stays detached until"},
                                        {"follow_primary", "the node to follow is in recovery",
                                         "Pgpool-II has seen it as primary a moment before"}})
    sights.push_back(std::move(sight));
}

void add_address(std::vector<Sight>& sights) {
  for (auto& sight : std::vector<Sight>{{"escalation", " did not hold "},
                                        {"escalation", " held "},
                                        {"escalation", "not known whether it holds"},
                                        {"escalation", "is held by the machine"},
                                        {"de_escalation", "taken down"},
                                        {"de_escalation", "is not here"},
                                        {"watch", "and no watchdog that leads"},
                                        {"heal", "Pgpool-II is killed, to be started anew"},
                                        {"heal", "does not believe what its leader does"}})
    sights.push_back(std::move(sight));
}

// What the model itself notes.
void add_world(std::vector<Sight>& sights) {
  for (auto& sight : std::vector<Sight>{{"PostgreSQL", "a standby streams from a standby"}})
    sights.push_back(std::move(sight));
}

const std::vector<Sight>& sights() {
  static const auto all = [] {
    std::vector<Sight> made;
    add_steps(made);
    add_failover(made);
    add_gate(made);
    add_watch(made);
    add_heal(made);
    add_follow(made);
    add_address(made);
    add_world(made);
    return made;
  }();
  return all;
}

std::string name_of(const Sight& sight) { return fmt::format("{}: {}", sight.process, sight.text); }

}  // namespace

void count_message(const std::string& process, const std::string& message, Counts& counts) {
  for (const auto& sight : sights())
    if (sight.process == process && message.contains(sight.text)) ++counts[name_of(sight)];
}

bool tell_coverage(const Counts& counts) {
  bool all = true;
  const auto tell = [&](const std::string& name, const char* never) {
    const auto found = counts.find(name);
    const int times = found == counts.end() ? 0 : found->second;
    const char* remark = never != nullptr ? never : times == 0 ? "NEVER HAPPENED" : "";
    std::puts(fmt::format("{:9} {}{}{}", times, name, *remark == 0 ? "" : " - ", remark).c_str());
    all = all && (times > 0 || never != nullptr);
  };
  for (const auto& name : fault_names()) tell("fault: " + name, nullptr);
  for (const auto& sight : sights()) tell(name_of(sight), sight.never);
  return all;
}

}  // namespace pgmahout::simulate
