"""Finds a Chromium on this machine, or brings one: `python -m tests.e2e.chromium`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROUGHT = Path(__file__).resolve().parents[2] / "build" / "browsers"


def find() -> str | None:
    """The path of a Chromium, the system's own before one that was brought; None if there is none."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    brought = sorted(BROUGHT.glob("chromium-*/chrome-linux*/chrome"))
    return str(brought[-1]) if brought else None


def bring() -> None:
    """Install Debian's Chromium where apt may be used, else Playwright's own build into the project's folder."""
    if shutil.which("apt-get") and (os.geteuid() == 0 or _may_sudo()):
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run([*prefix, "apt-get", *arguments], check=True, stdout=subprocess.DEVNULL)
        return
    environment = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(BROUGHT)}
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True, env=environment)


def _may_sudo() -> bool:
    return bool(shutil.which("sudo")) and subprocess.run(["sudo", "-n", "true"], check=False).returncode == 0


if __name__ == "__main__":
    if not find():
        print("No Chromium found; installing it for the browser tests.", flush=True)
        bring()
    print(f"Chromium: {find()}")
