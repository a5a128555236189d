"""The ledger's clients: one writes increasing numbers through the cluster and keeps every receipt,
the other only reads.

A number is sent once. What was acknowledged is a promise of the cluster; what got an error or no
answer may be there or not. A read is asked again until it is answered.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from ledgerlib.wire import Connection, Target, WireError

TABLE = """CREATE TABLE IF NOT EXISTS ledger (
  run text NOT NULL, id bigint NOT NULL, server inet DEFAULT inet_server_addr())"""


@dataclass(frozen=True)
class Pace:
    """Seconds between what the client does."""

    interval: float = 0.02
    reconnect: float = 0.05
    connect: float = 2.0
    statement: float = 2.0


class Client:
    """One connection at a time, one number at a time."""

    def __init__(self, target: Target, run: str, out: int, pace: Pace) -> None:
        self._target = target
        self._run = run
        self._out = out
        self._pace = pace
        self._connection: Connection | None = None
        self._next = 1

    def go_on_until(self, over: Callable[[], bool]) -> None:
        """Works until it is over; the file says when it began and when it ended."""
        self._note("begin", 0)
        while not over():
            begun = time.monotonic()
            done = self._one()
            wait = self._pace.interval if done else self._pace.reconnect
            # The next number is due an interval after this one began; a new connection is not.
            time.sleep(max(0.0, wait - (time.monotonic() - begun if done else 0)))
        self._note("end", 0)

    def _one(self) -> bool:
        number = self._next
        try:
            if self._connection is None:
                self._connection = Connection(self._target, self._pace.connect)
            self._next += 1
            self._insert(self._connection, number)
        except WireError as error:
            self._note("error", number, str(error))
            self._hang_up()
            return False
        self._note("ack", number)
        return True

    def _insert(self, connection: Connection, number: int) -> None:
        self._ask(connection, f"INSERT INTO ledger (run, id) VALUES ('{self._run}', {number})",
                  "INSERT 0 1")

    def _ask(self, connection: Connection, statement: str, tag: str) -> None:
        connection.send(statement)
        answer = connection.answer(self._pace.statement)
        if answer is None:
            raise WireError("no answer to the statement")
        # A commit that gave up waiting for its standbys says so in a warning only.
        said = answer.error or next(iter(answer.notices), "")
        if said or answer.tag != tag:
            raise WireError(said or f"an odd answer: {answer.tag}")

    def _hang_up(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _note(self, what: str, number: int, text: str = "") -> None:
        line = f"{time.monotonic():.6f} {what} {number} {' '.join(text.split())}".rstrip()
        os.write(self._out, f"{line}\n".encode())


class Reader(Client):
    """The same for reads. Whether a read failed or none could be had without a connection is noted
    apart."""

    def _one(self) -> bool:
        try:
            if self._connection is None:
                self._connection = Connection(self._target, self._pace.connect)
        except WireError as error:
            self._note("unconnected", self._next, str(error))
            return False
        try:
            self._ask(self._connection, "SELECT EXISTS (SELECT FROM ledger)", "SELECT 1")
        except WireError as error:
            self._note("error", self._next, str(error))
            self._hang_up()
            return False
        self._note("ack", self._next)
        self._next += 1
        return True
