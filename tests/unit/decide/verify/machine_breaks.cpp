#include "decide/verify/breaks.hpp"

namespace pgmahout::test {

std::vector<Break> node_breaks() {
  return {
      {"the agent ends with an error",
       [](World& w) { w.inspection.nodes.at("postgres3") = std::unexpected(refused()); },
       {"node.answers fail"}},
      {"a service is stopped",
       [](World& w) { w.node(1).units[1].active = "inactive"; },
       {"node.services fail"}},
      {"a service is not enabled",
       [](World& w) { w.node(1).units[0].enabled = "disabled"; },
       {"node.services fail"}},
      {"the guard is stopped",
       [](World& w) { w.node(1).units[2].active = "failed"; },
       {"node.services fail"}},
      {"our second service is not there",
       [](World& w) { w.node(1).units.pop_back(); },
       {"node.services fail"}},
      {"PostgreSQL starts without the gate",
       [](World& w) {
         w.node(2).units[0].before_start = "{ path=/bin/true ; argv[]=/bin/true }\n";
       },
       {"node.gate fail"}},
      {"a gate whose word does not count",
       [](World& w) {
         auto& text = w.node(2).units[0].before_start;
         text.replace(text.find("errors=no"), 9, "errors=yes");
       },
       {"node.gate fail"}},
      {"a state directory that others may read",
       [](World& w) { w.node(0).files.back().mode = "0755"; },
       {"node.state fail"}},
      {"a state directory of root's",
       [](World& w) { w.node(0).files.back().owner = "root"; },
       {"node.state fail"}},
      {"no state directory",
       [](World& w) { w.node(0).files.back().present = false; },
       {"node.state fail"}},
      {"a fenced node",
       [](World& w) { w.node(2).fenced = "postgres1 is primary"; },
       {"node.fence fail"}},
      {"an old agent",
       [](World& w) { w.node(2).agent_version = "0.0.9"; },
       {"node.executables fail"}},
      {"another build",
       [](World& w) { w.node(2).files[3].sha256 = "ff"; },
       {"node.executables fail"}},
      {"a missing executable",
       [](World& w) { w.node(0).files.erase(w.node(0).files.begin() + 3); },
       {"node.executables fail"}},
      {"a changed file", [](World& w) { w.node(0).files[0].sha256 = "ff"; }, {"node.files fail"}},
      {"a missing file", [](World& w) { w.node(0).files[0].present = false; }, {"node.files fail"}},
      {"a readable secret",
       [](World& w) { w.node(0).files[0].mode = "0644"; },
       {"node.file_modes fail"}},
      {"a file of another owner",
       [](World& w) { w.node(0).files[0].owner = "root"; },
       {"node.file_modes fail"}},
  };
}

std::vector<Break> kernel_breaks() {
  return {
      {"the kernel sends again for a quarter of an hour",
       [](World& w) { w.node(1).kernel[model::kTcpRetries] = "15"; },
       {"node.tcp_retries fail"}},
      {"the kernel gives up before the profile's time",
       [](World& w) { w.node(1).kernel[model::kTcpRetries] = "4"; },
       {"node.tcp_retries fail"}},
      {"nobody tells how often the kernel sends again",
       [](World& w) { w.node(1).kernel.erase(model::kTcpRetries); },
       {"node.tcp_retries fail"}},
      {"nobody may call hosts by ICMP",
       [](World& w) { w.node(2).kernel[model::kPingGroups] = "1 0"; },
       {"node.ping_group fail"}},
      {"only other groups may",
       [](World& w) { w.node(2).kernel[model::kPingGroups] = "118 2147483647"; },
       {"node.ping_group fail"}},
      {"a range that is none",
       [](World& w) { w.node(2).kernel[model::kPingGroups] = "everybody"; },
       {"node.ping_group fail"}},
      {"the services of user postgres end with each question",
       [](World& w) { w.node(0).files[4].present = false; },
       {"node.linger fail"}},
  };
}

}  // namespace pgmahout::test
