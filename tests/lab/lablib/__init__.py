"""The lab: bare Debian hosts made of namespaces, for Ansible and the tests."""
