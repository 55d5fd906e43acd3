"""The function of the front door makes of an Open311 address what the front door on one machine makes of it."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from chalice.package import YAMLTemplateSerializer

from infrastructure.local.forward import single_slashes
from infrastructure.package import ROOT

PATHS = ("/open311/v2//services.xml", "//open311///v2/requests/a%2F%2Fb.xml", "/api//requests", "/", "/open311x//y")
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node runs the function")
def test_both_front_doors_agree_on_slashes() -> None:
    parts = (ROOT / "infrastructure" / "cloudfront.yaml").read_text(encoding="utf-8")
    resources = YAMLTemplateSerializer().load_template(parts, "cloudfront.yaml")["Resources"]
    code = resources["SingleSlashes"]["Properties"]["FunctionCode"]
    asked = f"{json.dumps(PATHS)}.map((uri) => handler({{request: {{uri}}}}).uri)"
    run = subprocess.run(
        [str(NODE), "-e", f"{code}; console.log(JSON.stringify({asked}))"], capture_output=True, check=True, text=True
    )
    assert json.loads(run.stdout) == [single_slashes(path.encode()).decode() for path in PATHS]
