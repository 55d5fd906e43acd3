"""The engine's process: started clean, watched, and never left behind."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import httpx

from infrastructure.local.credentials import AWS_SECRET
from infrastructure.local.settings import REGION, Settings, Unready


def refuse_taken(port: int, variable: str) -> None:
    """Raises Unready where something listens on 127.0.0.1:`port` already, naming the variable that changes it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Unready(f"port {port} is taken; stop what uses it or set {variable}") from error


def start_engine(settings: Settings) -> "subprocess.Popen[bytes]":
    """MiniStack with our patches, in its own environment and session, saying what it has to say in engine.log.

    Its own session, so that Ctrl-C reaches us alone and we stop it in order; when we are killed, it stops by itself.
    """
    scratch = settings.state / "tmp"
    for left in scratch.glob("ministack-lambda-*"):  # by a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    scratch.mkdir(parents=True, exist_ok=True)
    with (settings.state / "engine.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - a fixed list of arguments, no shell
            [str(settings.engine_python), "-I", str(Path(__file__).with_name("engine.py"))],
            cwd=settings.state,
            env=_environment(settings, scratch),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _environment(settings: Settings, scratch: Path) -> dict[str, str]:
    """Nothing of ours is inherited: functions see the whole environment of the engine."""
    return {
        "PATH": os.defpath,
        "HOME": str(settings.state),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "LOG_LEVEL": "INFO",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(settings.engine_port),
        "MINISTACK_HOST": "localhost",
        "MINISTACK_REGION": REGION,
        "LAMBDA_EXECUTOR": "local",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(settings.state / "aws"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(settings.state / "s3"),
        "AWS_SECRET_ACCESS_KEY": AWS_SECRET,  # what functions sign addresses with, and the front door checks
        "AWS_ENDPOINT_URL_SESV2": f"{settings.providers}/ses",
        "AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2": f"{settings.providers}/sms",
        "AWS_ENDPOINT_URL_SOCIALMESSAGING": f"{settings.providers}/social",
    }


def await_engine(engine: "subprocess.Popen[bytes]", settings: Settings, seconds: float = 30) -> None:
    """Returns when the engine answers; raises Unready where it ends or stays silent for `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if engine.poll() is not None:
            break
        try:
            httpx.get(f"http://127.0.0.1:{settings.engine_port}/_ministack/health", timeout=2, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise Unready(f"the local AWS engine did not start; see {settings.state / 'engine.log'}")


def stop_engine(engine: "subprocess.Popen[bytes]", seconds: float = 8) -> None:
    """Asks the engine to save and stop, and kills it where it has not after `seconds`."""
    engine.terminate()
    try:
        engine.wait(seconds)
    except subprocess.TimeoutExpired:
        engine.kill()
        engine.wait()
