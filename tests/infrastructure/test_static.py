"""The static files as they are served: from ours and from npm, each in one piece, and again only after a change."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from infrastructure.static import ROOT, build_static

SOURCE = ROOT / "chalicelib" / "web" / "static"

pytestmark = pytest.mark.skipif(not (ROOT / "node_modules" / "leaflet").exists(), reason="npm ci has not been run")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_static(tmp_path_factory.mktemp("static") / "out")


def project(folder: Path) -> Path:
    """A project with our scripts and somebody else's node_modules."""
    shutil.copytree(SOURCE, folder / "chalicelib" / "web" / "static")
    shutil.copy(ROOT / "package-lock.json", folder)
    os.symlink(ROOT / "node_modules", folder / "node_modules")
    return folder


def test_every_script_that_a_page_names_comes_in_one_piece(built: Path) -> None:
    for script in SOURCE.glob("*.js"):
        made = (built / script.name).read_text(encoding="utf-8")
        assert 'from"./' not in made.replace(" ", ""), script.name
    assert 'import("/static/map.js")' in (built / "form.js").read_text(encoding="utf-8")


def test_the_map_has_leaflet_in_it_with_its_licence_beside_it(built: Path) -> None:
    assert "Leaflet 1.9.4" in (built / "map.js").read_text(encoding="utf-8")
    assert "leaflet-container" in (built / "map.css").read_text(encoding="utf-8")
    assert "BSD 2-Clause" in (built / "leaflet-LICENSE.txt").read_text(encoding="utf-8")


def test_the_worker_is_no_module(built: Path) -> None:
    made = (built / "worker.js").read_text(encoding="utf-8")
    assert "import" not in made.split("(")[0]
    assert "export" not in made


def test_nothing_is_built_again_until_something_has_changed(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    out = build_static(tmp_path / "build" / "static", root)
    first = (out / "app.js").stat().st_ino
    build_static(out, root)
    assert (out / "app.js").stat().st_ino == first
    (root / "chalicelib" / "web" / "static" / "more.js").write_text("// more\n")
    build_static(out, root)
    assert (out / "more.js").exists()


def test_without_npm_it_says_what_to_do(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / "node_modules").unlink()
    with pytest.raises(FileNotFoundError, match="npm ci"):
        build_static(tmp_path / "build" / "static", root)


def test_nothing_of_npm_is_committed() -> None:
    assert "node_modules" in (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert not [
        file for file in SOURCE.rglob("*.*") if "Leaflet 1." in file.read_text(encoding="utf-8", errors="ignore")
    ]
