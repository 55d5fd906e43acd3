"""`python infrastructure/package.py OUT`: everything that CloudFormation needs, as OUT/sam.json and deployment.zip."""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from chalice.package import YAMLTemplateSerializer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # started as a script, Python knows only this folder

from infrastructure.alarms import alarms  # noqa: E402 - after the path is set
from infrastructure.bundle import write_bundle  # noqa: E402 - after the path is set
from infrastructure.refusals import gateway_responses  # noqa: E402 - after the path is set

_INPUTS = ("app.py", "requirements.txt", "chalicelib/**/*", ".chalice/config.json", ".chalice/policy-*.json")
_CHALICE = "from chalice.cli import main; raise SystemExit(main())"  # the command, whatever folder it is installed in
_PARTS = ("template.yaml", "providers.yaml", "mail.yaml", "staff.yaml", "files.yaml", "watch.yaml", "cloudfront.yaml")
_RECIPE = (*_PARTS, "package.py", "bundle.py", "alarm.py", "alarms.py", "figure_alarms.py", "refusals.py")


def package(out: Path, stage: str = "prod", root: Path = ROOT) -> Path:
    """Package the project at `root` into `out` and return the template's path, OUT/sam.json.

    Nothing is done where OUT/stamp says that no input has changed. Raises subprocess.CalledProcessError where Chalice
    refuses the application or pip finds no wheel.
    """
    template, stamp = out / "sam.json", out / "stamp"
    digest = _digest(root, stage)
    if template.exists() and (out / "deployment.zip").exists() and stamp.exists() and stamp.read_text() == digest:
        return template
    out.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    write_bundle(root, out / "deployment.zip", cache=ROOT / "build" / "dependencies")
    template.write_text(json.dumps(_template(root, stage), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    stamp.write_text(digest)
    return template


def _template(root: Path, stage: str) -> dict[str, Any]:
    """The template Chalice writes for the application, with ours merged into it.

    Chalice runs on a copy without requirements: its template does not depend on them, and its zip is not used.
    """
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "project")
        for name in ("chalicelib", ".chalice"):
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "deployments"))
        shutil.copy(root / "app.py", copy)
        ours = Path(scratch, "ours.json")
        ours.write_text(json.dumps(_ours()), encoding="utf-8")
        chalice = [sys.executable, "-c", _CHALICE, "package", "--stage", stage, "--template-format", "json"]
        subprocess.run(  # noqa: S603 - a fixed list of arguments, no shell
            [*chalice, "--merge-template", str(ours), str(Path(scratch, "out"))],
            cwd=copy,
            env={**os.environ, "AWS_DEFAULT_REGION": os.environ.get("AWS_DEFAULT_REGION", "eu-central-1")},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        merged: dict[str, Any] = json.loads(Path(scratch, "out", "sam.json").read_text(encoding="utf-8"))
        return merged


def _ours() -> dict[str, Any]:
    """Our own parts in one: what the functions stand on, an alarm for each of it, and the gateway's refusals."""
    ours: dict[str, Any] = {}
    for part in _PARTS:
        text = (ROOT / "infrastructure" / part).read_text(encoding="utf-8")
        for section, entries in YAMLTemplateSerializer().load_template(text, part).items():
            ours.setdefault(section, {}).update(entries)
    ours["Resources"]["RestAPI"]["Properties"]["GatewayResponses"] = gateway_responses()
    ours["Resources"] |= alarms(ours["Resources"])
    return ours


def _digest(root: Path, stage: str) -> str:
    files = [path for pattern in _INPUTS for path in root.glob(pattern)]
    files += [ROOT / "infrastructure" / name for name in _RECIPE]
    digest = hashlib.sha256(f"{stage} {sys.version}".encode())
    for file in sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts):
        digest.update(f"\n{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--stage", default="prod")
    chosen = arguments.parse_args()
    print(package(chosen.out, chosen.stage))
