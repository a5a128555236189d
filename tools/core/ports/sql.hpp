#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/error.hpp"
#include "model/secret.hpp"
#include "ports/clock.hpp"

namespace pgmahout::ports {

/// How to reach a database.
struct SqlTarget {
  std::string node;  ///< for messages
  std::string host;  ///< address, or directory of the Unix-domain socket
  std::uint16_t port = 5432;
  std::string user;
  std::string database = "postgres";
  std::string passfile;    ///< empty: libpq's own rules
  model::Secret password;  ///< empty: by passfile, or none is needed
};

/// One statement; its parameters are $1, $2 ... and travel beside it, never within it.
struct Query {
  std::string text;
  std::vector<std::optional<std::string>> parameters;
};

using Row = std::vector<std::optional<std::string>>;

/// What one statement returned.
struct Rows {
  std::vector<std::string> columns;
  std::vector<Row> rows;
  /// What the server warned of meanwhile: a commit that gave up waiting for its standbys is told so
  /// by a warning alone.
  std::vector<std::string> warnings;
};

/// One open connection: what belongs to it in the server (advisory locks, settings) lives as long
/// as this object, and no longer than the connection.
class SqlSession {
 public:
  virtual ~SqlSession() = default;

  /// Runs one statement, a transaction of its own. A server that says no: kind failed. One that
  /// says nothing in time: kind no_answer, and then the statement may still take effect.
  [[nodiscard]] virtual model::Result<Rows> run(const Query& query, const Deadline& deadline) = 0;
};

/// Talks to PostgreSQL (and to Pgpool-II, which speaks the same).
class Sql {
 public:
  virtual ~Sql() = default;

  /// Opens a connection. The server itself ends each of its statements that takes longer than what
  /// the deadline leaves now.
  [[nodiscard]] virtual model::Result<std::unique_ptr<SqlSession>> connect(
      const SqlTarget& target, const Deadline& deadline) = 0;

  /// Runs the statements one after the other over a connection of their own; stops at the first
  /// that fails.
  [[nodiscard]] model::Result<std::vector<Rows>> run(const SqlTarget& target,
                                                     std::span<const Query> queries,
                                                     const Deadline& deadline);
};

/// One statement alone.
[[nodiscard]] model::Result<Rows> query(Sql& sql, const SqlTarget& target, const Query& query,
                                        const Deadline& deadline);

/// The text as an SQL literal, for statements that take no parameters (ALTER SYSTEM).
[[nodiscard]] std::string sql_literal(const std::string& text);

}  // namespace pgmahout::ports
