"""`python infrastructure/static.py OUT`: the static files as browsers get them, each script and style in one piece.

What they use from npm (the map) is taken in here, by the versions of package-lock.json, and never committed.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILDER = Path("node_modules", ".bin", "esbuild")
# Browsers of about the last six years; older ones use the pages as they are without scripts.
_COMMON = ("--bundle", "--minify", "--target=es2020", "--log-level=warning", "--external:/static/*")
# The service worker is loaded by importScripts, which takes no modules.
_WORKERS = ("worker.js",)


def build_static(out: Path, root: Path = ROOT) -> Path:
    """Build what lies in chalicelib/web/static at `root` into `out`, atomically, and return it.

    Nothing is done where OUT.stamp says that no input has changed. Raises FileNotFoundError where npm has not been run,
    and subprocess.CalledProcessError where a script is broken.
    """
    source, stamp = root / "chalicelib" / "web" / "static", out.with_name(f"{out.name}.stamp")
    out.parent.mkdir(parents=True, exist_ok=True)
    with stamp.open("a+") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)  # two runs at once build one after the other
        digest = _digest(source, root)
        if out.is_dir() and stamp.read_text() == digest:
            return out
        _build(source, out, root)
        stamp.write_text(digest)
    return out


def _build(source: Path, out: Path, root: Path) -> None:
    if not (root / BUILDER).exists():
        raise FileNotFoundError(f"no {BUILDER}: run `npm ci`")
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        made = Path(scratch, "static")
        shutil.copytree(source, made)
        entries = sorted(file for pattern in ("*.js", "*.css") for file in source.glob(pattern))
        _bundle(root, made, [file for file in entries if file.name not in _WORKERS], "esm")
        _bundle(root, made, [file for file in entries if file.name in _WORKERS], "iife")
        shutil.copy(root / "node_modules" / "leaflet" / "LICENSE", made / "leaflet-LICENSE.txt")
        if out.exists():
            os.rename(out, Path(scratch, "old"))
        os.rename(made, out)


def _bundle(root: Path, out: Path, entries: list[Path], form: str) -> None:
    if not entries:
        return
    command = [str(root / BUILDER), *map(str, entries), *_COMMON, f"--format={form}", f"--outdir={out}"]
    subprocess.run([*command, "--allow-overwrite", "--loader:.png=dataurl"], cwd=root, check=True)  # noqa: S603 - no shell


def _digest(source: Path, root: Path) -> str:
    files = [*source.rglob("*"), root / "package-lock.json", Path(__file__)]
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        digest.update(f"\n{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=Path)
    try:
        print(build_static(arguments.parse_args().out.resolve()))
    except FileNotFoundError as error:
        sys.exit(str(error))
