"""One run, start to end: package, engine, front door, stack, warm-up; then it waits to be stopped."""

import fcntl
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from chalicelib.core.errors import Misconfigured
from chalicelib.store.settings import Settings as Table
from chalicelib.wire import load_city
from infrastructure.local import process
from infrastructure.local.answers import Answer, read_answers, read_template
from infrastructure.local.events import Teller
from infrastructure.local.forward import Forward
from infrastructure.local.front import Front, build
from infrastructure.local.keys import KEY, record_key
from infrastructure.local.mail import MailServer
from infrastructure.local.outbox import Outbox
from infrastructure.local.pages import Pages
from infrastructure.local.people import PASSWORD, Pool, make_logins, record_people, speaking_to
from infrastructure.local.providers import Providers
from infrastructure.local.quiet import end_quiet_hours
from infrastructure.local.settings import REGION, Settings, Unready
from infrastructure.local.stack import Cloud, Stack, deploy, put_secret
from infrastructure.local.stand import Stand
from infrastructure.local.switchboard import SWITCHES, Switchboard
from infrastructure.local.switches import Switches
from infrastructure.static import build_static

LOG = logging.getLogger("kopru.run")
_DEPLOYED_SECONDS = 30.0


def run(settings: Settings) -> None:
    """Returns only by an exception: KeyboardInterrupt when asked to stop, Unready where it cannot go on."""
    began = time.monotonic()
    _check_preset(settings.city)
    process.refuse_taken(settings.port, "KOPRU_PORT")
    process.refuse_taken(settings.engine_port, "KOPRU_AWS_PORT")
    process.refuse_taken(settings.smtp_port, "KOPRU_SMTP_PORT")
    with _state(settings):
        print(f"Köprü · {settings.city} · starting …", flush=True)
        _package(settings)
        answers = read_answers(read_template(settings.package))
        with _engine(settings) as engine, _front(settings, answers) as (forward, pages, deployed):
            process.await_engine(engine, settings)
            cloud = Cloud(f"http://127.0.0.1:{settings.engine_port}")
            LOG.info("engine up")
            stack = deploy(cloud, settings.package, settings.parameters, answers)
            LOG.info("stack deployed")
            put_secret(cloud, stack)
            _record_settings(settings, cloud, stack)
            board = Switchboard(cloud, stack)
            pages.switchboard = board
            deployed.set()
            board.turn(dict.fromkeys(SWITCHES, "on"))
            board.limit(settings.limits)
            forward.lead_to(stack.api_path)
            pages.files.open(cloud, stack)
            with ThreadPoolExecutor(1) as aside:
                logins = aside.submit(_make_logins, settings, cloud, stack)
                _warm(settings, board)
                logins.result()
            pages.ready = True
            LOG.info("warm")
            _greet(settings, time.monotonic() - began)
            code = engine.wait()
            raise Unready(f"the local AWS engine ended ({code}); see {settings.state / 'engine.log'}")


def _check_preset(city: str) -> None:
    """Raises Unready with every line that is wrong in the preset, each naming its key."""
    try:
        load_city(city)
    except Misconfigured as error:
        lines = "\n".join(f"  {line}" for line in error.lines)
        raise Unready(f"the preset {city} has mistakes:\n{lines}") from error


