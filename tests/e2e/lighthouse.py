"""Google's Lighthouse, from npm, on the Chromium of the other browser tests."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.e2e.browser import QUIET, ROOT
from tests.e2e.chromium import find

LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"


def accessibility(url: str, out: Path) -> tuple[float, list[str]]:
    """The score of a page, 0 to 1, and the audits that it does not pass; the report is left at `out`."""
    arguments = ["--only-categories=accessibility", "--output=json", f"--output-path={out}", "--quiet"]
    chromium = find()
    subprocess.run(
        ["node", str(LIGHTHOUSE), url, *arguments, f"--chrome-flags={' '.join(QUIET)}", "--no-enable-error-reporting"],
        env={**os.environ, **({"CHROME_PATH": chromium} if chromium else {})},
        check=True,
        timeout=120,
        capture_output=True,
    )
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    failed = [name for name, audit in report["audits"].items() if audit["score"] == 0]
    return report["categories"]["accessibility"]["score"], failed
