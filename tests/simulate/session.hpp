#pragma once

#include <string>
#include <vector>

#include "ports.hpp"

namespace pgmahout::simulate {

[[nodiscard]] inline std::string flag(bool value) { return value ? "t" : "f"; }

[[nodiscard]] std::unexpected<model::Error> sql_error(model::ErrorKind kind, std::string what,
                                                      const std::string& node);

/// One open connection to a server, as long as that server runs.
class Session : public ports::SqlSession {
 public:
  Session(Ports& owner, int node)
      : owner_(owner),
        node_(node),
        incarnation_(server().incarnation),
        resets_(server().resets),
        id_(owner.world.next_session()) {}
  ~Session() override { close(); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  model::Result<ports::Rows> run(const ports::Query& query,
                                 const ports::Deadline& deadline) override;

  [[nodiscard]] int id() const { return id_; }
  [[nodiscard]] Postgres& server() const {
    return *owner_.world.servers.at(static_cast<std::size_t>(node_));
  }
  [[nodiscard]] const std::string& name() const {
    return owner_.world.cluster.nodes.at(static_cast<std::size_t>(node_)).name;
  }
  [[nodiscard]] ports::Row state() const;
  [[nodiscard]] ports::Rows senders(const std::vector<std::string>& columns) const;
  [[nodiscard]] std::string conninfo() const;
  [[nodiscard]] std::string heard_note() const;
  model::Result<ports::Rows> alter(const std::string& text) const;

 private:
  model::Result<void> reach(const ports::Deadline& deadline);
  void close() const;

  model::Result<ports::Rows> answer(const ports::Query& query);

  Ports& owner_;
  int node_;
  int incarnation_;
  int resets_;
  int id_;
};

}  // namespace pgmahout::simulate
