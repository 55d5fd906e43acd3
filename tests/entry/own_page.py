"""A citizen who has proved a request, at its page: looks, fills in one of its forms, sends it."""

from __future__ import annotations

import re

from chalicelib.core.tracking import show
from tests.entry.citizen import get, post
from tests.entry.gateway import Answer
from tests.entry.screen import Screen
from tests.flows.working import Working


def own_page(work: Working) -> Screen:
    answer, page = get(f"/takip/{show(work.opened.number)}?contact=2233")
    assert answer.status == 200
    return page


def forms(page: Screen) -> dict[str, dict[str, str]]:
    """What each form of the page would send, by where it goes."""
    parts = re.findall(r'<form method="post" action="([^"]+)"(.*?)</form>', page.html, re.DOTALL)
    return {action.rsplit("/", 1)[-1].partition("?")[0]: Screen(f"<form{rest}").fields for action, rest in parts}


def send(work: Working, name: str, **typed: str) -> tuple[Answer, Screen]:
    """Open the page, fill in one of its forms and send it."""
    fields = forms(own_page(work))[name]
    return post(f"/takip/{show(work.opened.number)}/{name}", fields | typed)
