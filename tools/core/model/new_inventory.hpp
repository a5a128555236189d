#pragma once

#include <string>
#include <vector>

namespace pgmahout::model {

/// A host of a cluster that is about to be written down.
struct NewNode {
  std::string name;
  std::string address;

  bool operator==(const NewNode&) const = default;
};

/// What a new inventory shall say; every field is filled in and by itself correct. The first node
/// is primary when the cluster is first made.
struct NewInventory {
  std::string cluster_name;
  std::vector<NewNode> nodes;
  std::string vip;
  std::string network;
  std::string postgresql_version;
  std::string profile;
  std::string synchronous;
  std::string ssh_user;
};

/// An inventory that was written, without any secret of it.
struct MadeInventory {
  NewInventory inventory;
  std::string directory;               ///< as it was given
  std::vector<std::string> files;      ///< relative to the directory
  std::string vault_password_file;     ///< where the vault's password is
  bool vault_password_is_new = false;  ///< it was made up, so its file is of the directory
  std::vector<std::string> warnings;   ///< what the rules say that is no refusal
};

}  // namespace pgmahout::model
