#include "decide/preflight/limits.hpp"

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <set>
#include <sstream>
#include <string>

using namespace pgmahout;

// The roles look at the same things once more, so both have to ask for the same.
namespace {

YAML::Node role_file(const std::string& path) {
  return YAML::LoadFile(std::string(PGMAHOUT_SOURCE_DIR) + "/" + path);
}

std::string joined(const YAML::Node& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word.as<std::string>();
  return text;
}

std::string requirement_of(const decide::NeededCollection& needed) {
  const auto& from = needed.at_least;
  std::ostringstream text;
  text << ">=" << from.major_number << "." << from.minor_number << "." << from.patch << ",<"
       << needed.below;
  return text.str();
}

}  // namespace

TEST_CASE("the supported systems are those of the role preflight") {
  const auto role = role_file("roles/preflight/vars/main.yml")["__preflight_supported"];
  CHECK(role.size() == decide::supported_systems().size());
  for (const auto& system : decide::supported_systems()) {
    CAPTURE(system.distribution);
    CHECK(joined(role[std::string(system.distribution)]) == system.versions);
  }
}

TEST_CASE("the least memory and space, and what clocks may differ, are those of the role") {
  const auto role = role_file("roles/preflight/defaults/main.yml");
  const decide::PreflightLimits limits;
  CHECK(role["preflight_minimum_memory_mb"].as<std::int64_t>() == limits.memory_mb);
  CHECK(role["preflight_minimum_free_mb"].as<std::int64_t>() == limits.free_mb);
  CHECK(role["preflight_maximum_time_difference"].as<std::int64_t>() * 1000 ==
        limits.clocks_apart_ms);
}

TEST_CASE("the versions of Ansible are those of the role cluster_facts") {
  const auto role = role_file("roles/cluster_facts/defaults/main.yml");
  const decide::PreflightLimits limits;
  CHECK(role["cluster_facts_ansible_minimum"].as<std::string>() ==
        model::to_string(limits.ansible_at_least));
  CHECK(role["cluster_facts_ansible_below"].as<std::string>() ==
        model::to_string(limits.ansible_below));
}

TEST_CASE("the collections are those of requirements.yml") {
  const auto listed = role_file("requirements.yml")["collections"];
  CHECK(listed.size() == decide::needed_collections().size());
  std::size_t index = 0;
  for (const auto& needed : decide::needed_collections()) {
    CHECK(listed[index]["name"].as<std::string>() == needed.name);
    CHECK(listed[index]["version"].as<std::string>() == requirement_of(needed));
    ++index;
  }
}
