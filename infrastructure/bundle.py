"""The zip that every function runs from: the application, what it imports, and their bytecode."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

RUNTIME = (3, 11)
# Botocore describes more than 400 services in 28 MB; only those the functions speak to are shipped (3 MB of zip
# instead of 21), because Lambda fetches and unpacks all of it before a cold start.
SERVICES = (
    *("dynamodb", "sqs", "secretsmanager", "sesv2", "pinpoint-sms-voice-v2", "socialmessaging", "cognito-idp", "s3"),
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
# Lambda's Python 3.11 runs on Amazon Linux 2 (glibc 2.26), which takes manylinux2014 wheels and nothing newer. Pillow's
# is made for 2.27, which only the parts ask for that are left out here; tests/infrastructure/test_bundle.py looks.
_PLATFORM = (
    *("--platform", "manylinux2014_x86_64", "--platform", "manylinux_2_27_x86_64"),
    *("--implementation", "cp", "--python-version", "3.11"),
)
# Of Pillow what JPEG and PNG take: 9 MB of the 23 that it unpacks to.
_UNUSED_OF_PILLOW = (
    *("PIL/_avif*", "PIL/_webp*", "PIL/_imagingft*", "PIL/_imagingcms*", "PIL/_imagingmath*", "PIL/_imagingmorph*"),
    *("PIL/_imagingtk*", "PIL/*.pyi", "pillow.libs/libavif*", "pillow.libs/libwebp*", "pillow.libs/libsharpyuv*"),
    *("pillow.libs/libfreetype*", "pillow.libs/libharfbuzz*", "pillow.libs/libbrotli*", "pillow.libs/liblcms2*"),
)


def write_bundle(root: Path, target: Path, cache: Path) -> None:
    """Write the deployment zip of the project at `root` to `target`; same input, same bytes.

    Chalice's own zip step is left out: it resolves the requirements again with every change of the code and ships no
    bytecode, which more than doubles the cold start. What goes in is the same: app.py, chalicelib/, the requirements,
    and of Chalice only the two files it ships itself; of botocore's data only SERVICES. The dependencies' part is kept
    in `cache`, one zip for each content of requirements.txt, so that a change of the code costs a second.

    Raises RuntimeError under another Python than the runtime's (bytecode fits one minor version only) and
    subprocess.CalledProcessError where pip cannot find a pinned wheel.
    """
    if sys.version_info[:2] != RUNTIME:
        raise RuntimeError(f"bytecode for Lambda is made by Python {RUNTIME[0]}.{RUNTIME[1]}, this is {sys.version}")
    pins = (root / "requirements.txt").read_bytes()
    recipe = pins + Path(__file__).read_bytes()
    dependencies = cache / f"{hashlib.sha256(recipe).hexdigest()[:16]}.zip"
    if not dependencies.exists():
        _write_dependencies(root / "requirements.txt", dependencies)
    with tempfile.TemporaryDirectory() as scratch:
        application = Path(scratch, "application")
        shutil.copytree(root / "chalicelib", application / "chalicelib", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(root / "app.py", application)
        bundle = Path(scratch, "bundle.zip")
        shutil.copy(dependencies, bundle)
        _add(bundle, application)
        _move(bundle, target)


def _write_dependencies(requirements: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch, "site")
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
        only = ["--no-deps", "--only-binary=:all:", *_PLATFORM, "--target", str(site), "-r", str(requirements)]
        subprocess.run([*pip, *only], check=True)  # noqa: S603 - a fixed list of arguments, no shell
        shutil.rmtree(site / "bin", ignore_errors=True)
        _keep(site / "chalice", ("__init__.py", "app.py"))
        _keep(site / "botocore" / "data", (*SERVICES, "*.json"))
        for unused in _UNUSED_OF_PILLOW:
            for file in site.glob(unused):
                file.unlink()
        bundle = Path(scratch, "dependencies.zip")
        _add(bundle, site)
        _move(bundle, target)


def _keep(folder: Path, names: Iterable[str]) -> None:
    for part in folder.iterdir():
        if not any(part.match(name) for name in names):
            shutil.rmtree(part) if part.is_dir() else part.unlink()


def _add(bundle: Path, tree: Path) -> None:
    """Compile `tree` and append it to the zip. Unchecked bytecode, because every file in the zip has the same date."""
    _compile(tree)
    with zipfile.ZipFile(bundle, "a", zipfile.ZIP_DEFLATED) as archive:
        for file in _files(tree):
            entry = zipfile.ZipInfo(file.relative_to(tree).as_posix(), _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)


def _compile(tree: Path) -> None:
    """Tracebacks name files as Lambda sees them, under /var/task; the hash seed decides the order of set literals."""
    compiler = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    named = ["-s", str(tree), "-p", "/var/task", str(tree)]
    subprocess.run([*compiler, *named], env={"PYTHONHASHSEED": "0"}, check=True)  # noqa: S603 - as above


def _files(tree: Path) -> Iterator[Path]:
    return (path for path in sorted(tree.rglob("*")) if path.is_file())


def _move(file: Path, target: Path) -> None:
    """Atomically put `file` at `target`, so that a second run at the same time never reads half a zip."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copy(file, beside)
    beside.replace(target)
