"""A new record: a contact, a caller who is found, a request with its receipt."""

from __future__ import annotations

from chalicelib.core.moments import say_moment
from chalicelib.core.tracking import show
from tests.entry.staff import Desk


def test_information_given_is_a_contact_in_two_clicks_and_no_request(desk: Desk) -> None:
    operator = desk.as_("operator")
    _, page = operator.get("/personel/kayit")
    fields = page.fields | operator.form("/personel/kayit", ne="temas", subject="road", outcome="informed")
    for _ in range(2):  # a double click
        answer, done = operator.post("/personel/kayit", fields)
        assert answer.status == 200
        assert "Temas kaydedildi: Yol ve kaldırım, Bilgi verildi." in done.words
    assert len(desk.office.contacts.rows) == 1
    assert desk.office.requests.cases == {}
    assert "Yol ve kaldırım" in operator.get("/personel/temas/gun")[1].words


def test_a_caller_is_found_by_phone_with_requests_and_contacts(desk: Desk) -> None:
    case, operator = desk.opens(), desk.as_("operator")
    fields = operator.form("/personel/kayit", ne="temas", subject="road", outcome="informed", phone="05321112233")
    operator.post("/personel/kayit", fields)
    _, page = operator.post("/personel/kayit", operator.form("/personel/kayit", ne="ara", q="0532 111 22 33"))
    assert show(case.number) in page.words
    assert "Yol ve kaldırım, Bilgi verildi" in page.words
    assert page.fields["phone"] == "0532 111 22 33"


def test_a_caller_with_a_confidential_request_is_put_through_without_its_number(desk: Desk) -> None:
    case, operator = desk.opens(service_code="aid.food"), desk.as_("operator")
    answer, page = operator.post("/personel/kayit", operator.form("/personel/kayit", ne="ara", q="0532 111 22 33"))
    assert "merkez sorumlusuna bağlayın" in page.words
    assert show(case.number) not in answer.text


def test_a_reprinted_receipt_promises_the_present_date_and_nothing_once_it_ended(desk: Desk) -> None:
    case, operator = desk.opens(), desk.as_("operator")
    moved = desk.moves(case, "legal", "operator", legal_basis="cimer", cimer="2600123", date="2026-12-18")
    assert moved.state.promise != case.request.due.at
    address = f"/personel/makbuz/{show(case.number)}"
    assert say_moment(moved.state.promise, "tr") in operator.get(address)[1].words
    desk.moves(case, "withdraw", "operator")
    assert "En geç bilgi verilecek tarih" not in operator.get(address)[1].words


def test_a_request_for_a_caller_gets_a_number_and_a_receipt(desk: Desk) -> None:
    operator = desk.as_("operator")
    _, page = operator.get("/personel/kayit")
    fields = page.fields | {
        "service_code": "road.pothole",
        "description": "Kapımızın önünde çukur var.",
        "address": "Ankara Caddesi no 12",
        "district": "Bornova",
        "phone": "0232 444 55 66",
        "muhtar": "1",
    }
    answer, done = operator.post("/personel/kayit", fields)
    (case,) = desk.office.requests.cases.values()
    assert answer.status == 201
    assert show(case.number) in done.words
    assert (case.request.channel, case.request.draft.requester) == ("phone", "muhtar")
    assert operator.post("/personel/kayit", fields)[0].status == 200
    _, receipt = operator.get(f"/personel/makbuz/{show(case.number)}")
    for needed in (show(case.number), "23 Kasım 2026 Pazartesi 10.30", "Yolda çukur, bozuk asfalt", "2004/12"):
        assert needed in receipt.words


def test_who_records_what_they_may_not_see_prints_its_receipt_at_once(desk: Desk) -> None:
    operator = desk.as_("operator")
    _, page = operator.get("/personel/kayit")
    said = {"service_code": "aid.food", "description": "Evde yiyecek yok.", "phone": "0532 111 22 33"}
    _, done = operator.post("/personel/kayit", page.fields | said)
    (case,) = desk.office.requests.cases.values()
    assert "Gizli konu" in done.words
    assert "2004/12" in done.words
    assert not [link for link in done.links if show(case.number) in link]
    for path_of in ("makbuz", "basvuru"):
        answer, absent = operator.get(f"/personel/{path_of}/{show(case.number)}")
        assert answer.status == 404
        assert "görebileceğiniz bir başvuru yok" in absent.words


def test_a_faulty_record_keeps_everything_that_was_typed(desk: Desk) -> None:
    operator = desk.as_("operator")
    _, page = operator.get("/personel/kayit")
    typed = {"service_code": "", "description": "Çukur var", "phone": "12", "address": "Bir yer", "muhtar": "1",
             "notify_by": "sms"}  # fmt: skip
    answer, again = operator.post("/personel/kayit", page.fields | typed)
    assert answer.status == 400
    assert {name: again.fields[name] for name in ("description", "phone", "address", "muhtar", "notify_by", "key")} == {
        "description": "Çukur var", "phone": "12", "address": "Bir yer", "muhtar": "1", "notify_by": "sms",
        "key": page.fields["key"],
    }  # fmt: skip
    assert "Telefon: Telefon numarası 10 haneli olmalı" in again.words
    assert desk.office.requests.cases == {}


def test_the_switchboard_logs_contacts_and_opens_no_request(desk: Desk) -> None:
    _, page = desk.as_("santral").get("/personel/kayit")
    assert "as-contact" in page.ids
    assert "as-request" not in page.ids
