"""CPU per request and cold start of the shipped bundle, each beside the bare handlers in the same run."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass

from infrastructure.package import ROOT, package
from tests.bench import canned
from tests.bench.tap import Asked, Tap, Told
from tests.units import item_size

HOUSE = ROOT / "build" / "bench"
REGION = "eu-central-1"
START = "import sys; sys.path.insert(0, {0!r}); from tests.bench.child import start; start({1!r}, {2})"
HANDLERS = ("ours", "bare")
ALL_HANDLERS = (*HANDLERS, "limited")


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both handlers and of every pair of turns."""

    ours: float
    bare: float
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of the ratios of turns that stood beside each other."""
        return statistics.median(self.ratios)


class Handler:
    """A fresh process of a handler, which has answered once when this returns; `wall` is how many seconds that took.

    Raises RuntimeError if it does not accept the request.
    """

    def __init__(self, name: str, env: dict[str, str], calls: int = 0) -> None:
        self._name = name
        code = START.format(str(HOUSE), name, calls)
        begun = time.perf_counter()
        python = [sys.executable, "-I", "-S", "-B", "-c", code]
        self._process = subprocess.Popen(python, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._said()
        self.wall = time.perf_counter() - begun

    def batch(self) -> float:
        """CPU microseconds per call of one more batch."""
        assert self._process.stdin is not None
        self._process.stdin.write(b".")
        return self._said()

    def end(self) -> float:
        """Ends the process and tells its CPU seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        self._process.stdout.close()
        return used.ru_utime + used.ru_stime

    def _said(self) -> float:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._name} did not accept the request")
        return float(line)


def unpack() -> None:
    """What is measured is what is shipped: the packaged bundle, with the bare handler compiled beside it."""
    package(ROOT / "build" / "package")
    shutil.rmtree(HOUSE, ignore_errors=True)
    with zipfile.ZipFile(ROOT / "build" / "package" / "deployment.zip") as bundle:
        bundle.extractall(HOUSE)
    beside = HOUSE / "tests" / "bench"
    beside.mkdir(parents=True)
    for name in ("__init__.py", "bare.py", "canned.py", "child.py"):
        shutil.copy(ROOT / "tests" / "bench" / name, beside)
    (HOUSE / "tests" / "__init__.py").touch()
    compiler = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([*compiler, str(HOUSE / "tests")], check=True)


def environment(endpoint: str, **more: str) -> dict[str, str]:
    """What a function finds in its environment, with AWS at `endpoint`."""
    return {
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_LAMBDA_FUNCTION_NAME": "kopru",
        "CITY": "izmir-him",
        "PUBLIC_URL": "https://kopru.example.org",
        "REQUESTS_TABLE": "requests",
        "LEDGER_TABLE": "ledger",
        "WORK_TABLE": "work",
        "CONTACTS_TABLE": "contacts",
        "SETTINGS_TABLE": "settings",
        "FILES_TABLE": "files",
        "FILES_BUCKET": "files",
        "UNIT_ALERTS_QUEUE": f"{endpoint}/000000000000/unit-alerts",
        "CITIZEN_MESSAGES_QUEUE": f"{endpoint}/000000000000/citizen-messages",
        "INBOUND_QUEUE": f"{endpoint}/000000000000/inbound",
        "SECRET_ID": "number-secret",
        "MAIL_FROM": "kopru@example.org",
        "MAIL_CONFIGURATION_SET": "mail",
        "SMS_SENDER": "KOPRU",
        "SMS_CONFIGURATION_SET": "sms",
        **more,
    }


def cold_starts(runs: int) -> tuple[Pair, Pair]:
    """Process start to first answer, against a server on 127.0.0.1: wall and CPU, in milliseconds."""
    walls, cpus = [], []
    with Tap(lambda asked: Told(200, canned.answer_json(asked.target))) as tap:
        env = environment(tap.url, BARE_REST=rest())
        for turn in range(runs + 1):
            started = {}
            for name in _order(HANDLERS, turn):
                handler = Handler(name, env)
                started[name] = (handler.wall * 1e3, handler.end() * 1e3)
            walls.append((started["ours"][0], started["bare"][0]))
            cpus.append((started["ours"][1], started["bare"][1]))
    return pair(walls[1:]), pair(cpus[1:])  # the first turn reads the files from the disk


def warm_requests(processes: int, batches: int, calls: int) -> tuple[Pair, Pair]:
    """CPU microseconds per accepted request, the network taken out of botocore: beside the bare handler, and beside the
    one behind limits.

    Each handler has a process of its own and they take turns, batch by batch, so that a busy machine disturbs all.
    """
    env = environment("http://127.0.0.1:9", BARE_REST=rest())
    spent = []
    for _ in range(processes):
        handlers = {name: Handler(name, env, calls) for name in ALL_HANDLERS}
        for turn in range(batches + 1):
            batch = {name: handlers[name].batch() for name in _order(ALL_HANDLERS, turn)}
            if turn:  # the first is for warming up
                spent.append(batch)
        for handler in handlers.values():
            handler.end()
    beside = [pair([(batch["ours"], batch[name]) for batch in spent]) for name in ("bare", "limited")]
    return beside[0], beside[1]


def rest() -> str:
    """The filler that makes the bare handler's item as large as ours."""
    sizes = {}
    for name in HANDLERS:
        puts: list[Asked] = []

        def answer(asked: Asked, puts: list[Asked] = puts) -> Told:
            puts.extend([asked] if asked.operation == "PutItem" else [])
            return Told(200, canned.answer_json(asked.target))

        with Tap(answer) as tap:
            Handler(name, environment(tap.url)).end()
        (put,) = puts
        sizes[name] = item_size(put.body["Item"])
    return "." * max(0, sizes["ours"] - sizes["bare"])


def pair(both: list[tuple[float, float]]) -> Pair:
    """Medians of (ours, bare) and the ratio of each."""
    return Pair(
        statistics.median(ours for ours, _ in both),
        statistics.median(bare for _, bare in both),
        tuple(ours / bare for ours, bare in both),
    )


def _order(names: tuple[str, ...], turn: int) -> tuple[str, ...]:
    return names if turn % 2 else names[::-1]
