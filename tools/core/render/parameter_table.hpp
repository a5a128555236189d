#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/error.hpp"
#include "model/version.hpp"

namespace pgmahout::render {

/// Who may change a parameter and when: the servers' own words. PostgreSQL's are those of
/// pg_settings.context; boot, init, reload, session and pcp are Pgpool-II's.
enum class Context : std::uint8_t {
  internal,
  postmaster,
  sighup,
  backend,
  superuser_backend,
  superuser,
  user,
  boot,
  init,
  reload,
  session,
  pcp,
};

/// How the name is written: alone (port), only with a node's number (backend_port0), or either.
enum class Shape : std::uint8_t { single, per_node, both };

/// The `before` of a parameter that the newest known version still has.
inline constexpr model::Version kStillThere{1000, 0, 0};

/// Parameters that share everything but their names.
struct ParameterRow {
  model::Version since;   ///< first version that knows them
  model::Version before;  ///< first version that no longer does
  Context context = Context::internal;
  Shape shape = Shape::single;
  std::string_view names;  ///< separated by blanks
};

/// A parameter that goes by another name from some version on.
struct Renamed {
  std::string_view from;
  std::string_view to;
};

/// Every parameter of one server over its versions. Pgpool-II ignores what it does not know without
/// a word, so nothing reaches a file that is not in here for the very version.
struct ParameterTable {
  std::string_view product;  ///< for messages: "PostgreSQL"
  std::span<const ParameterRow> rows;
  std::span<const Renamed> renamed;
  bool ignores_case = false;  ///< whether DateStyle and datestyle are the same parameter

  /// The row of that parameter at that version, or null. A node's number at the end of a name is
  /// understood where the shape has one.
  [[nodiscard]] const ParameterRow* find(std::string_view name, const model::Version& at) const;
  /// Whether any version knows it.
  [[nodiscard]] bool known_at_all(std::string_view name) const;
  /// An error of kind invalid when that version does not know the parameter; it names the versions
  /// that do and the name to write instead.
  [[nodiscard]] std::optional<model::Error> unknown(const std::string& name,
                                                    const model::Version& at) const;
};

/// Whether a change needs a restart of the server; a reload is enough for all others.
[[nodiscard]] bool needs_restart(Context context);

}  // namespace pgmahout::render
