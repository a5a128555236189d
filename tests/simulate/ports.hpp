#pragma once

#include <memory>
#include <utility>

#include "act/context.hpp"
#include "ports/echo.hpp"
#include "ports/watchdog.hpp"
#include "world.hpp"

namespace pgmahout::simulate {

/// What one gets who waits in vain.
[[nodiscard]] std::unexpected<model::Error> no_answer(const std::string& what);

/// The ways to the world of one process on one host: what the code under test takes for machines.
/// Every call takes some time, in which anything may happen.
struct Ports {
  Ports(World& world, int host, ProcessPtr process);

  /// What an operation of that process works with.
  [[nodiscard]] act::Context context(ports::Duration deadline);

  struct Clock : ports::Clock {
    explicit Clock(Ports& owner) : owner_(owner) {}
    [[nodiscard]] ports::TimePoint now() const override;
    void sleep_for(ports::Duration duration) override;
    [[nodiscard]] ports::Duration uptime() const override;
    [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override;

   private:
    Ports& owner_;
  };

  struct Sql : ports::Sql {
    explicit Sql(Ports& owner) : owner_(owner) {}
    model::Result<std::unique_ptr<ports::SqlSession>> connect(
        const ports::SqlTarget& target, const ports::Deadline& deadline) override;

   private:
    Ports& owner_;
  };

  struct Shell : ports::Shell {
    explicit Shell(Ports& owner) : owner_(owner) {}
    model::Result<ports::ShellResult> run(const ports::Target& target,
                                          const ports::Command& command,
                                          const ports::Deadline& deadline) override;

   private:
    model::Result<ports::ShellResult> call_agent(int node, const ports::Command& command,
                                                 const ports::Deadline& deadline);
    model::Result<ports::ShellResult> call_pgpool(const ports::Command& command,
                                                  const ports::Deadline& deadline);
    model::Result<ports::ShellResult> change_address(const ports::Command& command);
    void note_attached(int node) const;
    Ports& owner_;
  };

  struct Server : ports::LocalServer {
    explicit Server(Ports& owner) : owner_(owner) {}
    std::optional<int> postmaster() override;
    model::Result<model::ControlData> control_data(const ports::Deadline& deadline) override;
    model::Result<model::ServiceState> service_state(const ports::Deadline& deadline) override;
    model::Result<void> start(const ports::Deadline& deadline) override;
    model::Result<void> stop(ports::StopMode mode, const ports::Deadline& deadline) override;
    void ask_to_stop() override;
    bool has_standby_signal() override;
    bool is_fresh_copy() override { return false; }
    std::optional<std::uint64_t> free_bytes() override;
    model::Result<void> set_standby_signal(bool present) override;
    std::string data_file(const std::string& name) override;
    model::Result<void> leave_note(const std::string& name, std::string_view content) override;

   private:
    Ports& owner_;
  };

  struct LocalPgpool : ports::LocalPgpool {
    explicit LocalPgpool(Ports& owner) : owner_(owner) {}
    bool runs() override;
    model::Result<void> end() override;
    int end_conversations() override;

   private:
    Ports& owner_;
  };

  struct Addresses : ports::Addresses {
    explicit Addresses(Ports& owner) : owner_(owner) {}
    std::string device_with(const std::string& address) override;

   private:
    Ports& owner_;
  };

  struct Store : ports::Store {
    explicit Store(Ports& owner) : owner_(owner) {}
    model::Result<std::optional<std::string>> read(const std::string& name) override;
    model::Result<void> write(const std::string& name, std::string_view content) override;
    model::Result<std::optional<std::string>> exchange(const std::string& name,
                                                       std::string_view content) override;
    model::Result<void> append(const std::string& name, std::string_view line) override;
    model::Result<void> remove(const std::string& name) override;
    model::Result<bool> replace_if(const std::string& name, std::string_view before,
                                   std::string_view after) override;
    model::Result<bool> remove_if(const std::string& name, std::string_view content) override;

   private:
    template <typename Change>
    auto change(const std::string& name, bool needs_space, const Change& change)
        -> decltype(change(std::declval<ports::Store&>()));
    Ports& owner_;
  };

  struct Crew : ports::Crew {
    explicit Crew(Ports& owner) : owner_(owner) {}
    void run(const std::vector<std::function<void()>>& pieces) override;

   private:
    Ports& owner_;
  };

  struct Echo : ports::Echo {
    explicit Echo(Ports& owner) : owner_(owner) {}
    model::Result<void> call(const std::string& address) override;
    bool heard(const std::string& address) override;
    bool answers(const std::string& address, std::uint16_t port,
                 const ports::Deadline& deadline) override;

   private:
    Ports& owner_;
    std::set<int> heard_;
  };

  struct Watchdog : ports::Watchdog {
    explicit Watchdog(Ports& owner) : owner_(owner) {}
    model::Result<void> report(const ports::LifeReport& report,
                               const ports::Deadline& deadline) override;

   private:
    Ports& owner_;
  };

  /// Lets time pass, as a piece of work does, up to the deadline.
  void spend(Time least, Time most);
  /// Waits until that host hears us and is heard, or nobody is to wait any longer. The error of one
  /// that is dark: no_answer with these words, or what the kernel says when nobody answers its ARP
  /// requests, which may be sooner.
  model::Result<void> get_through(int node, const ports::Deadline& deadline,
                                  const std::string& words);
  /// Waits until the deadline is over, as one does who gets no answer.
  void wait_out(const ports::Deadline& deadline);
  [[nodiscard]] Postgres& own_server() { return *world.servers.at(static_cast<std::size_t>(host)); }
  [[nodiscard]] Pgpool& own_pgpool() { return *world.pgpools.at(static_cast<std::size_t>(host)); }
  [[nodiscard]] Host& own_host() { return world.hosts.at(static_cast<std::size_t>(host)); }

  World& world;
  int host;
  ProcessPtr process;
  Clock clock{*this};
  Sql sql{*this};
  Shell shell{*this};
  Server server{*this};
  LocalPgpool pgpool{*this};
  Addresses addresses{*this};
  Store store{*this};
  Crew crew{*this};
  Echo echo{*this};
  Watchdog watchdog{*this};
  std::shared_ptr<spdlog::logger> log;
};

}  // namespace pgmahout::simulate
