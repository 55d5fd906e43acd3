"""How codes, addresses and numbers are written in presets and settings."""

import re

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SERVICE_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)?")
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
MOBILE = re.compile(r"\+905[0-9]{9}")
DIALLED = re.compile(r"\+?[0-9][0-9 ]{1,16}[0-9]")
COLOUR = re.compile(r"#[0-9a-f]{6}")
FOLDED = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")
