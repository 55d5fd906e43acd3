"""The rooms of the house import in one direction only, and nothing happens at import."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "chalicelib"

# Which of our rooms each room may import, and which third parties.
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    "core": ({"core"}, set()),
    "channels": ({"core", "channels"}, set()),
    "store": ({"core", "store"}, {"pynamodb", "botocore"}),  # botocore: the exceptions that PynamoDB lets through
    "tools": (
        {"core", "channels", "tools"},
        {"aws_lambda_powertools", "botocore", "jinja2", "jwt", "PIL", "python_multipart", "urllib3"},
    ),
    "flows": ({"core", "channels", "flows"}, set()),
    "wire": (
        {"core", "channels", "store", "tools", "flows", "wire_data", "wire_providers"},
        {"aws_lambda_powertools", "boto3", "botocore"},
    ),
    "wire_data": ({"core"}, set()),
    "wire_providers": ({"core", "channels", "tools"}, {"aws_lambda_powertools"}),
    "entry": ({"core", "flows", "wire", "entry"}, {"chalice", "aws_lambda_powertools", "jinja2"}),
    "app": ({"entry"}, {"chalice"}),
}
FILES = sorted(HOUSE.rglob("*.py"))


def room_of(file: Path) -> str:
    if file == ROOT / "app.py":
        return "app"
    return file.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            assert node.module
            names = [alias.name for alias in node.names]
            yield from (f"chalicelib.{name}" for name in names) if node.module == "chalicelib" else (node.module,)


def faults_of(file: Path) -> list[str]:
    ours, theirs = ROOMS[room_of(file)]
    faults = []
    for name in imports_of(file):
        parts = name.split(".")
        if parts[0] == "chalicelib":
            if len(parts) > 1 and parts[1] not in ours:
                faults.append(name)
        elif parts[0] not in sys.stdlib_module_names and parts[0] not in theirs:
            faults.append(name)
    return faults


@pytest.mark.parametrize(
    "file",
    [*(file for file in FILES if file != HOUSE / "__init__.py"), ROOT / "app.py"],
    ids=lambda file: str(file.relative_to(ROOT)),
)
def test_every_import_is_allowed(file: Path) -> None:
    assert faults_of(file) == []


def test_the_rule_sees_a_forbidden_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = HOUSE / "core" / "city.py"
    crooked = "import boto3\nfrom chalicelib.store import keys\nfrom chalicelib import wire\n"
    monkeypatch.setattr(Path, "read_text", lambda self, encoding=None: crooked)
    assert faults_of(file) == ["boto3", "chalicelib.store", "chalicelib.wire"]


@pytest.mark.parametrize("file", [file for file in FILES if room_of(file) == "core"], ids=lambda file: file.name)
def test_core_asks_neither_clock_nor_environment_nor_disk(file: Path) -> None:
    names = set(imports_of(file))
    assert not names & {"os", "time", "random", "secrets", "pathlib", "logging", "socket", "subprocess"}
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"datetime\.now|utcnow|date\.today|(?<![\w.])(?<!def )open\(", text)


def test_no_broad_except_but_at_the_two_rims() -> None:
    rims = {"rim.py", "records.py", "sweep.py", "public_web.py", "staff_guard.py"}
    broad = [
        str(file.relative_to(ROOT))
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
        and not (file.parent.name == "entry" and file.name in rims)
    ]
    assert broad == []


def test_channels_reach_for_nothing_outside() -> None:
    reaching = {"os", "time", "random", "secrets", "pathlib", "logging", "socket", "ssl", "subprocess", "smtplib"}
    assert [
        f"{file.name}: {name}"
        for file in FILES
        if room_of(file) == "channels"
        for name in imports_of(file)
        if name.split(".")[0] in reaching or name.startswith("urllib.request")
    ] == []


def test_nobody_scans_a_table() -> None:
    assert [str(file) for file in FILES if ".scan(" in file.read_text(encoding="utf-8")] == []
