"""The command line of the ledger."""

from __future__ import annotations

import argparse
import os
import select
import sys
import time
from pathlib import Path

from ledgerlib import client, probe, receipts
from ledgerlib.wire import Target


def main(argv: list[str]) -> int:
    options = _parser().parse_args(argv)
    return options.handler(options)


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="ledger", description="Writes a ledger and reads it back.")
    verbs = top.add_subparsers(dest="verb", required=True)
    write = verbs.add_parser("write", help="write numbers until the standard input ends")
    write.set_defaults(client=client.Client)
    read = verbs.add_parser("read", help="read until the standard input ends")
    read.set_defaults(client=client.Reader)
    for verb in (write, read):
        _add_client_options(verb)
    watch = verbs.add_parser("probe", help="sample this host's server until the input ends")
    watch.set_defaults(handler=_probe)
    watch.add_argument("node")
    watch.add_argument("--sockets", default="/run/postgresql")
    watch.add_argument("--port", type=int, default=5432)
    watch.add_argument("--database", default="ledger")
    report = verbs.add_parser("report", help="tell gaps and errors of a file of receipts")
    report.set_defaults(handler=_report)
    report.add_argument("file", type=Path)
    return top


def _add_client_options(verb: argparse.ArgumentParser) -> None:
    verb.set_defaults(handler=_work)
    verb.add_argument("out", type=Path, help="file of the receipts")
    verb.add_argument("--host", required=True)
    verb.add_argument("--port", type=int, default=9999)
    verb.add_argument("--user", default="ledger")
    verb.add_argument("--database", default="ledger")
    verb.add_argument("--password-env", default="LEDGER_PASSWORD", metavar="VARIABLE")
    verb.add_argument("--run", default="run")
    verb.add_argument("--seconds", type=float, default=3600, help="end by itself after that")
    for key, value in vars(client.Pace()).items():
        verb.add_argument(f"--{key}", type=float, default=value, metavar="SECONDS")


def _work(options: argparse.Namespace) -> int:
    until = time.monotonic() + options.seconds
    target = Target(options.host, options.port, options.user, options.database,
                    os.environ.get(options.password_env, ""))
    pace = client.Pace(**{key: getattr(options, key) for key in vars(client.Pace())})
    out = os.open(options.out, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    options.client(target, options.run, out, pace).go_on_until(
        lambda: time.monotonic() > until or bool(select.select([0], [], [], 0)[0]))
    return _report(argparse.Namespace(file=options.out))


def _probe(options: argparse.Namespace) -> int:
    probe.watch(options.node, Target(options.sockets, options.port, database=options.database))
    return 0


def _report(options: argparse.Namespace) -> int:
    print("\n".join(receipts.lines(receipts.read(options.file))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
