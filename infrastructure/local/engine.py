"""Starts MiniStack, the local AWS engine, with its known defects worked around; runs in the engine's own environment.

Every patch names what it heals. They touch private names, so the version is pinned exactly and `patch` refuses to
start when a name is gone. Run by `process.py`; nothing of the product is imported here.
"""

import ctypes
import json
import os
import shutil
import signal
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

PINNED = "1.5.33"
AUTOSAVE_SECONDS = 1.0
PR_SET_PDEATHSIG = 1  # linux/prctl.h
# The engine's own names of what it saves: what changes with every request, and what only a deployment changes.
DATA = ("dynamodb", "sqs")
STRUCTURE = (
    "apigateway_v1",
    "cloudformation",
    "cloudwatch",
    "cloudwatch_logs",
    "cognito",
    "eventbridge",
    "iam",
    "kms",
    "lambda",
    "secretsmanager",
    "ses_v2",
    "sns",
)
State = dict[str, Callable[[], Any]]


class EngineChanged(RuntimeError):
    """A private name that a patch needs is gone: another version of the engine is installed."""


def require(module: ModuleType, name: str) -> Any:
    """The attribute `name` of `module`; raises EngineChanged where it is missing."""
    try:
        return getattr(module, name)
    except AttributeError as error:
        raise EngineChanged(f"{module.__name__}.{name} is gone; these patches are made for {PINNED}") from error


def answer_at_once(runtime: ModuleType) -> None:
    """Heals 50 ms of waiting for a first log line after every warm call; 1 ms is enough on one machine."""
    drain = require(runtime.Worker, "_drain_stderr_bounded")
    if drain.__defaults__ != (0.050, 0.005, 0.250):
        raise EngineChanged("_drain_stderr_bounded has other defaults than (0.050, 0.005, 0.250)")
    drain.__defaults__ = (0.001, 0.005, 0.250)


def unpack_once(runtime: ModuleType, cache: Path) -> None:
    """Heals the unpacking of the whole bundle for every new worker: workers share one copy per bundle, as a link."""
    require(runtime, "zipfile")
    lock = threading.Lock()

    class SharedZip(zipfile.ZipFile):
        def extractall(self, path: Any = None, members: Any = None, pwd: Any = None) -> None:
            target, bundle = Path(path), Path(str(self.filename)).read_bytes()
            if target.name != "code":
                return super().extractall(path, members, pwd)
            copy = cache / sha256(bundle).hexdigest()[:16]
            with lock:
                if not copy.exists():
                    shutil.rmtree(cache, ignore_errors=True)  # the bundles before this one
                    half = copy.with_suffix(".half")
                    super().extractall(half, members, pwd)
                    half.rename(copy)
            target.rmdir()
            target.symlink_to(copy)
            return None

    shim = ModuleType("zipfile")
    shim.__dict__.update(zipfile.__dict__, ZipFile=SharedZip)
    runtime.zipfile = shim  # type: ignore[attr-defined]  # the engine's own import, replaced


def activate_at_once(functions: ModuleType) -> None:
    """Heals half a second of `Pending` per function, which only stands for AWS's own delay."""
    require(functions, "_LAMBDA_STATE_TRANSITION_DELAY")
    functions._LAMBDA_STATE_TRANSITION_DELAY = 0  # type: ignore[attr-defined]  # a private constant of the engine


def forget_stream_positions(functions: ModuleType) -> None:
    """Heals triggers that fall silent after a restart: positions are kept but the stream's records are not."""
    load = require(functions, "load_persisted_state")
    require(functions, "_dynamodb_stream_positions")

    def load_without_positions(data: dict[str, Any] | None) -> None:
        load({**data, "dynamodb_stream_positions": {}} if data else data)

    functions.load_persisted_state = load_without_positions  # type: ignore[attr-defined]  # as above


def refuse_disabled(users: ModuleType) -> None:
    """Heals sessions that a disabled person renews: AWS refuses them, the engine only under its access control."""
    owner = require(users, "_refresh_auth_user")
    refuse = require(users, "error_response_json")

    def owner_if_enabled(*arguments: Any) -> tuple[Any, Any]:
        user, error = owner(*arguments)
        if user is not None and not user.get("Enabled", True):
            return None, refuse("NotAuthorizedException", "User is disabled.", 400)
        return user, error

    users._refresh_auth_user = owner_if_enabled  # type: ignore[attr-defined]  # as above


