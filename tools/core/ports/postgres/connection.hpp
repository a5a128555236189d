#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "ports/sql.hpp"

namespace pgmahout::ports::postgres {

/// One open connection by libpq.
class Connection : public SqlSession {
 public:
  [[nodiscard]] static model::Result<Connection> open(const SqlTarget& target,
                                                      const Deadline& deadline);
  [[nodiscard]] model::Result<Rows> run(const Query& query, const Deadline& deadline) override;

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  using Warnings = std::vector<std::string>;

  Connection(PGconn* connection, std::string node);
  static void hear(void* warnings, const PGresult* said);
  [[nodiscard]] model::Result<void> finish_connecting(const Deadline& deadline);
  [[nodiscard]] model::Result<void> flush(const Query& query, const Deadline& deadline);
  [[nodiscard]] model::Result<Rows> collect(const Query& query, const Deadline& deadline);
  [[nodiscard]] model::Error said_no(const std::string& command) const;
  [[nodiscard]] model::Error silent(const std::string& command, const Deadline& deadline) const;
  void wait(short events, const Deadline& deadline) const;

  std::string node_;
  bool opened_ = false;
  std::unique_ptr<Warnings> warnings_;  // libpq keeps its address
  std::unique_ptr<PGconn, Finish> pg_;
};

}  // namespace pgmahout::ports::postgres
