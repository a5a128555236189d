# Part of pgmahout, under the PostgreSQL License (see LICENSE).
"""Tells pgmahout bootstrap how far a playbook is: one line of JSON an event, on standard error."""
from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
---
name: pgmahout_progress
type: notification
short_description: Tell another program how far the playbook is
description:
  - Writes a line for each play, task and answer of a host to standard error, as JSON behind a record separator
    (U+001E), so that nothing else on standard error is taken for it.
  - Does nothing unless it is named in C(ANSIBLE_CALLBACKS_ENABLED).
author:
  - the pgmahout maintainers (@pgmahout)
"""

import json
import os

from ansible.plugins.callback import CallbackBase

LONGEST_MESSAGE = 1500


def message_of(result):
    """The words of a failed task; of a loop those of the first item that failed."""
    for item in result.get("results") or []:
        if isinstance(item, dict) and item.get("failed"):
            return message_of(item)
    words = [str(result.get(key) or "").strip() for key in ("msg", "stderr", "module_stderr")]
    return " ".join(word for word in words if word)[:LONGEST_MESSAGE]


class CallbackModule(CallbackBase):
    """Hears what happens and passes it on."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "pgmahout_progress"
    CALLBACK_NEEDS_ENABLED = True

    def tell(self, event, **fields):
        """One line, in one write, so that it stays whole."""
        fields["event"] = event
        os.write(2, ("\x1e" + json.dumps(fields) + "\n").encode("ascii"))

    def tell_answer(self, event, result, **fields):
        """What a host said to a task."""
        self.tell(event, host=result._host.get_name(), task=result._task.get_name(), **fields)

    def v2_playbook_on_start(self, playbook):
        self.tell("begin", plays=[play.get_name() for play in playbook.get_plays()])

    def v2_playbook_on_play_start(self, play):
        self.tell("play", name=play.get_name())

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.tell("task", name=task.get_name())

    def v2_playbook_on_handler_task_start(self, task):
        self.tell("task", name=task.get_name())

    def v2_runner_on_start(self, host, task):
        self.tell("start", host=host.get_name(), task=task.get_name())

    def v2_runner_on_ok(self, result):
        self.tell_answer("ok", result, changed=bool(result._result.get("changed")))

    def v2_runner_on_skipped(self, result):
        self.tell_answer("skipped", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        event = "ok" if ignore_errors else "failed"
        changed = bool(result._result.get("changed"))
        self.tell_answer(event, result, changed=changed, message=message_of(result._result))

    def v2_runner_on_unreachable(self, result):
        self.tell_answer("unreachable", result, message=message_of(result._result))

    def v2_playbook_on_stats(self, stats):
        hosts = {}
        for host in stats.processed:
            told = stats.summarize(host)
            hosts[host] = {"ok": told["ok"], "changed": told["changed"],
                           "failed": told["failures"], "unreachable": told["unreachable"]}
        self.tell("end", hosts=hosts)
