"""Ends the preset's quiet hours on this machine, so that tests which run at night see what a day would show."""

from datetime import datetime

from chalicelib.core.settings import CENTRE
from chalicelib.store.settings import Settings

_OFF = {"quiet_hours": None}


def end_quiet_hours(settings: Settings, now: datetime) -> bool:
    """Records in the settings table that there are none, beside what else is set there; whether that was news.

    Raises TryLater, and Conflict where somebody sets the same at this moment.
    """
    known = settings.all().get(CENTRE)
    value = known.value if known is not None and isinstance(known.value, dict) else {}
    if "quiet_hours" in value and value["quiet_hours"] is None:
        return False
    settings.put(*CENTRE, {**value, **_OFF}, known.version if known else None, "local", now)
    return True
