#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/error.hpp"
#include "ports/file_descriptor.hpp"

namespace pgmahout::act::clone {

/// What a run has made elsewhere than in its own directories, so that a later run can undo it.
struct Journal {
  std::string slot;                      ///< name of a slot that was made; empty: none
  std::string slot_node;                 ///< the node it was made on
  std::vector<std::string> tablespaces;  ///< locations that are being filled
};

/// The journal's text.
[[nodiscard]] std::string to_text(const Journal& journal);

/// What to_text() wrote; nothing when it is damaged. A guess could leave a slot that keeps WAL for
/// ever.
[[nodiscard]] std::optional<Journal> parse_journal(const std::string& text);

/// The places of a clone: the data directory and what lies beside it while one is at work. All
/// are on one filesystem, so that a finished copy is renamed into place.
class Workplace {
 public:
  /// Follows symbolic links to where the data directory really is; PostgreSQL's major version
  /// tells which files in a tablespace's location are ours to remove.
  Workplace(const std::string& data_directory, int major_version);

  [[nodiscard]] const std::string& data() const { return data_; }
  [[nodiscard]] const std::string& copy() const { return copy_; }

  /// Only one clone or rejoin at a time.
  [[nodiscard]] model::Result<ports::FileDescriptor> lock() const;
  /// What an earlier run wrote down and did not live to undo; empty when it ended well.
  [[nodiscard]] model::Result<Journal> read_journal() const;
  [[nodiscard]] model::Result<void> write_journal(const Journal& journal) const;
  [[nodiscard]] model::Result<void> remove_journal() const;
  /// Puts the old data directory back if a run ended between the two renames, and removes every
  /// unfinished or replaced copy, with the tablespaces that only they use.
  [[nodiscard]] model::Result<void> clean(const Journal& journal) const;
  /// The finished copy becomes the data directory. When this succeeds there is no way back.
  [[nodiscard]] model::Result<void> swap_in() const;

 private:
  [[nodiscard]] model::Result<void> remove_cluster(const std::string& directory) const;

  int major_;
  std::string data_;
  std::string copy_;     ///< <data>.pgmahout-new
  std::string aside_;    ///< <data>.pgmahout-old
  std::string journal_;  ///< <data>.pgmahout-journal
  std::string lock_;     ///< <data>.pgmahout-lock
};

}  // namespace pgmahout::act::clone
