"""The process that delays and drops frames between two interfaces.

Usage: relay.py PORT FAR DELAY_MS JITTER_MS LOSS_PERCENT. Each way has the delay; frames keep
their order. It exists because a kernel may be built without the netem queueing discipline.
"""

from __future__ import annotations

import heapq
import random
import select
import socket
import sys
import time

SOL_PACKET = 263
PACKET_VNET_HDR = 15
PACKET_IGNORE_OUTGOING = 23
ETH_P_ALL = 3
MAX_FRAME = 1 << 17
MAX_QUEUED = 20000


def open_port(name: str) -> socket.socket:
    """Open an interface for whole frames, with the offload header so that checksums survive."""
    port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    port.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    port.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    port.bind((name, ETH_P_ALL))
    port.setblocking(False)
    return port


class Relay:
    """Frames on their way, ordered by when they are due."""

    def __init__(self, ports: tuple[socket.socket, socket.socket], delay: float, jitter: float,
                 loss: float) -> None:
        """Delay and jitter in seconds, loss as a share from 0 to 1."""
        self._other = {ports[0]: ports[1], ports[1]: ports[0]}
        self._delay, self._jitter, self._loss = delay, jitter, loss
        self._last = {port: 0.0 for port in ports}
        self._queue: list[tuple[float, int, bytes, socket.socket]] = []
        self._number = 0

    def run(self) -> None:
        """Relay until killed."""
        while True:
            wait = max(0.0, self._queue[0][0] - time.monotonic()) if self._queue else None
            for port in select.select(list(self._other), [], [], wait)[0]:
                self._take(port)
            self._send_due()

    def _take(self, port: socket.socket) -> None:
        for _ in range(64):
            try:
                frame = port.recv(MAX_FRAME)
            except (BlockingIOError, OSError):
                return
            if random.random() >= self._loss and len(self._queue) < MAX_QUEUED:
                self._enqueue(port, frame)

    def _enqueue(self, port: socket.socket, frame: bytes) -> None:
        lag = max(0.0, self._delay + random.uniform(-self._jitter, self._jitter))
        due = max(self._last[port], time.monotonic() + lag)
        self._last[port] = due
        self._number += 1
        heapq.heappush(self._queue, (due, self._number, frame, self._other[port]))

    def _send_due(self) -> None:
        while self._queue and self._queue[0][0] <= time.monotonic():
            _, _, frame, port = heapq.heappop(self._queue)
            try:
                port.send(frame)
            except OSError:
                # The link is down or its buffer full: a real link loses the frame as well.
                continue


def main(argv: list[str]) -> None:
    """Open both interfaces, say so, and relay."""
    ports = (open_port(argv[1]), open_port(argv[2]))
    delay, jitter, loss = (float(word) for word in argv[3:6])
    print("ready", flush=True)
    sys.stdout.close()
    Relay(ports, delay / 1000, jitter / 1000, loss / 100).run()


if __name__ == "__main__":
    main(sys.argv)
