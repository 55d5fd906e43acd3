"""Who is there to send follows from the environment; webhooks are judged by the secret of the moment."""

from __future__ import annotations

import json

import pytest
from aws_lambda_powertools.utilities.parameters.base import DEFAULT_PROVIDERS  # type: ignore[attr-defined] # no clearing is offered

from chalicelib import wire_providers
from chalicelib.channels import PROVIDERS
from chalicelib.channels.provider import Sender
from chalicelib.core.errors import NotReached, TryLater
from chalicelib.tools.credentials import Credentials
from tests.tools.stands import Shelf, a_stand

EVERYTHING = {
    "MAIL_FROM": "kopru@izmir.example.org", "MAIL_CONFIGURATION_SET": "kopru-mail", "SMS_SENDER": "KOPRU",
    "SMS_CONFIGURATION_SET": "kopru-sms", "NETGSM_HEADER": "IZMIR BEL", "WHATSAPP_PHONE_ID": "1065",
    "WHATSAPP_CODE_TEMPLATE": "giris_kodu",
    "WHATSAPP_TEMPLATE": "basvuru_durumu", "SOCIAL_PHONE_ID": "phone-number-id-1", "SMTP_HOST": "mail:587",
    "TELEGRAM_BOT": "KopruBot", "META_PAGE_ID": "1090", "INSTAGRAM_ID": "1784",
}  # fmt: skip


def test_everybody_with_an_identity_is_there() -> None:
    senders = wire_providers.senders(EVERYTHING)
    assert set(senders) == set(PROVIDERS)
    assert senders["ses"] == Sender("kopru@izmir.example.org", {"configuration_set": "kopru-mail"})
    assert senders["smtp"].identity == "kopru@izmir.example.org"
    assert senders["whatsapp-cloud"] == Sender("1065", {"template": "basvuru_durumu", "code_template": "giris_kodu"})


@pytest.mark.parametrize(
    ("empty", "gone"),
    [
        ("MAIL_FROM", {"ses", "smtp"}), ("SMTP_HOST", {"smtp"}), ("SMS_SENDER", {"aws-sms"}),
        ("NETGSM_HEADER", {"netgsm"}), ("WHATSAPP_PHONE_ID", {"whatsapp-cloud"}), ("SOCIAL_PHONE_ID", {"whatsapp-aws"}),
        ("TELEGRAM_BOT", {"telegram"}), ("META_PAGE_ID", {"messenger"}), ("INSTAGRAM_ID", {"instagram"}),
    ],
)  # fmt: skip
def test_who_has_none_is_not(empty: str, gone: set[str]) -> None:
    assert set(wire_providers.senders(EVERYTHING | {empty: ""})) == set(PROVIDERS) - gone
    assert wire_providers.senders({}) == {}


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The providers' secret, as the functions of this process see it."""
    shelf = Shelf(whatsapp={"app_secret": "old"})
    known = shelf.credentials
    monkeypatch.setattr(wire_providers, "credentials", lambda: known)
    return shelf


def test_secret_that_fits_asks_for_no_other(shelf: Shelf) -> None:
    assert next(wire_providers.webhook_secret("whatsapp", "app_secret")) == "old"
    assert shelf.looks == 0


def test_rotated_secret_is_tried_after_the_one_that_did_not_fit(shelf: Shelf) -> None:
    shelf.held = {"whatsapp": {"app_secret": "new"}}
    assert list(wire_providers.webhook_secret("whatsapp", "app_secret")) == ["old", "new"]
    assert list(wire_providers.webhook_secret("whatsapp", "app_secret")) == ["new"]


def test_forged_webhooks_cost_one_look_a_minute(shelf: Shelf) -> None:
    for _ in range(50):
        assert list(wire_providers.webhook_secret("whatsapp", "app_secret")) == ["old"]
    assert shelf.looks == 1
    shelf.now = 60
    assert list(wire_providers.webhook_secret("whatsapp", "app_secret")) == ["old"]
    assert shelf.looks == 2


@pytest.mark.parametrize(
    "held", [{}, {"whatsapp": {}}, {"whatsapp": {"app_secret": ""}}, {"whatsapp": {"app_secret": " "}}]
)
def test_secret_that_is_not_set_is_never_tried(monkeypatch: pytest.MonkeyPatch, held: dict[str, object]) -> None:
    known = Shelf(**held).credentials
    monkeypatch.setattr(wire_providers, "credentials", lambda: known)
    assert list(wire_providers.webhook_secret("whatsapp", "app_secret")) == []


def test_secret_that_cannot_be_read_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(fresh: bool) -> str:
        raise NotReached("credentials")

    monkeypatch.setattr(wire_providers, "credentials", lambda: Credentials(away, lambda: 0.0))
    with pytest.raises(TryLater):
        list(wire_providers.webhook_secret("netgsm", "webhook"))


def test_secret_without_a_name_reaches_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROVIDERS_SECRET_ID", raising=False)
    with pytest.raises(NotReached):
        wire_providers._read_secret(False)


def test_fresh_look_passes_by_the_cache_and_fills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "000000000000")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.setenv("PROVIDERS_SECRET_ID", "kopru-providers")
    DEFAULT_PROVIDERS.pop("secrets", None)
    with a_stand() as secrets_manager:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", f"http://127.0.0.1:{secrets_manager.server_port}")
        secrets_manager.said = json.dumps({"SecretString": "old"}).encode()
        assert wire_providers._read_secret(False) == "old"
        secrets_manager.said = json.dumps({"SecretString": "new"}).encode()
        assert [wire_providers._read_secret(fresh) for fresh in (False, True, False)] == ["old", "new", "new"]
        assert len(secrets_manager.calls) == 2
        secrets_manager.status, secrets_manager.said = 400, b'{"__type": "ResourceNotFoundException"}'
        with pytest.raises(NotReached):
            wire_providers._read_secret(True)
    DEFAULT_PROVIDERS.pop("secrets", None)


def test_our_accounts_are_those_that_are_set_and_who_is_not_set_takes_any(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("WHATSAPP_PHONE_ID", "SOCIAL_PHONE_ID", "META_PAGE_ID", "INSTAGRAM_ID")
    for name in names:
        monkeypatch.setenv(name, "")
    assert wire_providers.accounts() == {}
    monkeypatch.setenv("SOCIAL_PHONE_ID", "phone-number-id-1")
    monkeypatch.setenv("META_PAGE_ID", "109")
    assert wire_providers.accounts() == {"whatsapp": ["phone-number-id-1"], "messenger": ["109"]}
    monkeypatch.setenv("OTHER_ACCOUNTS", "take")
    assert wire_providers.accounts() == {}
