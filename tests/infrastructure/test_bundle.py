"""The deployment zip: complete in itself, compiled, and the same for the same input."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infrastructure.bundle import SERVICES, write_bundle
from infrastructure.package import ROOT, package
from tests.photos import a_jpeg, a_png

WORKERS = ("notify", "deliver", "receipts", "listen", "examine", "sweep", "webhooks")
UNCHECKED = 1  # PEP 552: hash-based, never compared with the source
SERVICE_OF_PREFIX = {"ses": "sesv2", "sms-voice": "pinpoint-sms-voice-v2", "social-messaging": "socialmessaging"}


@pytest.fixture(scope="module")
def unpacked(packaged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    task = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(packaged.with_name("deployment.zip")) as bundle:
        bundle.extractall(task)
    return task


@pytest.mark.parametrize(
    "module",
    [
        "app",
        *(f"chalicelib.entry.{w}" for w in ("notify", "deliver", "receipts", "listen", "examine", "sweep", "webhooks")),
    ],
)
def test_bundle_imports_with_nothing_but_itself(unpacked: Path, module: str) -> None:
    bare = f"import sys; sys.path.insert(0, {str(unpacked)!r}); import {module}"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", bare], capture_output=True, text=True, env={}, check=False
    )
    assert run.returncode == 0, run.stderr


def test_every_module_ships_bytecode_that_is_never_checked(unpacked: Path) -> None:
    modules = list(unpacked.rglob("*.py"))
    assert len(modules) > 100
    for module in modules:
        compiled = module.parent / "__pycache__" / f"{module.stem}.cpython-311.pyc"
        assert int.from_bytes(compiled.read_bytes()[4:8], "little") == UNCHECKED


def test_of_chalice_only_the_runtime_is_shipped(unpacked: Path) -> None:
    assert {file.name for file in (unpacked / "chalice").glob("*") if file.is_file()} == {"__init__.py", "app.py"}


def test_botocore_knows_every_service_the_policies_name(unpacked: Path) -> None:
    named = {
        action.split(":")[0]
        for file in (ROOT / ".chalice").glob("policy-*.json")
        for statement in json.loads(file.read_text(encoding="utf-8"))["Statement"]
        for action in statement["Action"]
    } - {"logs"}
    needed = {SERVICE_OF_PREFIX.get(prefix, prefix) for prefix in named}
    assert needed == set(SERVICES)
    assert needed == {folder.name for folder in (unpacked / "botocore" / "data").iterdir() if folder.is_dir()}


def test_whatever_is_compiled_runs_on_the_runtimes_system(unpacked: Path) -> None:
    """Lambda's Python 3.11 stands on glibc 2.26, and a library that asks for more is not loaded there."""
    asked = {
        file.name: max(
            (tuple(map(int, found.split(b"."))) for found in re.findall(rb"GLIBC_(\d+\.\d+)\0", file.read_bytes())),
            default=(0, 0),
        )
        for file in unpacked.rglob("*.so*")
    }
    assert len(asked) > 10
    assert {name: version for name, version in asked.items() if version > (2, 26)} == {}


def test_an_upload_is_drawn_with_nothing_but_the_bundle(unpacked: Path) -> None:
    code = "from chalicelib.tools.images import draw; import sys; print(draw(sys.stdin.buffer.read()).width)"
    bare = f"import sys; sys.path.insert(0, {str(unpacked)!r}); {code}"
    for photo in (a_jpeg(size=(64, 48)), a_png((64, 48))):
        run = subprocess.run(
            [sys.executable, "-I", "-S", "-B", "-c", bare], input=photo, capture_output=True, check=False
        )
        assert run.stdout == b"64\n", run.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy that nobody edits meanwhile."""
    copy = tmp_path / "project"
    for name in ("chalicelib", ".chalice"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "requirements.txt"):
        shutil.copy(ROOT / name, copy)
    return copy


def test_same_input_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    for name in ("one.zip", "other.zip"):
        write_bundle(project, tmp_path / name, cache=ROOT / "build" / "dependencies")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_nothing_is_packaged_again_until_an_input_changes(project: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "out" / "deployment.zip"
    package(tmp_path / "out", root=project)
    first = bundle.stat().st_mtime_ns
    package(tmp_path / "out", root=project)
    assert bundle.stat().st_mtime_ns == first

    (project / "chalicelib" / "entry" / "new.py").write_text('"""New."""\n', encoding="utf-8")
    package(tmp_path / "out", root=project)
    assert "chalicelib/entry/new.py" in zipfile.ZipFile(bundle).namelist()
