"""What staff see of messages: each with its state, whom nothing reached, and which channels are stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from chalicelib.core.case import Case
from chalicelib.core.delivery import Attempt, State
from chalicelib.core.errors import NotReached
from chalicelib.core.marks import Mark, Member
from chalicelib.core.moments import say_moment
from chalicelib.core.tracking import show
from chalicelib.entry.openapi import document
from chalicelib.flows.deliver import address_key, deliver
from chalicelib.flows.notify import tell
from tests.build import MONDAY, a_city, an_errand
from tests.entry.gateway import Answer, call
from tests.entry.screen import Screen
from tests.entry.staff import Desk

COMPONENTS = document("https://kopru.example.org", a_city())["components"]
PHONE, MAIL = "+905321112233", "ayse@example.org"
# In the order of core.delivery.State.
BADGES = (
    "Sırada", "Gönderiliyor", "Yeniden denenecek", "Gönderildi", "Ulaştı", "Ulaşmadı", "Başka kanaldan bildirildi",
    "Toplu bildirimde", "Yerini yeni bildirim aldı", "Gönderilmedi",
)  # fmt: skip
CALL, CENTRE_CALLS = "Haber verilemedi: arayın", "Haber verilemedi: merkez arayacak"


def told(desk: Desk, case: Case) -> Case:
    """The same after stream and queues did their work."""
    office = desk.office
    while office.requests.todos or office.queues.woken:
        for number, part in list(office.requests.todos):
            tell(office.desk, Mark(number, part, office.requests.todos[number, part]))
        while office.queues.woken:
            _, number, errand = office.queues.woken.pop(0)
            deliver(office.desk, number, errand)
            office.clock.move(seconds=1)
    return office.requests.cases[case.number]


def page_of(desk: Desk, who: str, case: Case, query: str = "") -> Screen:
    answer, page = desk.as_(who).get(f"/personel/basvuru/{show(case.number)}{query}")
    assert answer.status == 200, answer.text
    return page


def api(desk: Desk, who: str, method: str, path: str, body: Any = None) -> Answer:
    return call(method, f"/api/staff/requests/{path}", body, {"authorization": f"Bearer {who}"})


def keeps_to(answer: Answer, name: str) -> Any:
    assert answer.status == 200, answer.text
    Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": COMPONENTS}).validate(answer.json)
    return answer.json


def stop(desk: Desk, address: str, channel: str, reason: str) -> None:
    office = desk.office
    office.ledger.suppress(address_key(office.desk, address), channel, reason, office.clock())


# --- each message, its state and its attempts ---


def test_a_message_says_to_whom_about_what_and_who_took_it(desk: Desk) -> None:
    words = page_of(desk, "operator", told(desk, desk.opens())).words
    assert f"Başvuru sahibi · SMS Gönderildi {say_moment(MONDAY + timedelta(seconds=1), 'tr')} · Yeni başvuru" in words
    assert "Denemeler (1)" in words
    assert "· AWS SMS · sağlayıcı aldı" in words
    assert "· SES · sağlayıcı aldı" in words


@pytest.mark.parametrize(
    ("state", "words"),
    list(zip(get_args(State), BADGES, strict=True)),
)
def test_every_state_has_its_badge(desk: Desk, state: State, words: str) -> None:
    case = desk.opens()
    errand = an_errand(number=case.number, role="reporter:1", purpose="ack", channel="sms")
    desk.office.ledger.add(errand)
    desk.office.ledger.rows[errand.id].state = state
    assert f"Başvuru sahibi · SMS {words} " in page_of(desk, "operator", case).words
    (message,) = keeps_to(api(desk, "operator", "GET", case.number), "StaffView")["messages"]
    assert message["state"] == state


def test_what_waits_for_its_next_try_says_when_and_why(desk: Desk) -> None:
    desk.office.provider.down = dict.fromkeys(("aws-sms", "netgsm"), NotReached("ConnectTimeoutError"))
    case = told(desk, desk.opens())
    (row,) = [each for each in desk.office.ledger.of_request(case.number) if each.errand.to_reporter]
    assert row.due
    page = page_of(desk, "operator", case)
    assert f"Neden: ConnectTimeoutError Sıradaki gönderim: {say_moment(row.due, 'tr')} Denemeler (2)" in page.words
    assert "· NetGSM · ConnectTimeoutError" in page.words
    (message,) = [
        each for each in api(desk, "operator", "GET", case.number).json["messages"] if each["role"] == "reporter:1"
    ]
    assert message["state"] == "retry_at"
    assert message["due"]
    assert [(each["provider"], each["code"]) for each in message["attempts"]] == [
        ("aws-sms", "ConnectTimeoutError"),
        ("netgsm", "ConnectTimeoutError"),
    ]


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        ("undeliverable", "no address", "Neden: kayıtlı adres ya da telefon yok"),
        ("undeliverable", "suppressed: bounce", "Neden: bu adrese gönderim durduruldu (adres iletiyi geri çevirdi)"),
        ("undeliverable", "MessageRejected", "Neden: MessageRejected"),
        ("accepted", "silent", "Neden: ulaştığına dair bilgi gelmedi"),
        ("delivered", "delivery", None),
        ("undeliverable", "undeliverable", None),
    ],
)
def test_a_reason_of_ours_is_in_words_and_a_providers_as_it_is(
    desk: Desk, state: State, reason: str, words: str | None
) -> None:
    case, ledger = desk.opens(), desk.office.ledger
    errand = an_errand(number=case.number)
    ledger.add(errand)
    ledger.rows[errand.id].state, ledger.rows[errand.id].reason = state, reason
    shown = page_of(desk, "operator", case).words
    assert words in shown if words else "Neden:" not in shown


def test_an_attempt_without_an_answer_says_that_it_may_have_gone_out(desk: Desk) -> None:
    case, ledger = desk.opens(), desk.office.ledger
    errand = an_errand(number=case.number)
    ledger.add(errand)
    ledger.rows[errand.id].tried = (Attempt(MONDAY, "smtp", "unknown"),)
    assert "· SMTP · cevap gelmedi, gitmiş olabilir" in page_of(desk, "operator", case).words


@pytest.mark.parametrize(("number", "words"), [("B261148173070", "O bildirim: Ulaşmadı"), ("D20261123", "O özet: Ula")])
def test_what_was_told_with_others_says_how_that_message_stands(desk: Desk, number: str, words: str) -> None:
    case, ledger = desk.opens(), desk.office.ledger
    errand = an_errand(number=case.number)
    bundle = an_errand(number=number, purpose="bundle")
    member = Member(case.number, errand.id)
    ledger.add(errand, held="unit:fen-isleri|email")
    ledger.add(bundle, members=[member])
    ledger.join(member, bundle.id, MONDAY)
    ledger.rows[bundle.id].state = "undeliverable"
    page = page_of(desk, "operator", case)
    assert "Toplu bildirimde" in page.words
    assert words in page.words
    assert ("span", {"class": "badge late"}) in page.tags
    (message,) = keeps_to(api(desk, "operator", "GET", case.number), "StaffView")["messages"]
    assert (message["bundle"], message["bundle_state"]) == (bundle.id, "undeliverable")


# --- whom nothing reached ---


def test_a_citizen_whom_nothing_reached_is_to_be_called_until_they_are_reached(desk: Desk) -> None:
    stop(desk, PHONE, "sms", "bounce")
    case = told(desk, desk.opens())
    page = page_of(desk, "operator", case)
    assert f"{CALL} Başvuru sahibi · 0532 111 22 33 Yeni başvuru · bu adrese gönderim durduruldu" in page.words
    assert f"tel:{PHONE}" in page.links
    unit = page_of(desk, "fen", case)
    assert CENTRE_CALLS in unit.words
    assert CALL not in unit.words
    assert "111 22 33" not in unit.words
    desk.moves(case, "called", "operator", note="Cevap vermedi.")
    assert CALL in page_of(desk, "operator", case).words
    desk.moves(case, "called", "operator", reached=True)
    assert CALL not in page_of(desk, "operator", case).words


def test_a_unit_that_no_message_reached_is_to_be_called_until_somebody_has_it(desk: Desk) -> None:
    desk.office.senders = {}
    case = told(desk, desk.opens(email=MAIL, phone=None))
    desk.office.clock.move(days=1)
    for row in list(desk.office.ledger.rows.values()):
        deliver(desk.office.desk, row.errand.number, row.errand.id)
    case = desk.office.requests.cases[case.number]
    assert case.state.call == "now"
    unit = desk.office.city.units["fen-isleri"]
    page = page_of(desk, "operator", case)
    assert f"{CALL} {unit.name.tr}" in page.words
    assert f"tel:{unit.duty_phone}" in page.links
    assert f"tel:{unit.duty_phone}" not in page_of(desk, "denetci", case).links
    case = desk.moves(case, "accept", "fen")
    assert f"{CALL} {unit.name.tr}" not in page_of(desk, "operator", case).words


def test_who_is_called_as_agreed_was_not_failed_by_a_message(desk: Desk) -> None:
    case = desk.moves(desk.opens(phone="0232 444 55 66"), "ask", "operator", question="Hangi kapı?")
    assert case.state.call == "back"
    assert CALL not in page_of(desk, "operator", case).words


def test_the_call_list_says_why_each_stands_on_it(desk: Desk) -> None:
    desk.moves(desk.opens(phone="0232 444 55 66"), "ask", "operator", question="Hangi kapı?")
    answered = desk.opens(key="k2", phone="0232 444 55 66")
    desk.moves(answered, "resolve", "fen", outcome="repaired", answer="Kapatıldı.")
    _, page = desk.as_("operator").get("/personel/aramalar?liste=back")
    assert "Soru sorulacak" in page.words
    assert "Sonuç söylenecek" in page.words


# --- channels that are stopped ---


def test_a_stopped_channel_is_said_where_the_contact_is_seen_and_opened_by_the_centre(desk: Desk) -> None:
    case = desk.opens(email=MAIL)
    stop(desk, MAIL, "email", "bounce")
    words = "Bu vatandaşa e-posta gönderilmiyor: adres iletiyi geri çevirdi, 23 Kasım 2026 Pazartesi."
    assert words not in page_of(desk, "fen", case).words
    operator = desk.as_("operator")
    url = f"/personel/kanal/{show(case.number)}"
    _, page = operator.get(f"/personel/basvuru/{show(case.number)}")
    assert words in page.words
    assert page.fields == {"csrf": page.fields["csrf"], "channel": "email"}
    assert operator.post(url, {"channel": "email"})[0].status == 403
    assert desk.as_("fen").post(url, page.fields)[0].status == 403
    assert words in page_of(desk, "operator", case).words
    answer, _ = operator.post(url, page.fields)
    assert (answer.status, answer.headers["location"]) == (
        303, f"/personel/basvuru/{show(case.number)}?oldu=kanal",
    )  # fmt: skip
    after = page_of(desk, "operator", case, "?oldu=kanal")
    assert words not in after.words
    assert "Kanal açıldı" in after.words


def test_a_stopped_channel_is_told_and_opened_by_the_api(desk: Desk) -> None:
    case = desk.opens(email=MAIL)
    stop(desk, MAIL, "email", "complaint")
    stop(desk, PHONE, "sms", "stop word")
    seen = keeps_to(api(desk, "operator", "GET", case.number), "StaffView")
    assert [{name: each[name] for name in ("channel", "reason")} for each in seen["reach"]] == [
        {"channel": "email", "reason": "complaint"},
        {"channel": "sms", "reason": "stop word"},
    ]
    assert "reach" not in keeps_to(api(desk, "fen", "GET", case.number), "StaffView")
    path, said = f"{case.number}/reach", {"channel": "email"}
    assert api(desk, "fen", "POST", path, said).status == 403
    left = keeps_to(api(desk, "operator", "POST", path, said), "Reach")
    assert (left["number"], [each["reason"] for each in left["reach"]]) == (show(case.number), ["stop word"])
    assert keeps_to(api(desk, "operator", "POST", path, said), "Reach") == left
    assert api(desk, "operator", "POST", path, {"channel": "fax"}).status == 400


def test_opening_a_channel_is_logged_with_who_did_it_and_no_contact(desk: Desk) -> None:
    case = desk.opens(email=MAIL)
    stop(desk, MAIL, "email", "bounce")
    api(desk, "operator", "POST", f"{case.number}/reach", {"channel": "email"})
    (line,) = [facts for message, facts in desk.office.log.lines if message == "channel allowed"]
    assert line == {"number": case.number, "channel": "email", "staff": "operator"}
