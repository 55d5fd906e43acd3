"""What a peer hears of the request that it has filed."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.moments import say_moment
from chalicelib.core.open311_xml import Content
from chalicelib.core.peer_form import PeerForm
from chalicelib.core.tracking import show
from chalicelib.entry.views import handled_by
from chalicelib.flows.desk import Desk
from chalicelib.flows.open311_file import Filed
from chalicelib.flows.open311_tokens import token_of


def reply(desk: Desk, filed: Filed, form: PeerForm, language: str, *, rehearsed: bool = False) -> Content:
    """The number, a token or neither, as the service says; a notice for the citizen; the account as it came."""
    service = desk.city.services[filed.request.draft.service]
    number = filed.request.number
    row: dict[str, Content] = {}
    if service.reply == "realtime":
        row["service_request_id"] = show(number)
    elif service.reply == "batch":
        row["token"] = token_of(desk, number)
    row["service_notice"] = " ".join(_notices(desk, filed, language, rehearsed))
    account = form.one("account_id")
    return row | ({"account_id": account} if account else {})


def _notices(desk: Desk, filed: Filed, language: str, rehearsed: bool) -> Iterator[str]:
    """The danger to life first, then whose task it is, the promised date, and what was not taken as it was sent."""
    request = filed.request
    if request.emergency:
        yield desk.city.dangers[request.emergency].text.say(language)
    if rehearsed:
        yield desk.wording.say("open311.test", language)
    handled = handled_by(desk, request, language)
    if handled.words:
        yield handled.words
    if request.state.open:
        yield desk.wording.say("open311.promise", language, due=say_moment(request.state.promise, language))
    for code, value in filed.remarks:
        yield desk.wording.say(f"open311.remark.{code}", language, value=value)