@contextmanager
def _state(settings: Settings) -> Iterator[None]:
    """The state folder, ours alone while we run."""
    settings.state.mkdir(parents=True, exist_ok=True)
    with (settings.state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unready(f"{settings.state} is in use by another run; stop it or set KOPRU_STATE") from error
        logging.basicConfig(
            filename=settings.state / "front.log", filemode="w", level="INFO", format="%(asctime)s %(message)s"
        )
        for talkative in ("httpx", "botocore", "uvicorn"):
            logging.getLogger(talkative).setLevel("WARNING")
        yield


def _package(settings: Settings) -> None:
    """The same command as for production; it does nothing where nothing has changed."""
    command = [sys.executable, str(settings.root / "infrastructure" / "package.py"), str(settings.package)]
    done = subprocess.run(command, cwd=settings.root, capture_output=True, text=True)  # noqa: S603 - no shell
    if done.returncode:
        raise Unready(f"the application could not be packaged:\n{done.stderr.strip()}")


def _static(settings: Settings) -> Path:
    """The static files, built as for production."""
    try:
        return build_static(settings.root / "build" / "static", settings.root)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise Unready(f"the static files could not be built: {error}") from error


@contextmanager
def _engine(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    engine = process.start_engine(settings)
    try:
        yield engine
    finally:
        with _undisturbed():
            process.stop_engine(engine)


@contextmanager
def _front(settings: Settings, answers: dict[str, Answer]) -> Iterator[tuple[Forward, Pages, threading.Event]]:
    """The open front door and mail server; the event is set when the stack stands and events have where to go."""
    outbox, switches, deployed = Outbox(settings.state / "outbox.jsonl"), Switches(), threading.Event()

    def publish(events: list[str]) -> bool:
        return deployed.wait(_DEPLOYED_SECONDS) and pages.switchboard is not None and pages.switchboard.publish(events)

    stand = Stand(outbox, switches, Teller(outbox, publish, f"http://127.0.0.1:{settings.port}"))
    pages = Pages(settings, outbox, switches, stand)
    forward = Forward(settings.engine_port, answers)
    door = Front(build(_static(settings), pages, Providers(stand), forward, answers), settings.port)
    post = MailServer(settings.smtp_port, outbox, switches)
    try:
        door.open()
        post.open()
        yield forward, pages, deployed
    finally:
        with _undisturbed():
            pages.files.close()
            post.close()
            door.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A second Ctrl-C does not break off a stop."""
    before: dict[signal.Signals, Any] = {
        number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _record_settings(settings: Settings, cloud: Cloud, stack: Stack) -> None:
    """Before any worker reads them: what a worker has read it keeps for a minute."""
    with speaking_to(cloud.url):
        table, now = Table(stack.resources["Settings"], REGION), datetime.now(UTC)
        record_people(load_city(settings.city), table, now)
        record_key(table, now)
        if not settings.quiet:
            end_quiet_hours(table, now)


def _make_logins(settings: Settings, cloud: Cloud, stack: Stack) -> None:
    with httpx.Client(base_url=cloud.url, timeout=30, trust_env=False) as http:
        make_logins(load_city(settings.city), Pool(http, stack.resources["StaffPool"]))


def _warm(settings: Settings, board: Switchboard) -> None:
    """Wakes the workers beside each other, and the API until it answers: the first citizen finds it warm."""
    workers = threading.Thread(target=board.warm, daemon=True)
    workers.start()
    deadline = time.monotonic() + 60
    while (status := httpx.get(f"{settings.url}/api/services", timeout=40, trust_env=False).status_code) != 200:
        if time.monotonic() > deadline:
            raise Unready(f"GET /api/services answers {status}; see {settings.state / 'engine.log'}")
        time.sleep(0.2)
    workers.join(60)


def _greet(settings: Settings, seconds: float) -> None:
    print(
        f"""Köprü · {settings.city} · ready after {seconds:.0f} s

  Form       {settings.url}/
  Tracking   {settings.url}/takip
  Workplace  {settings.url}/personel (logins: docs/local.md)
  Outbox     {settings.url}/_local/outbox
  Telephone  {settings.url}/_local/phone
  API        {settings.url}/api/openapi.json
  Open311    {settings.url}/open311/discovery.json (api_key: {KEY})
  Staff      sign in as operator, supervisor, admin, officer.<unit>, … with {PASSWORD}
  AWS        http://localhost:{settings.engine_port}

Data and logs: {settings.state}
Stop with Ctrl-C.""",
        flush=True,
    )
