#pragma once

#include <fmt/ranges.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "../ports/fake_clock.hpp"
#include "act/context.hpp"
#include "model/node_state.hpp"
#include "ports/local/network_devices.hpp"
#include "ports/local/pgpool_process.hpp"

/// One node of three with nothing real behind its ports, for faults that real servers do not show
/// on demand. Time passes only when somebody sleeps; what was done is written down.
class FakeNode {
 public:
  FakeNode() {
    for (int id = 0; id < 3; ++id) {
      pgmahout::model::Node node;
      node.id = id;
      node.name = "n" + std::to_string(id);
      node.address = "192.0.2." + std::to_string(id + 1);
      cluster.nodes.push_back(node);
    }
    cluster.replication.confirmations = 1;
    layout.postgresql_socket = "/nonexistent";
    layout.ss_command = "/bin/ss";
  }

  /// What an operation of this node works with.
  [[nodiscard]] pgmahout::act::Context context() {
    return {.cluster = cluster,
            .self = cluster.nodes.at(self),
            .layout = layout,
            .shell = shell,
            .sql = sql,
            .server = server,
            .pgpool = pgpool,
            .addresses = addresses,
            .store = store,
            .crew = crew,
            .deadline = {clock, std::chrono::hours(24)},
            .log = log};
  }

  struct Server : pgmahout::ports::LocalServer {
    bool runs = true;
    bool starts = true;  ///< whether start() brings it up
    bool standby_signal = false;
    pgmahout::model::ServiceState service = pgmahout::model::ServiceState::running;
    pgmahout::model::ControlData control;
    std::optional<std::uint64_t> free;
    std::vector<std::string> done;

    std::optional<int> postmaster() override { return runs ? std::optional(42) : std::nullopt; }
    pgmahout::model::Result<pgmahout::model::ControlData> control_data(
        const pgmahout::ports::Deadline& /*deadline*/) override {
      return control;
    }
    pgmahout::model::Result<pgmahout::model::ServiceState> service_state(
        const pgmahout::ports::Deadline& /*deadline*/) override {
      return service;
    }
    pgmahout::model::Result<void> start(const pgmahout::ports::Deadline& /*deadline*/) override {
      done.emplace_back("start");
      runs = starts;
      return {};
    }
    void ask_to_stop() override { done.emplace_back("ask to stop"); }
    pgmahout::model::Result<void> stop(pgmahout::ports::StopMode mode,
                                       const pgmahout::ports::Deadline& /*deadline*/) override {
      done.emplace_back(mode == pgmahout::ports::StopMode::immediate ? "stop at once" : "stop");
      runs = false;
      return {};
    }
    bool has_standby_signal() override { return standby_signal; }
    bool is_fresh_copy() override { return false; }
    std::optional<std::uint64_t> free_bytes() override { return free; }
    pgmahout::model::Result<void> set_standby_signal(bool present) override {
      standby_signal = present;
      return {};
    }
    std::string data_file(const std::string& /*name*/) override { return ""; }
    pgmahout::model::Result<void> leave_note(const std::string& /*name*/,
                                             std::string_view /*content*/) override {
      return {};
    }
  };

  struct Store : pgmahout::ports::Store {
    std::map<std::string, std::string> records;
    bool full = false;

    pgmahout::model::Result<std::optional<std::string>> read(const std::string& name) override {
      const auto found = records.find(name);
      if (found == records.end()) return std::nullopt;
      return found->second;
    }
    pgmahout::model::Result<void> write(const std::string& name,
                                        std::string_view content) override {
      if (full) return std::unexpected(pgmahout::model::Error{.what = "no space left"});
      records[name] = content;
      return {};
    }
    pgmahout::model::Result<std::optional<std::string>> exchange(
        const std::string& name, std::string_view content) override {
      const auto before = read(name);
      if (const auto done = write(name, content); !done) return std::unexpected(done.error());
      return before;
    }
    pgmahout::model::Result<void> append(const std::string& name, std::string_view line) override {
      if (full) return std::unexpected(pgmahout::model::Error{.what = "no space left"});
      records[name] += line;
      return {};
    }
    pgmahout::model::Result<void> remove(const std::string& name) override {
      records.erase(name);
      return {};
    }
    pgmahout::model::Result<bool> replace_if(const std::string& name, std::string_view before,
                                             std::string_view after) override {
      if (!records.contains(name) || records[name] != before) return false;
      if (const auto done = write(name, after); !done) return std::unexpected(done.error());
      return true;
    }
    pgmahout::model::Result<bool> remove_if(const std::string& name,
                                            std::string_view content) override {
      if (records.contains(name) && records[name] != content) return false;
      records.erase(name);
      return true;
    }
  };

