"""The probe inside one host: 20 times a second, could a client write here, and what is this server?

It asks through the Unix socket, so it sees through partitions. It never cancels what it sent: a
commit that waits for its standbys is asked for again until it answers, and counts when it does. A
cancelled one would be acknowledged, with a warning, though nobody else has it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

from ledgerlib.wire import Answer, Connection, Target, WireError

PERIOD = 0.04
CONNECT_SECONDS = 1.0
TABLE = """CREATE TABLE IF NOT EXISTS writer_probe (
  node text PRIMARY KEY, n bigint NOT NULL) WITH (fillfactor = 20)"""
WRITE = """UPDATE writer_probe SET n = n + 1 WHERE node = '{node}'
  RETURNING substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"""
ROLE = """SELECT pg_is_in_recovery(), (SELECT coalesce(sender_host, '') FROM pg_stat_wal_receiver
  WHERE status = 'streaming')"""


class Sampler(threading.Thread):
    """One statement, again and again, over one connection."""

    def __init__(self, kind: str, target: Target, statement: str,
                 note: Callable[[str], None]) -> None:
        super().__init__(daemon=True)
        self._kind = kind
        self._target = target
        self._statement = statement
        self._note = note
        self._connection: Connection | None = None

    def run(self) -> None:
        while True:
            begun = time.monotonic()
            self._sample(begun)
            time.sleep(max(0.0, PERIOD - (time.monotonic() - begun)))

    def _sample(self, begun: float) -> None:
        try:
            if self._connection is None:
                self._connection = Connection(self._target, CONNECT_SECONDS)
            self._connection.send(self._statement)
            self._judge(begun, self._awaited(self._connection, begun))
        except WireError as error:
            self._tell(begun, "no", str(error))
            self._hang_up()

    def _awaited(self, connection: Connection, begun: float) -> Answer:
        while (answer := connection.answer(PERIOD)) is None:
            self._tell(begun, "waiting")
        return answer

    def _judge(self, begun: float, answer: Answer) -> None:
        said = answer.error or next(iter(answer.notices), "")
        if said or not answer.rows:
            return self._tell(begun, "no", said or "no row")
        self._tell(begun, "yes", " ".join(word or "-" for word in answer.rows[0]))

    def _hang_up(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _tell(self, begun: float, outcome: str, text: str = "") -> None:
        self._note(f"{self._kind} {begun:.6f} {time.monotonic():.6f} {outcome} "
                   f"{' '.join(text.split())}".rstrip())


def watch(node: str, target: Target) -> None:
    """Prints a line for each sample until the standard input ends."""
    lock = threading.Lock()

    def note(line: str) -> None:
        with lock:
            os.write(1, f"{line}\n".encode())

    Sampler("write", target, WRITE.format(node=node), note).start()
    Sampler("role", target, ROLE, note).start()
    while os.read(0, 1):
        pass
