"""The whole product on this machine, for tests: started on free ports, with a state folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from infrastructure.local.switches import Positions

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 300


class LocalKopru:
    """One `python -m infrastructure.local`; a context manager that starts and stops it.

    The package in build/package is built once and shared: `make package` and every other run use the same. The preset's
    quiet hours do not hold unless `quiet` says so: tests run at any hour. Limits are `wide`: all tests come from one
    address.
    """

    def __init__(
        self, state: Path, city: str = "izmir-him", port: int | None = None, quiet: str = "off", limits: str = "wide"
    ) -> None:
        self.state = state
        self.city = city
        self.port = port or free_ports()
        self.quiet = quiet
        self.limits = limits
        self.url = f"http://localhost:{self.port}"
        self.http = httpx.Client(base_url=self.url, timeout=60, trust_env=False)
        self._run: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "LocalKopru":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.http.close()

    def start(self) -> None:
        """Returns when everything is up and warm; what the last run kept is there again."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "console.log").open("ab") as console:
            self._run = subprocess.Popen(
                [sys.executable, "-m", "infrastructure.local"],
                cwd=ROOT,
                env={
                    **os.environ,
                    "CITY": self.city,
                    "KOPRU_PORT": str(self.port),
                    "KOPRU_AWS_PORT": str(self.port + 1),
                    "KOPRU_SMTP_PORT": str(self.port + 2),
                    "KOPRU_QUIET": self.quiet,
                    "KOPRU_LIMITS": self.limits,
                    "KOPRU_STATE": str(self.state),
                },
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._await_ready(self._run)

    def stop(self) -> int | None:
        """Ctrl-C; its exit code, or None where it was not running."""
        return self._end(signal.SIGINT)

    def kill(self) -> int | None:
        """`kill -9`; also ends what it started, which then has saved nothing more."""
        for process in self.processes():
            os.kill(process, signal.SIGKILL)
        return self._end(signal.SIGKILL)

    def processes(self) -> list[int]:
        """The engine and its workers, by process id (Linux)."""
        mark = f"STATE_DIR={self.state / 'aws'}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except OSError:
                continue  # it has just ended, or is not ours
        return found

    def outbox(self) -> list[dict[str, Any]]:
        """Every message sent, oldest first."""
        messages: list[dict[str, Any]] = self._ok(self.http.get("/_local/outbox.json")).json()
        return messages

    def clear(self) -> None:
        """Empties the outbox."""
        self._ok(self.http.delete("/_local/outbox.json"))

    def switch(self, **positions: str | float) -> None:
        """The providers' stand-ins: `ses`, `sms`, … ok, refuse, throttle, hang or mute; `events`, `events_ses`, … on or
        off; `events_delay` in seconds."""
        self._ok(self.http.post("/_local/switches", json=positions))

    def decide(self, message_id: str, state: str, code: str = "") -> None:
        """Makes the provider say what became of a message: delivered, read, bounced, complained or failed."""
        self._ok(self.http.post(f"/_local/outbox/{message_id}/state", json={"state": state, "code": code}))

    def write_back(self, message_id: str, text: str) -> None:
        """The recipient of an SMS or a WhatsApp message answers it."""
        self._ok(self.http.post(f"/_local/outbox/{message_id}/answer", json={"text": text}))

    def workers(self, **positions: str) -> None:
        """The workers' triggers: `stream`, `sqs`, `receipts`, `sweep`, each on or off."""
        self._ok(self.http.post("/_local/workers", json=positions))

    def limit(self, position: str) -> None:
        """How wide the limits are: "on" as in production, or "wide"."""
        self._ok(self.http.post("/_local/limits", json={"limits": position}))

    def sweep(self) -> Any:
        """Runs the sweep once; its result."""
        return self._ok(self.http.post("/_local/sweep")).json()["result"]

    def calm(self) -> None:
        """Every switch and trigger as it is after a start, and an empty outbox."""
        self.switch(**asdict(Positions()))
        self.workers(stream="on", sqs="on", receipts="on", inbound="on", sweep="on")
        self.clear()

    def await_outbox(self, wanted: Callable[[list[dict[str, Any]]], bool], seconds: float = 30) -> list[dict[str, Any]]:
        """The outbox as soon as it is as `wanted`; fails with what it holds after `seconds`."""
        deadline = time.monotonic() + seconds
        while not wanted(messages := self.outbox()):
            if time.monotonic() > deadline:
                held = [(each["number"], each["errand"], each["channel"]) for each in messages]
                raise AssertionError(f"not within {seconds} s; the outbox holds {held}")
            time.sleep(0.1)
        return messages

    def _await_ready(self, run: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and run.poll() is None:
            try:
                if self.http.get("/_local/ready").status_code == 204:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        self.stop()
        raise AssertionError(f"Köprü did not start:\n{(self.state / 'console.log').read_text()}")

    def _end(self, number: signal.Signals) -> int | None:
        run, self._run = self._run, None
        if run is None:
            return None
        if run.poll() is None:
            run.send_signal(number)
        return run.wait(30)

    @staticmethod
    def _ok(response: httpx.Response) -> httpx.Response:
        assert response.is_success, f"{response.request.url}: {response.status_code} {response.text}"
        return response


def free_ports() -> int:
    """A free port whose two successors are free as well."""
    while True:
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
                three.bind(("127.0.0.1", port + 2))
            except (OSError, OverflowError):
                continue
            return port