  /// Answers pcp_watchdog_info; every other program just succeeds.
  struct Shell : pgmahout::ports::Shell {
    std::string quorum = "QUORUM EXIST";
    std::string status = "STANDBY";     ///< of this node's watchdog
    std::string address = "192.0.2.1";  ///< of this node
    std::string leader;                 ///< address of the watchdog's leader
    std::map<std::string, std::string>
        down_at;                     ///< the node that the Pgpool-II at a host calls down
    bool hangs = false;              ///< Pgpool-II answers nothing
    std::vector<std::string> ran;    ///< programs and their last arguments
    std::vector<std::string> lines;  ///< whole command lines

    pgmahout::model::Result<pgmahout::ports::ShellResult> run(
        const pgmahout::ports::Target& /*target*/, const pgmahout::ports::Command& command,
        const pgmahout::ports::Deadline& /*deadline*/) override {
      const auto& program = command.argv.front();
      ran.push_back(program.substr(program.rfind('/') + 1) + " " + command.argv.back());
      lines.push_back(fmt::format("{}", fmt::join(command.argv, " ")));
      if (hangs)
        return std::unexpected(pgmahout::model::Error{.kind = pgmahout::model::ErrorKind::no_answer,
                                                      .what = "it did not end in time"});
      if (program.ends_with("pcp_health_check_stats")) {
        const auto down = down_at.find(command.argv.at(2));
        const bool is_down = down != down_at.end() && down->second == command.argv.back();
        return pgmahout::ports::ShellResult{.output = command.argv.back() + " h 5432 " +
                                                      (is_down ? "down" : "up") + " standby\n"};
      }
      return pgmahout::ports::ShellResult{
          .output = "Quorum state : " + quorum + "\nLeader Host Name : " + leader +
                    "\nNode Name : n\nHost Name : " + address + "\nStatus Name : " + status + "\n"};
    }
  };

  static constexpr std::uint16_t kPgpoolPort = 9999;

  /// The local server: a primary or a standby, or one that takes connections and says nothing.
  struct Sql : pgmahout::ports::Sql {
    bool silent = false;
    bool in_recovery = false;
    bool frozen = false;                         ///< it follows nobody
    std::string resume_refused;                  ///< why replay cannot be told to go on
    std::set<std::string> standbys;              ///< nodes that are in recovery anyway
    std::string sessions_end;                    ///< how Pgpool-II ends each session, if it does
    std::string names;                           ///< synchronous_standby_names
    std::map<std::string, std::string> replies;  ///< of the standbys: their reply_time

    struct Session : pgmahout::ports::SqlSession {
      Session(Sql& owner, std::string node) : owner_(owner), node_(std::move(node)) {}
      pgmahout::model::Result<pgmahout::ports::Rows> run(
          const pgmahout::ports::Query& query,
          const pgmahout::ports::Deadline& /*deadline*/) override {
        pgmahout::ports::Rows rows;
        if (query.text.find("pg_wal_replay_resume") != std::string::npos &&
            !owner_.resume_refused.empty())
          return std::unexpected(pgmahout::model::Error{.kind = pgmahout::model::ErrorKind::failed,
                                                        .what = owner_.resume_refused});
        if (query.text.find("pg_stat_replication") != std::string::npos)
          for (const auto& [name, time] : owner_.replies) rows.rows.push_back({name, time});
        else if (query.text.starts_with("SHOW"))
          rows.rows.push_back({owner_.names});
        else
          rows.rows.push_back(owner_.state(node_));
        return rows;
      }

     private:
      Sql& owner_;
      std::string node_;
    };

    pgmahout::model::Result<std::unique_ptr<pgmahout::ports::SqlSession>> connect(
        const pgmahout::ports::SqlTarget& target,
        const pgmahout::ports::Deadline& /*deadline*/) override {
      if (target.port == kPgpoolPort && !sessions_end.empty())
        return std::unexpected(pgmahout::model::Error{.what = sessions_end});
      if (silent)
        return std::unexpected(pgmahout::model::Error{.kind = pgmahout::model::ErrorKind::no_answer,
                                                      .what = "PostgreSQL did not answer in time"});
      return std::make_unique<Session>(*this, target.node);
    }

    [[nodiscard]] pgmahout::ports::Row state(const std::string& node) const {
      return {in_recovery || standbys.contains(node) ? "t" : "f",
              "7000000000000000001",
              "1",
              "",
              "0/3000000",
              "0/3000000",
              "0/3000000",
              frozen ? "t" : "f",
              "f",
              "f",
              std::nullopt,
              std::nullopt,
              std::nullopt,
              "",
              "10.00",
              std::nullopt,
              "f"};
    }
  };

  struct OneByOne : pgmahout::ports::Crew {
    void run(const std::vector<std::function<void()>>& pieces) override {
      for (const auto& piece : pieces) piece();
    }
  };

  pgmahout::model::Cluster cluster;
  std::size_t self = 0;  ///< which of the nodes it is
  pgmahout::model::Layout layout;
  FakeClock clock;
  Server server;
  pgmahout::ports::local::PgpoolProcess pgpool{layout};
  pgmahout::ports::local::NetworkDevices addresses;
  Store store;
  Shell shell;
  Sql sql;
  OneByOne crew;
  spdlog::logger log{"test"};
};
