"""As much of PostgreSQL's protocol as the tests need: log in, send a statement, read its answer.

Every wait is bounded by the caller. No library offers that for a peer that has fallen silent, nor
an answer that comes later than one wanted to wait for it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import socket
import struct
import time
from dataclasses import dataclass, field

PROTOCOL = 196608
SCRAM = b"SCRAM-SHA-256"


class WireError(Exception):
    """The connection cannot be used any more, or the server refused it; one line for a person."""


@dataclass(frozen=True)
class Target:
    """Whom to ask: a host and port, or the directory of a Unix socket."""

    host: str
    port: int = 5432
    user: str = "postgres"
    database: str = "postgres"
    password: str = ""
    options: str = ""


@dataclass
class Answer:
    """What a statement brought; `error` is empty when it was done."""

    rows: list[list[str | None]] = field(default_factory=list)
    tag: str = ""
    error: str = ""
    notices: list[str] = field(default_factory=list)


class Connection:
    """One connection; WireError from any call means that it is over."""

    def __init__(self, target: Target, seconds: float) -> None:
        until = time.monotonic() + seconds
        self._buffer = b""
        self._answer = Answer()
        self._socket = _connected(target, seconds)
        try:
            self._log_in(target, until)
        except WireError:
            self.close()
            raise

    def close(self) -> None:
        self._socket.close()

    def send(self, statement: str) -> None:
        """Sends one statement; its answer comes by `answer`."""
        self._answer = Answer()
        self._send(b"Q", statement.encode() + b"\0")

    def answer(self, seconds: float) -> Answer | None:
        """The whole answer, or None while it has not come; ask again then."""
        until = time.monotonic() + seconds
        while message := self._message(until):
            if message[0] == b"Z":
                return self._answer
            self._take(*message)
        return None

    def _take(self, kind: bytes, body: bytes) -> None:
        if kind == b"D":
            self._answer.rows.append(_row(body))
        elif kind == b"C":
            self._answer.tag = body.rstrip(b"\0").decode()
        elif kind == b"E":
            self._answer.error = _words(body)
        elif kind == b"N":
            self._answer.notices.append(_words(body))

    def _log_in(self, target: Target, until: float) -> None:
        words = {"user": target.user, "database": target.database, "options": target.options,
                 "application_name": "ledger"}
        body = struct.pack("!i", PROTOCOL) + b"".join(
            f"{key}\0{value}\0".encode() for key, value in words.items() if value) + b"\0"
        self._send(b"", body)
        proof = _Scram(target.password)
        while message := self._message(until):
            kind, body = message
            if kind == b"Z":
                return
            if kind == b"E":
                raise WireError(_words(body))
            if kind == b"R" and (reply := proof.reply(body)):
                self._send(b"p", reply)
        raise WireError("no answer to the login")

    def _send(self, kind: bytes, body: bytes) -> None:
        try:
            self._socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)
        except OSError as error:
            raise WireError(_told(error)) from error

    def _message(self, until: float) -> tuple[bytes, bytes] | None:
        while True:
            if len(self._buffer) >= 5:
                length = struct.unpack("!i", self._buffer[1:5])[0] + 1
                if len(self._buffer) >= length:
                    whole, self._buffer = self._buffer[:length], self._buffer[length:]
                    return whole[:1], whole[5:]
            if not self._receive(until - time.monotonic()):
                return None

    def _receive(self, seconds: float) -> bool:
        if seconds <= 0:
            return False
        try:
            self._socket.settimeout(seconds)
            data = self._socket.recv(65536)
        except TimeoutError:
            return False
        except OSError as error:
            raise WireError(_told(error)) from error
        if not data:
            raise WireError(self._answer.error or "the server closed the connection")
        self._buffer += data
        return True


class _Scram:
    """The client's half of SCRAM-SHA-256 (RFC 5802)."""

    def __init__(self, password: str) -> None:
        self._password = password.encode()
        self._first = "n=,r=" + base64.b64encode(os.urandom(18)).decode()

    def reply(self, body: bytes) -> bytes:
        """What to answer to an authentication message; empty when nothing is."""
        kind, rest = struct.unpack("!i", body[:4])[0], body[4:]
        if kind == 10:
            first = b"n,," + self._first.encode()
            return SCRAM + b"\0" + struct.pack("!i", len(first)) + first
        if kind == 11:
            return self._final(rest.decode())
        if kind not in (0, 12):
            raise WireError(f"the server wants authentication {kind}, which is not SCRAM")
        return b""

    def _final(self, challenge: str) -> bytes:
        words = dict(word.split("=", 1) for word in challenge.split(","))
        salted = hashlib.pbkdf2_hmac("sha256", self._password, base64.b64decode(words["s"]),
                                     int(words["i"]))
        bare = f"c=biws,r={words['r']}"
        signed = f"{self._first},{challenge},{bare}".encode()
        key = hmac.digest(salted, b"Client Key", "sha256")
        signature = hmac.digest(hashlib.sha256(key).digest(), signed, "sha256")
        proof = bytes(left ^ right for left, right in zip(key, signature))
        return f"{bare},p={base64.b64encode(proof).decode()}".encode()


def _connected(target: Target, seconds: float) -> socket.socket:
    try:
        if target.host.startswith("/"):
            local = socket.socket(socket.AF_UNIX)
            local.settimeout(seconds)
            local.connect(f"{target.host}/.s.PGSQL.{target.port}")
            return local
        remote = socket.create_connection((target.host, target.port), timeout=seconds)
        remote.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        remote.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(seconds * 1000))
        return remote
    except OSError as error:
        raise WireError(f"no connection: {_told(error)}") from error


def _told(error: OSError) -> str:
    return error.strerror or str(error)


def _row(body: bytes) -> list[str | None]:
    place, found = 2, []
    for _ in range(struct.unpack("!h", body[:2])[0]):
        length = struct.unpack("!i", body[place:place + 4])[0]
        place += 4
        found.append(None if length < 0 else body[place:place + length].decode())
        place += max(length, 0)
    return found


def _words(body: bytes) -> str:
    """Severity and text of an error or a notice."""
    fields = {word[:1]: word[1:].decode(errors="replace") for word in body.split(b"\0") if word}
    return f"{fields.get(b'S', '')}: {fields.get(b'M', '')}"
