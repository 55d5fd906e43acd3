"""The engine's patches heal what they say, and refuse an engine they were not made for."""

import json
import os
import subprocess
import threading
import time
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from infrastructure.local import engine

ROOT = Path(__file__).resolve().parents[2]
_PATCH = "import pathlib, runpy, sys; runpy.run_path(sys.argv[1])['patch'](pathlib.Path(sys.argv[2]), 3600.0)"


def a_module(**names: Any) -> ModuleType:
    module = ModuleType("fake")
    module.__dict__.update(names)
    return module


def test_every_patch_finds_its_place_in_the_pinned_engine(tmp_path: Path) -> None:
    python = ROOT / os.environ.get("KOPRU_AWS_PYTHON", ".venv-aws/bin/python")
    patched = subprocess.run(
        [python, "-I", "-c", _PATCH, str(Path(engine.__file__)), str(tmp_path)],
        env={"PATH": os.defpath, "TMPDIR": str(tmp_path), "STATE_DIR": str(tmp_path), "IOT_MTLS_ENABLED": "0"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert patched.returncode == 0, patched.stderr


def test_missing_private_name_stops_the_start_by_name() -> None:
    with pytest.raises(engine.EngineChanged, match=r"fake\._LAMBDA_STATE_TRANSITION_DELAY is gone"):
        engine.activate_at_once(a_module())


def test_other_defaults_of_the_log_wait_stop_the_start() -> None:
    def drain(first: float = 0.1, idle: float = 0.005, cap: float = 0.25) -> None: ...

    with pytest.raises(engine.EngineChanged, match="defaults"):
        engine.answer_at_once(a_module(Worker=SimpleNamespace(_drain_stderr_bounded=drain)))


def test_streams_start_over_after_a_restart_and_the_rest_is_kept() -> None:
    loaded: list[Any] = []
    functions = a_module(load_persisted_state=loaded.append, _dynamodb_stream_positions={})
    engine.forget_stream_positions(functions)
    functions.load_persisted_state({"functions": {"a": 1}, "dynamodb_stream_positions": {"x": 9}})
    functions.load_persisted_state(None)
    assert loaded == [{"functions": {"a": 1}, "dynamodb_stream_positions": {}}, None]


def test_notifications_are_handed_over_two_at_a_time_and_again_after_an_error() -> None:
    answers: list[dict[str, Any]] = [{"error": True}, {"throttle": True}, *[{"body": None}] * 4]
    events, now, most, lock = list[Any](), 0, 0, threading.Lock()

    def execute(_: object, event: object) -> dict[str, Any]:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
            events.append(event)
            answer = answers.pop(0)
        time.sleep(0.02)
        with lock:
            now -= 1
        return answer

    functions = SimpleNamespace(
        _execute_function_with_config_scope=execute,
        _get_func_record_for_ref=lambda _: ({"a": 1}, {"b": 2}, "receipts"),
        _execution_record_for_config=lambda function, _: function,
    )
    topics = a_module(_deliver_to_lambda=None, _lambda_svc=functions, logger=None)
    engine.hand_over_in_turn(topics, waits=(0, 0, 0))
    told = [json.dumps({"Message": str(number)}) for number in range(4)]
    threads = [threading.Thread(target=topics._deliver_to_lambda, args=("f", text, "t", "s")) for text in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    heard = {event["Records"][0]["Sns"]["Message"] for event in events}
    assert (len(events), most, heard) == (6, 2, {"0", "1", "2", "3"})


def test_workers_share_one_copy_of_a_bundle(tmp_path: Path) -> None:
    bundle = tmp_path / "code.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        archive.writestr("app.py", "x = 1")
    runtime = a_module(zipfile=zipfile)
    engine.unpack_once(runtime, tmp_path / "cache")
    for worker in ("one", "two"):
        code = tmp_path / worker / "code"
        code.mkdir(parents=True)
        with runtime.zipfile.ZipFile(bundle) as archive:
            archive.extractall(code)
        assert (code / "app.py").read_text() == "x = 1"
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_disabled_person_renews_no_session() -> None:
    people = {"token": ({"Enabled": False}, None), "other": ({"Enabled": True}, None), "wrong": (None, "refused")}
    users = a_module(_refresh_auth_user=people.get, error_response_json=lambda code, *_: code)
    engine.refuse_disabled(users)
    assert users._refresh_auth_user("token") == (None, "NotAuthorizedException")
    assert users._refresh_auth_user("other") == people["other"]
    assert users._refresh_auth_user("wrong") == people["wrong"]


class Kept:
    """A Saver over fakes; `names` collects what was written."""

    def __init__(self) -> None:
        self.names: list[tuple[str, ...]] = []
        self.stack = {"StackStatus": "CREATE_COMPLETE", "LastUpdatedTime": "1"}
        states = dict.fromkeys((*engine.DATA, *engine.STRUCTURE, "s3"), None)
        self.saver = engine.Saver(
            a_module(_build_persistence_save_dict=lambda: states),
            a_module(save_all=lambda saved: self.names.append(tuple(sorted(saved)))),
            SimpleNamespace(_data={"kopru": self.stack}),
        )


def test_structure_is_saved_once_after_each_deployment_and_data_every_time() -> None:
    kept = Kept()
    whole = tuple(sorted((*engine.DATA, *engine.STRUCTURE)))
    kept.saver.save(everything=False)
    kept.saver.save(everything=False)
    kept.stack["LastUpdatedTime"] = "2"
    kept.saver.save(everything=False)
    kept.saver.save(everything=True)
    assert kept.names == [whole, engine.DATA, whole, whole]


def test_nothing_is_saved_in_the_middle_of_a_deployment() -> None:
    kept = Kept()
    kept.stack["StackStatus"] = "UPDATE_IN_PROGRESS"
    kept.saver.save(everything=True)
    assert kept.names == []
