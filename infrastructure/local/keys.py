"""The Open311 key of this machine: written down in docs/local.md, and good for nothing anywhere else."""

from datetime import datetime

from chalicelib.core.api_keys import MOST_PER_MINUTE, hash_of
from chalicelib.store.settings import Settings

KEY = "local-open311-key"
CODE = "yerel-deneme"
RECORD = {"name": "Yerel deneme", "hash": hash_of(KEY), "per_minute": MOST_PER_MINUTE}


def record_key(settings: Settings, now: datetime) -> bool:
    """Puts the key into the settings table where it never was; whether it did. What an admin made of it stays. Raises
    TryLater."""
    if ("api_keys", CODE) in settings.all():
        return False
    settings.put("api_keys", CODE, RECORD, None, "local", now)
    return True
