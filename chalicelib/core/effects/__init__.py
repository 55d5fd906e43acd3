"""What each move does to a request beyond its state's name: one small function a move."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.core.effects.centre import (
    assign,
    called,
    disclose,
    erase,
    hand_back,
    mark_confidential,
    new_pin,
    refer,
    triage,
)
from chalicelib.core.effects.ending import end, reopen, withdraw
from chalicelib.core.effects.law import extend, fee, paid, set_legal, set_legal_date
from chalicelib.core.effects.merging import follow, merge, unmerge
from chalicelib.core.effects.publishing import release, unrelease
from chalicelib.core.effects.scene import Effect, Scene
from chalicelib.core.effects.time import alert_again, escalate, recompute, unreached, untold
from chalicelib.core.effects.work import accept, answer, ask, nothing_more, reject, resolve, start, write_to_citizen

EFFECTS: Mapping[str, Callable[[Scene], Effect]] = {
    "triage": triage,
    "assign": assign,
    "refer": refer,
    "reject": reject,
    "merge": merge,
    "unmerge": unmerge,
    "legal": set_legal,
    "called": called,
    "new_pin": new_pin,
    "accept": accept,
    "return": hand_back,
    "start": start,
    "ask": ask,
    "resolve": resolve,
    "extend": extend,
    "fee": fee,
    "paid": paid,
    "note": nothing_more,
    "message": write_to_citizen,
    "confidential": mark_confidential,
    "disclose": disclose,
    "reopen": reopen,
    "release": release,
    "unrelease": unrelease,
    "answer": answer,
    "add": nothing_more,
    "withdraw": withdraw,
    "solved": end,
    "not_solved": reopen,
    "legal_date": set_legal_date,
    "erase": erase,
    "escalate": escalate,
    "alert_again": alert_again,
    "no_answer": answer,
    "lapse": withdraw,
    "untold": untold,
    "unreached": unreached,
    "close": end,
    "recompute": recompute,
    "follow": follow,
}