def hand_over_in_turn(topics: ModuleType, at_once: int = 2, waits: tuple[float, ...] = (1, 2, 4, 8, 0)) -> None:
    """Heals a worker started for every notification of a burst, and notifications lost with the first error of their
    function: at most `at_once` are handed over at a time, and what fails is tried again after each of `waits` seconds.
    """
    require(topics, "_deliver_to_lambda")
    functions = require(topics, "_lambda_svc")
    execute = require(functions, "_execute_function_with_config_scope")
    turn = threading.Semaphore(at_once)

    def deliver(endpoint: str, envelope: str, topic: str, subscription: str, *_: Any) -> None:
        function, config, name = functions._get_func_record_for_ref(endpoint)
        if not function or not config:
            topics.logger.warning("SNS fanout: Lambda function %s not found", name)
            return
        record = functions._execution_record_for_config(function, config)
        source = {"EventVersion": "1.0", "EventSubscriptionArn": subscription, "EventSource": "aws:sns"}
        event = {"Records": [{**source, "Sns": json.loads(envelope)}]}
        for wait in waits:
            with turn:
                done = execute(record, event)
            if not isinstance(done, dict) or not (done.get("error") or done.get("throttle")):
                return
            time.sleep(wait)
        topics.logger.error("SNS fanout: %s failed %d times", name, len(waits))

    for name in ("_get_func_record_for_ref", "_execution_record_for_config"):
        require(functions, name)
    topics._deliver_to_lambda = deliver  # type: ignore[attr-defined]  # as above


class Saver:
    """Saves what the product uses of the engine; never half a deployment, for that could not be taken up again."""

    def __init__(self, app: ModuleType, persistence: ModuleType, stacks: Any) -> None:
        self._states = require(app, "_build_persistence_save_dict")
        self._save_all = require(persistence, "save_all")
        self._stacks = stacks
        self._deployed: list[str] = []
        self._lock = threading.Lock()

    def save(self, *, everything: bool) -> None:
        """Writes DATA; STRUCTURE only where it is asked for or a deployment has ended since: it is slow to write."""
        with self._lock:
            stacks = sorted(repr((stack["StackStatus"], stack.get("LastUpdatedTime"))) for stack in self._all())
            if any("_IN_PROGRESS" in stack for stack in stacks):
                return
            names = DATA if stacks == self._deployed and not everything else (*DATA, *STRUCTURE)
            self._save_all({name: state for name, state in self._states().items() if name in names})
            self._deployed = stacks

    def _all(self) -> list[dict[str, Any]]:
        return list(self._stacks._data.values())


def stop_in_order(app: ModuleType, runtime: ModuleType, saver: Saver) -> None:
    """Heals workers in the middle of a call outliving the engine, and a stop that waits for them."""
    require(app, "save_all")
    end_workers = require(runtime, "reset")

    def save_and_end(_: State) -> None:
        saver.save(everything=True)
        end_workers()

    app.save_all = save_and_end  # type: ignore[attr-defined]  # what the engine calls when it is asked to stop


def autosave(saver: Saver, seconds: float) -> None:
    """Heals the loss of everything since the last clean stop: saves every `seconds`, in a thread that dies with us, and
    more rarely where there is so much to save that it would take more than a tenth of the time."""

    def run() -> None:
        took = 0.0
        while True:
            time.sleep(max(seconds, 9 * took))
            began = time.monotonic()
            saver.save(everything=False)
            took = time.monotonic() - began

    threading.Thread(target=run, name="autosave", daemon=True).start()


def patch(cache: Path, seconds: float = AUTOSAVE_SECONDS) -> ModuleType:
    """Applies all patches and returns the engine's module; raises EngineChanged on any other version than PINNED."""
    if version("ministack") != PINNED:
        raise EngineChanged(f"ministack {version('ministack')} is installed, {PINNED} is needed")
    app = import_module("ministack.app")
    persistence = import_module("ministack.core.persistence")
    runtime = import_module("ministack.core.lambda_runtime")
    functions = import_module("ministack.services.lambda_svc")
    stacks = require(import_module("ministack.services.cloudformation"), "_stacks")
    answer_at_once(runtime)
    unpack_once(runtime, cache)
    activate_at_once(functions)
    forget_stream_positions(functions)
    refuse_disabled(import_module("ministack.services.cognito"))
    hand_over_in_turn(import_module("ministack.services.sns"))
    require(persistence, "logger").setLevel("WARNING")
    saver = Saver(app, persistence, stacks)
    stop_in_order(app, runtime, saver)
    autosave(saver, seconds)
    return app


def stop_with_parent() -> None:
    """Asks the system to stop us when the process that started us is gone, however it went (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    stop_with_parent()
    try:
        engine = patch(Path(os.environ["TMPDIR"]) / "code")
    except EngineChanged as error:
        sys.exit(f"Köprü: {error}")
    engine.main()
