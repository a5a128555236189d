#include "act/guard/watch.hpp"

#include "act/guard/hand_over.hpp"
#include "act/guard/life_check.hpp"
#include "act/guard/look_all_the_time.hpp"
#include "act/guard/restarter.hpp"
#include "act/guard/vip_watch.hpp"
#include "act/guard/vital_watch.hpp"
#include "observe/config_text.hpp"
#include "ports/files.hpp"
#include "ports/local/icmp_echo.hpp"
#include "ports/local/watchdog_socket.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kLookForLife{50};
constexpr ports::Duration kLookForContact{250};
constexpr ports::Duration kLookForVip{1000};
constexpr ports::Duration kCallOthers{100};

// Before 4.2 a watchdog numbers the nodes in an order of its own, which nobody else knows.
bool numbers_nodes(const model::Cluster& cluster) {
  return cluster.pgpool.version >= model::Version{4, 2, 0};
}

// The watchdog of this node by what pgpool.conf says at the moment, key and all: the description
// holds no secrets, and the file may be changed, or not be there yet.
class ConfiguredWatchdog : public ports::Watchdog {
 public:
  explicit ConfiguredWatchdog(const Context& context) : context_(context) {}

  model::Result<void> report(const ports::LifeReport& report,
                             const ports::Deadline& deadline) override {
    const auto text = ports::read_file(context_.layout.pgpool_conf + "/pgpool.conf");
    if (!text) return std::unexpected(text.error());
    auto configured = observe::parse_config(*text);
    if (!configured) return std::unexpected(configured.error());
    ports::local::WatchdogSocket socket((*configured)["wd_ipc_socket_dir"],
                                        context_.cluster.pgpool.watchdog_port,
                                        model::Secret((*configured)["wd_authkey"]));
    return socket.report(report, deadline);
  }

 private:
  const Context& context_;
};

void watch_others(const Context& context, const settings::Timers& timers) {
  ports::local::IcmpEcho echo;
  ConfiguredWatchdog watchdog(context);
  struct {
    LifeCheck life_check;
    HandOver hand_over;
    ports::Duration tolerated;
    void look() {
      life_check.look();
      hand_over.look(life_check.silent_for(tolerated));
    }
  } others{.life_check = LifeCheck(context, timers, echo, watchdog),
           .hand_over = HandOver(context),
           .tolerated = settings::tolerated_pause(timers)};
  look_all_the_time(others, context.deadline, kCallOthers);
}

}  // namespace

// Several of them, for a question to a server that hangs must not keep anybody from seeing it die.
model::Result<void> watch(const Context& context) {
  const auto timers = settings::effective_timers(context.cluster);
  if (!timers) return std::unexpected(timers.error());
  Restarter restarter(context);
  VitalWatch vital(context, *timers);
  VipWatch vip(context);
  context.log.info("watching {}", context.layout.postgresql_service);
  context.crew.run({[&] { look_all_the_time(restarter, context.deadline, kLookForLife); },
                    [&] { look_all_the_time(vital, context.deadline, kLookForContact); },
                    [&] { look_all_the_time(vip, context.deadline, kLookForVip); },
                    [&] {
                      if (numbers_nodes(context.cluster)) watch_others(context, *timers);
                    }});
  return {};
}

}  // namespace pgmahout::act
