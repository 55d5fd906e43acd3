"""Every Post goes its own way; a rotated secret is picked up while messages are being sent."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import pytest

from chalicelib.channels import PROVIDERS
from chalicelib.channels.provider import Post, Sender
from chalicelib.core.errors import NotReached
from chalicelib.tools.carrier import SECTIONS, Carrier
from chalicelib.tools.credentials import Credentials
from tests.channels.parcels import a_mail, a_parcel
from tests.tools.stands import Shelf, Stand, a_stand


@pytest.fixture
def stand() -> Iterator[Stand]:
    with a_stand() as server:
        yield server


def a_carrier(shelf: Shelf, stand: Stand | None = None) -> Carrier:
    base = f"http://127.0.0.1:{stand.server_port}" if stand else ""
    return Carrier(shelf.credentials, {"netgsm": base, "whatsapp-cloud": base}, ("127.0.0.1:1", "none"))


def written(name: str) -> Post:
    parcel = a_mail() if PROVIDERS[name].channel == "email" else a_parcel()
    return PROVIDERS[name].write(parcel, Sender("kopru@example.org"))


def authorizations(stand: Stand) -> list[str]:
    return [headers["Authorization"] for _, headers, _ in stand.calls]


def test_every_provider_but_awss_has_credentials_of_its_own() -> None:
    assert set(SECTIONS) == {name for name in PROVIDERS if written(name).way != "aws"}


def test_name_and_password_or_token_go_along(stand: Stand) -> None:
    shelf = Shelf(netgsm={"username": "850", "password": "gizli şifre"}, whatsapp={"token": "EAAG"})
    carry = a_carrier(shelf, stand)
    for name in ("netgsm", "whatsapp-cloud"):
        carry(written(name))
    basic = b64encode("850:gizli şifre".encode()).decode()
    assert authorizations(stand) == [f"Basic {basic}", "Bearer EAAG"]


@pytest.mark.parametrize("section", [{}, {"token": "a\nb"}, {"token": "ğ"}, {"password": "p"}])
def test_nothing_is_sent_without_credentials_that_can_be_said(stand: Stand, section: dict[str, str]) -> None:
    with pytest.raises(NotReached, match="credentials"):
        a_carrier(Shelf(whatsapp=section), stand)(written("whatsapp-cloud"))
    assert stand.calls == []


def test_rotated_token_is_picked_up_by_the_message_that_it_refused(stand: Stand) -> None:
    shelf = Shelf(whatsapp={"token": "old"})
    carry = a_carrier(shelf, stand)
    stand.answers["Bearer old"] = (401, b'{"error": {"code": 190}}')
    stand.said = b'{"messages": [{"id": "wamid.1"}]}'
    shelf.held = {"whatsapp": {"token": "new"}}
    assert carry(written("whatsapp-cloud")).status == 200
    assert authorizations(stand) == ["Bearer old", "Bearer new"]
    assert carry(written("whatsapp-cloud")).status == 200
    assert authorizations(stand)[2:] == ["Bearer new"]


def test_rotated_password_is_picked_up_from_a_code_as_well(stand: Stand) -> None:
    shelf = Shelf(netgsm={"username": "850", "password": "old"})
    old = f"Basic {b64encode(b'850:old').decode()}"
    stand.answers[old] = (406, b'{"code": "30"}')
    stand.said = b'{"code": "00", "jobid": "J1"}'
    shelf.held = {"netgsm": {"username": "850", "password": "new"}}
    assert a_carrier(shelf, stand)(written("netgsm")).code == "00"


def test_refusal_with_the_present_credentials_is_not_tried_again(stand: Stand) -> None:
    shelf = Shelf(whatsapp={"token": "old"})
    carry = a_carrier(shelf, stand)
    stand.status, stand.said = 401, b'{"error": {"code": 190}}'
    for _ in range(5):
        assert carry(written("whatsapp-cloud")).code == "190"
    assert (len(stand.calls), shelf.looks) == (5, 1)


@pytest.mark.parametrize("code", ["131026", "131047", "130429", "100"])
def test_refusal_of_a_message_asks_for_no_other_secret(stand: Stand, code: str) -> None:
    shelf = Shelf(whatsapp={"token": "old"})
    stand.status, stand.said = 400, f'{{"error": {{"code": {code}}}}}'.encode()
    a_carrier(shelf, stand)(written("whatsapp-cloud"))
    assert shelf.looks == 0


def test_mail_goes_to_the_relay() -> None:
    with pytest.raises(NotReached, match="ConnectionRefusedError"):
        a_carrier(Shelf())(written("smtp"))


def test_secret_that_cannot_be_read_holds_up_those_who_need_it_alone() -> None:
    def away(fresh: bool) -> str:
        raise NotReached("credentials")

    carry = Carrier(Credentials(away, lambda: 0.0), {})
    with pytest.raises(NotReached, match="credentials"):
        carry(written("netgsm"))
