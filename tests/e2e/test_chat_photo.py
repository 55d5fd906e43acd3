"""A photo that is sent in a chat goes with the request that is made of it, checked and without its position."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from tests.e2e.local import LocalKopru
from tests.e2e.staff import sign_in
from tests.e2e.telephone import NUMBER, Telephone

pytestmark = pytest.mark.e2e

SECONDS = 60.0
PEOPLE = {
    "whatsapp": Telephone("", "whatsapp", "+905327770011", "Ayşe Yılmaz"),
    "telegram": Telephone("", "telegram", "7001002999", "Zeynep Kaya"),
    "messenger": Telephone("", "messenger", "24680013999", "Mehmet Demir"),
}


def files_of(kopru: LocalKopru, number: str) -> list[dict[str, Any]]:
    """The request's files as an operator sees them, once none is being checked any more."""
    token = sign_in(kopru, "operator").token
    deadline = time.monotonic() + SECONDS
    while True:
        asked = kopru.http.get(f"/api/staff/requests/{number}", headers={"Authorization": f"Bearer {token}"})
        files: list[dict[str, Any]] = asked.json()["files"]
        if files and all(file["state"] in ("clean", "refused") for file in files):
            return files
        assert time.monotonic() < deadline, files
        time.sleep(0.5)


@pytest.mark.parametrize(
    "network", ["whatsapp", *(pytest.param(each, marks=pytest.mark.prove) for each in ("telegram", "messenger"))]
)
def test_a_photo_of_a_chat_goes_with_the_request(kopru: LocalKopru, network: str) -> None:
    person = PEOPLE[network]
    phone = Telephone(kopru.url, network, person.address, person.name)
    phone.say("cöp alınmadi 3 gundur kokudan duramiyoruz")
    phone.tap("Evet")
    phone.await_line(lambda line: line["text"])
    phone.send(kind="photo")
    phone.await_line(lambda line: line["text"])
    phone.say("Eşrefpaşa Caddesi no 12, Konak")
    phone.tap("Evet, gönder")
    told = phone.await_line(lambda line: NUMBER.search(line["text"]))
    (file,) = files_of(kopru, re.search(NUMBER, told["text"])[0])  # type: ignore[index]  # it was found just now
    assert file["state"] == "clean"
    shown = kopru.http.get(file["url"])
    assert shown.headers["content-type"] == "image/jpeg"
    assert b"Exif" not in shown.content
