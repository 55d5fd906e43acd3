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
from chalicelib.tools.http import Door
from tests.channels.parcels import a_mail, a_parcel
from tests.tools.stands import Shelf, Stand, a_stand


@pytest.fixture
def stand() -> Iterator[Stand]:
    with a_stand() as server:
        yield server


def a_carrier(shelf: Shelf, stand: Stand | None = None) -> Carrier:
    base = f"http://127.0.0.1:{stand.server_port}" if stand else ""
    bases = dict.fromkeys(("netgsm", "whatsapp-cloud", "telegram", "messenger", "instagram"), base)
    return Carrier(shelf.credentials, bases, ("127.0.0.1:1", "none"))


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


def test_the_page_and_the_account_share_a_token(stand: Stand) -> None:
    carry = a_carrier(Shelf(meta={"token": "EAAP"}), stand)
    for name in ("messenger", "instagram"):
        carry(written(name))
    assert authorizations(stand) == ["Bearer EAAP", "Bearer EAAP"]


def test_a_bots_token_goes_in_the_path_and_nowhere_else(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    a_carrier(Shelf(telegram={"token": "110201543:AAHdqTcvCH1vGWJ-xfSeofSAs0K5PALDsaw"}), stand)(written("telegram"))
    ((path, headers, _),) = stand.calls
    assert path == "/bot110201543:AAHdqTcvCH1vGWJ-xfSeofSAs0K5PALDsaw/sendMessage"
    assert "Authorization" not in headers
    assert "AAHdq" not in caplog.text + repr(Door("http://127.0.0.1/bot1:AAHdq"))


@pytest.mark.parametrize("token", ["", "1:a/../../x", "1:a b", "1:ş", "1:a?x", "1:a#"])
def test_a_bots_token_that_could_lead_elsewhere_is_none(stand: Stand, token: str) -> None:
    with pytest.raises(NotReached, match="credentials"):
        a_carrier(Shelf(telegram={"token": token}), stand)(written("telegram"))
    assert stand.calls == []


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
