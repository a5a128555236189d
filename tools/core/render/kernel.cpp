#include "render/kernel.hpp"

#include "model/expectation.hpp"
#include "render/subject.hpp"
#include "render/template.hpp"
#include "settings/timers.hpp"

namespace pgmahout::render {

model::Parameters kernel_parameters(const model::Cluster& cluster) {
  const auto timers = settings::timers_of(cluster.failover_profile);
  return {{model::kTcpRetries, std::to_string(timers.tcp_retries)},
          {model::kPingGroups, "0 2147483647"}};
}

Files network_conf(const Subject& subject) {
  const auto parameters = kernel_parameters(subject.cluster);
  TemplateData data;
  data.set("retries", parameters.at(model::kTcpRetries));
  data.set("ping_groups", parameters.at(model::kPingGroups));
  return std::vector{RenderedFile{.stage = Stage::system,
                                  .destination = subject.layout.network_conf,
                                  .content = fill("network.conf", data),
                                  .on_change = OnChange::load_network}};
}

}  // namespace pgmahout::render
