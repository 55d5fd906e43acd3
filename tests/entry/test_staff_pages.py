"""The workplace: sign-in and its cookies, lists, a new record, one request and its moves, settings."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest

from chalicelib import wire
from chalicelib.core.case import Case
from chalicelib.core.errors import NotFound
from chalicelib.core.moments import say_moment
from chalicelib.core.session import MFA_CODE, Challenge
from chalicelib.core.tracking import show
from tests.entry.staff import PASSWORD, Browser, Desk, staffed
from tests.fakes import Office


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return staffed(office, monkeypatch)


class Logins:
    """The pool's directory: nobody is known yet."""

    def __init__(self) -> None:
        self.invited: list[tuple[str, str, str]] = []

    def invite(self, username: str, email: str, role: str) -> None:
        self.invited.append((username, email, role))

    def change_role(self, username: str, role: str) -> None:
        raise NotFound("no-such-person")


def path(case: Case) -> str:
    return f"/personel/basvuru/{show(case.number)}"


def sign_in(browser: Browser, name: str = "operator", password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer, _ = browser.post("/personel/giris", {"username": name, "password": password} | more)
    return answer.status, answer.headers.get("location", "")


# --- the session ---


def test_who_is_not_signed_in_is_sent_to_the_door_and_back(desk: Desk) -> None:
    browser = desk.as_("")
    answer, _ = browser.get("/personel/temas/gun?gun=2026-11-23")
    assert answer.status == 303
    onward = unquote(answer.headers["location"].partition("devam=")[2])
    assert onward == "/personel/temas/gun?gun=2026-11-23"
    assert sign_in(browser, devam=onward) == (303, onward)
    assert browser.get(onward)[0].status == 200


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(desk: Desk) -> None:
    answer, _ = desk.as_("").post("/personel/giris", {"username": "operator", "password": PASSWORD})
    access, refresh = answer.many["set-cookie"]
    assert access.startswith("kopru_session=operator; Path=/;")
    assert refresh.startswith("kopru_refresh=refresh-operator; Path=/personel;")
    assert all("HttpOnly; Secure; SameSite=Lax" in each for each in (access, refresh))


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example",
        "//evil.example",
        "/personel/../basvuru",
        "/personelx",
        "/personel\\@x",
        "/personel/giris",
    ],
)
def test_the_door_leads_nowhere_but_into_the_workplace(desk: Desk, asked: str) -> None:
    assert sign_in(desk.as_(""), devam=asked) == (303, "/personel")


def test_a_wrong_password_says_so_and_keeps_the_name(desk: Desk) -> None:
    answer, page = desk.as_("").post("/personel/giris", {"username": "operator", "password": "x"})
    assert answer.status == 401
    assert "Kullanıcı adı ya da şifre yanlış." in page.words
    assert page.fields["username"] == "operator"
    assert page.fields["password"] == ""


def test_a_sign_in_from_another_site_is_refused(desk: Desk) -> None:
    fields = {"username": "operator", "password": PASSWORD}
    answer, _ = desk.as_("").post("/personel/giris", fields, **{"sec-fetch-site": "cross-site"})
    assert answer.status == 403
    assert answer.many == {}


def test_a_second_question_is_asked_and_answered(desk: Desk) -> None:
    desk.pool.asks = Challenge(MFA_CODE, "operator", "a-session")
    browser = desk.as_("")
    _, page = browser.post("/personel/giris", {"username": "operator", "password": PASSWORD})
    wrong, page = browser.post("/personel/giris", page.fields | {"answer": "000000"})
    assert wrong.status == 401
    answer, _ = browser.post("/personel/giris", page.fields | {"answer": "123456"})
    assert answer.status == 303
    assert browser.cookies["kopru_session"] == "operator"


def test_a_session_that_ran_out_is_renewed_without_losing_what_was_sent(desk: Desk) -> None:
    case, browser = desk.opens(), desk.as_("fen")
    fields = browser.form(path(case), version="1", text="Yarın bakılacak.")
    del browser.cookies["kopru_session"]
    answer, _ = browser.post(f"{path(case)}/note", fields)
    assert (answer.status, answer.headers["location"]) == (307, f"{path(case)}/note")
    assert desk.pool.refreshed == ["fen"]
    assert browser.post(answer.headers["location"], fields)[0].status == 303


def test_a_token_that_was_refused_is_not_renewed_in_circles(desk: Desk) -> None:
    browser = desk.as_("operator")
    browser.cookies["kopru_session"] = "garbage"
    answer, _ = browser.get("/personel")
    assert answer.headers["location"].startswith("/personel/giris")
    assert desk.pool.refreshed == []
    assert browser.cookies == {}


def test_signing_out_ends_the_session_here_and_in_the_pool(desk: Desk) -> None:
    browser = desk.as_("operator")
    answer, _ = browser.post("/personel/cikis", browser.form("/personel"))
    assert answer.status == 303
    assert desk.pool.ended == ["refresh-operator"]
    assert browser.cookies == {}


def test_a_form_without_the_key_of_the_session_changes_nothing(desk: Desk) -> None:
    case = desk.opens()
    for key in ("", "0" * 32, desk.as_("izsu").form("/personel")["csrf"]):
        answer, _ = desk.as_("fen").post(f"{path(case)}/note", {"csrf": key, "version": "1", "text": "x"})
        assert answer.status == 403
    assert desk.office.requests.cases[case.number].events == ()


# --- lists ---


def test_an_inbox_shows_its_unit_and_nobody_elses(desk: Desk) -> None:
    case = desk.opens()
    _, mine = desk.as_("fen").get("/personel")
    _, other = desk.as_("izsu").get("/personel")
    assert show(case.number) in mine.words
    assert show(case.number) not in other.words
    assert desk.as_("izsu").get("/personel?birim=fen-isleri")[0].status == 403


def test_the_views_of_an_inbox_follow_the_clock_and_who_has_it(desk: Desk) -> None:
    case, fen = desk.opens(), desk.as_("fen")

    def shown(view: str) -> bool:
        return show(case.number) in fen.get(f"/personel?gorunum={view}")[1].words

    assert [shown(view) for view in ("all", "late", "soon", "mine", "new")] == [True, False, False, False, True]
    desk.moves(case, "accept", "fen")
    desk.office.clock.move(days=2)
    assert [shown(view) for view in ("all", "late", "soon", "mine", "new")] == [True, False, True, True, False]
    desk.office.clock.move(days=3)
    assert shown("late")
    assert "2 gün gecikti" in fen.get("/personel?gorunum=late")[1].words


def test_the_centre_sees_how_many_wait_for_a_call(desk: Desk) -> None:
    case = desk.opens(phone="0232 444 55 66")
    desk.moves(case, "ask", "operator", question="Hangi kapı?")
    _, page = desk.as_("operator").get("/personel")
    assert "Geri arama 1" in page.words
    _, calls = desk.as_("operator").get("/personel/aramalar?liste=back")
    assert show(case.number) in calls.words


def test_who_was_reached_leaves_the_list(desk: Desk) -> None:
    case = desk.moves(desk.opens(phone="0232 444 55 66"), "ask", "operator", question="Hangi kapı?")
    operator = desk.as_("operator")
    fields = operator.form("/personel/aramalar?liste=back", donus="aramalar-back", reached="1", note="12 numara")
    answer, _ = operator.post(f"{path(case)}/called", fields)
    assert answer.headers["location"] == "/personel/aramalar?oldu=called&liste=back"
    assert desk.office.requests.cases[case.number].state.call == ""


def test_a_line_of_the_call_list_moves_the_version_that_was_seen(desk: Desk) -> None:
    case = desk.moves(desk.opens(phone="0232 444 55 66"), "ask", "operator", question="Hangi kapı?")
    operator = desk.as_("operator")
    _, page = operator.get("/personel/aramalar?liste=back")
    assert page.fields["version"] == str(case.state.version)
    desk.moves(case, "note", "fen", text="Bu arada yazıldı.")
    fields = page.fields | {"donus": "aramalar-back", "reached": "1", "note": "12 numara"}
    answer, _ = operator.post(f"{path(case)}/called", fields)
    assert answer.status == 409
    assert "12 numara" in answer.text


def test_a_call_about_what_is_confidential_shows_its_number_to_those_entitled_alone(desk: Desk) -> None:
    case = desk.moves(desk.opens(phone="0232 444 55 66"), "ask", "operator", question="Hangi kapı?")
    desk.moves(case, "confidential", "sorumlu", reason="Aile içi bir konu.")
    for who, sees in (("operator", False), ("sorumlu", True)):
        answer, calls = desk.as_(who).get("/personel/aramalar?liste=back")
        assert (show(case.number) in answer.text, "merkez sorumlusuna bağlayın" in calls.words) == (sees, not sees)


# --- a new record ---


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


# --- one request ---


def test_a_unit_sees_the_matter_and_not_the_contact(desk: Desk) -> None:
    case = desk.opens()
    _, mine = desk.as_("fen").get(path(case))
    _, centre = desk.as_("operator").get(path(case))
    assert "Büyük bir çukur var" in mine.words
    assert "+905321112233" not in mine.html
    assert "111 22 33" not in mine.words
    assert "0532 111 22 33" in centre.words
    assert desk.as_("izsu").get(path(case))[0].status == 404


def test_an_auditor_sees_the_history_and_not_a_word(desk: Desk) -> None:
    case = desk.moves(desk.opens(), "note", "fen", text="Kazı izi var.")
    _, page = desk.as_("denetci").get(path(case))
    assert "Not eklendi." in page.words
    assert "Kazı izi var." not in page.html
    assert "Büyük bir çukur" not in page.html
    assert not [given for _, given in page.tags if given.get("action", "").startswith(path(case))]


def test_one_tap_takes_an_untaken_request(desk: Desk) -> None:
    case, fen = desk.opens("road"), desk.as_("fen")
    _, page = fen.get(path(case))
    assert "Bu işi kimse almadı." in page.words
    answer, _ = fen.post(f"{path(case)}/accept", fen.form(path(case), version="1"))
    assert answer.headers["location"] == f"{path(case)}?oldu=accept"
    _, after = fen.get(answer.headers["location"])
    assert "Kaydedildi: İş alındı." in after.words
    assert "Bu işi kimse almadı." not in after.words
    assert "Fikret Fen İş alındı." in after.words
    assert "move-accept" not in after.ids
    assert "move-start" in after.ids
    desk.moves(case, "start", "fen")
    assert "move-start" not in fen.get(path(case))[1].ids


def test_the_centre_is_not_asked_to_take_what_a_unit_has(desk: Desk) -> None:
    case = desk.opens("road")
    _, centre = desk.as_("operator").get(path(case))
    assert "Bu işi kimse almadı." not in centre.words
    assert "move-accept" in centre.ids  # what the unit says on the phone


def test_what_comes_back_is_sorted_first_and_says_why_on_top(desk: Desk) -> None:
    case = desk.moves(desk.opens("road"), "return", "fen", reason="Karayolu, bizim değil.")
    _, centre = desk.as_("operator").get(path(case))
    assert [name for name in centre.ids if name.startswith("move-")][:3] == ["move-assign", "move-triage", "move-refer"]
    assert centre.words.index("Karayolu, bizim değil.") < centre.words.index("Vatandaşın yazdıkları")
    assert "Bu işi kimse almadı." not in centre.words


def test_what_came_back_twice_says_who_decides_and_then_that_it_is_final(desk: Desk) -> None:
    case = desk.opens("road")
    for unit, who in (("izsu", "fen"), ("fen-isleri", "izsu")):
        case = desk.moves(case, "return", who, reason="Bizim değil.")
        case = desk.moves(case, "assign", "operator", unit=unit) if unit == "izsu" else case
    decides = "Hangi birimin bakacağına merkez sorumlusu karar verir."
    assert decides in desk.as_("operator").get(path(case))[1].words
    assert decides not in desk.as_("sorumlu").get(path(case))[1].words
    case = desk.moves(case, "assign", "sorumlu", unit="fen-isleri")
    _, mine = desk.as_("fen").get(path(case))
    assert "artık geri gönderilemez" in mine.words
    assert "move-return" not in mine.ids


def test_whose_outcome_waits_for_a_call_is_called_and_asked_first(desk: Desk) -> None:
    case = desk.opens("road", phone="0232 444 55 66")
    case = desk.moves(case, "resolve", "fen", outcome="done", answer="Çukur kapatıldı.")
    _, centre = desk.as_("operator").get(path(case))
    forms = [name for name in centre.ids if name.startswith("move-")]
    assert forms[:3] == ["move-called", "move-solved", "move-not_solved"]
    assert "Henüz kimse almadı" not in centre.words
    assert ".." not in centre.words


def test_every_allowed_move_stands_on_the_page_as_a_form(desk: Desk) -> None:
    case = desk.opens()
    _, page = desk.as_("operator").get(path(case))
    actions = {given["action"].rpartition("/")[2] for tag, given in page.tags if tag == "form"}
    assert {"assign", "triage", "refer", "reject", "merge", "ask", "note", "message", "withdraw"} <= actions
    assert {"resolve", "return", "erase", "escalate"} & actions == set()


def test_a_faulty_move_keeps_its_words_beside_what_is_wrong(desk: Desk) -> None:
    case, operator = desk.opens(), desk.as_("operator")
    typed = operator.form(path(case), version="1", body="", check_back="2020-01-01", receipt="A-1", note="Bir not")
    answer, page = operator.post(f"{path(case)}/refer", typed)
    assert answer.status == 400
    assert page.ids["f-refer-receipt"]["value"] == "A-1"
    assert "Bir not" in page.html
    assert "open" in page.ids["move-refer"]
    assert {"#f-refer-body", "#f-refer-check_back"} <= set(page.links)


def test_the_slower_of_two_loses_no_text_and_sees_what_happened(desk: Desk) -> None:
    case, operator = desk.opens(), desk.as_("operator")
    typed = operator.form(path(case), version="1", unit="izsu", note="İZSU kazmış olmalı.")
    desk.moves(case, "start", "fen")
    answer, page = operator.post(f"{path(case)}/assign", typed)
    assert answer.status == 409
    assert "Siz yazarken başvuru değişti" in page.words
    assert "Fikret Fen 23 Kasım 2026 Pazartesi 10.40 tarihinde işlem yaptı: Çalışma başladı." in page.words
    assert "İZSU kazmış olmalı." in page.html
    versions = {given["value"] for tag, given in page.tags if tag == "input" and given.get("name") == "version"}
    assert versions == {"2"}
    assert operator.post(f"{path(case)}/assign", typed | {"version": "2"})[0].status == 303


def test_words_of_a_move_that_is_gone_can_still_be_copied(desk: Desk) -> None:
    case, fen = desk.opens(), desk.as_("fen")
    typed = fen.form(path(case), version="1", question="Hangi kapının önü?")
    desk.moves(case, "return", "fen", reason="Bizim değil.")
    answer, page = fen.post(f"{path(case)}/ask", typed)
    assert answer.status == 404
    assert "Başvuru artık sizde değil" in page.words
    assert "Hangi kapının önü?" in page.words
    desk.moves(case, "assign", "operator", unit="fen-isleri")
    desk.moves(case, "ask", "fen", question="Neresi?")
    answer, page = fen.post(f"{path(case)}/ask", typed)
    assert answer.status == 409
    assert "Bu işlem artık yapılamıyor." in page.words
    assert "Hangi kapının önü?" in page.words


def test_who_returns_a_request_comes_home(desk: Desk) -> None:
    case, fen = desk.opens(), desk.as_("fen")
    answer, _ = fen.post(f"{path(case)}/return", fen.form(path(case), version="1", reason="Bizim değil."))
    assert answer.headers["location"] == "/personel?oldu=return"
    assert (
        "“Merkeze geri gönder” kaydedildi. Başvuru artık sizde değil." in fen.get(answer.headers["location"])[1].words
    )


def test_words_of_a_move_that_is_not_theirs_are_kept(desk: Desk) -> None:
    case, operator = desk.opens(), desk.as_("operator")
    typed = operator.form(path(case), version="1", reason="Yanlış birim.")
    answer, page = operator.post(f"{path(case)}/return", typed)
    assert answer.status == 403
    assert "Yanlış birim." in page.words


def test_a_double_click_makes_one_move_and_no_conflict(desk: Desk) -> None:
    case, fen = desk.opens(), desk.as_("fen")
    typed = fen.form(path(case), version="1", text="Aynı  not")
    for _ in range(2):
        assert fen.post(f"{path(case)}/note", typed)[0].status == 303
    assert len(desk.office.requests.cases[case.number].events) == 1
    assert fen.post(f"{path(case)}/note", typed | {"text": "Başka not"})[0].status == 409


def test_reading_a_confidential_request_is_said_and_recorded(desk: Desk) -> None:
    case = desk.moves(desk.opens(), "confidential", "operator", reason="Aile içi bir konu.")
    _, page = desk.as_("sorumlu").get(path(case))
    assert "bu sayfayı açtığınız kaydedildi" in page.words
    assert [read.who for read in desk.office.requests.cases[case.number].reads] == ["sorumlu"]


def test_a_waiting_request_says_that_its_clock_stands_still(desk: Desk) -> None:
    case = desk.moves(desk.opens(), "ask", "fen", question="Hangi kapı?")
    desk.office.clock.at += timedelta(days=9)
    _, page = desk.as_("fen").get(path(case))
    assert "süre durdu" in page.words
    assert "gecikti" not in page.words


# --- settings ---


def test_an_admin_changes_a_setting_and_the_history_says_who(desk: Desk) -> None:
    admin, at = desk.as_("admin"), "/personel/ayarlar/centre/days"
    _, page = admin.get(at)
    answer, _ = admin.post(at, page.fields | {"confirm_days": "9"})
    assert answer.headers["location"] == f"{at}?oldu=1"
    assert desk.office.settings.rows["centre", "days"].value["confirm_days"] == 9  # type: ignore[index]  # JSON
    _, after = admin.get(at)
    assert "admin · sürüm 1" in after.words


@pytest.mark.parametrize(
    ("at", "field", "typed", "said"),
    [
        ("centre/days", "confirm_days", "dokuz", "Tam sayı yazın."),
        ("ladder/P1", "waits", "15, otuz", "Bu satır okunamadı: otuz"),
        ("units/fen-isleri", "email", "olmayan adres", "Bu ayar kabul edilmedi"),
    ],
)
def test_a_bad_setting_is_refused_beside_its_field_and_kept(
    desk: Desk, at: str, field: str, typed: str, said: str
) -> None:
    admin = desk.as_("admin")
    _, page = admin.get(f"/personel/ayarlar/{at}")
    answer, again = admin.post(f"/personel/ayarlar/{at}", page.fields | {field: typed})
    assert answer.status == 400
    assert said in again.words
    assert again.fields[field] == typed
    assert again.ids[f"f-{field}"]["aria-invalid"] == "true"
    assert desk.office.settings.rows == {}


def test_a_roster_is_written_line_by_line_and_read_back_as_it_was(desk: Desk) -> None:
    admin, at = desk.as_("admin"), "/personel/ayarlar/units/fen-isleri"
    _, page = admin.get(at)
    written = "pzt-cum | 17:30-08:30 | 0532 111 22 33, +905321112244\r\nSat, PAZ | 08:30-08:30 | 0532 111 22 55"
    assert admin.post(at, page.fields | {"roster": written})[0].status == 303
    assert desk.office.settings.rows["units", "fen-isleri"].value["roster"] == [  # type: ignore[index]  # JSON
        {"days": "mon-fri", "hours": "17:30-08:30", "phones": ["+905321112233", "+905321112244"]},
        {"days": "sat, sun", "hours": "08:30-08:30", "phones": ["+905321112255"]},
    ]
    _, again = admin.get(at)
    assert again.fields["roster"].split("\n")[1] == "cmt, paz | 08:30-08:30 | 0532 111 22 55"
    answer, wrong = admin.post(at, again.fields | {"roster": "pzt-cum 17:30-08:30 0532 111 22 33"})
    assert answer.status == 400
    assert "Bu satır okunamadı: pzt-cum 17:30-08:30" in wrong.words
    assert "17:30-08:30 0532" in wrong.fields["roster"]


def test_outcomes_and_the_name_of_a_calendar_need_no_code_of_ours(desk: Desk) -> None:
    admin, of_service = desk.as_("admin"), "/personel/ayarlar/services/road.pothole"
    _, page = admin.get(of_service)
    line = "filled | olumlu | Çukur kapatıldı. | The hole is filled."
    assert admin.post(of_service, page.fields | {"outcomes": line})[0].status == 303
    assert admin.get(of_service)[1].fields["outcomes"] == line
    (outcome,) = desk.office.settings.rows["services", "road.pothole"].value["outcomes"]  # type: ignore[index]  # JSON
    assert (outcome["kind"], outcome["text"]["en"]) == ("positive", "The hole is filled.")
    of_calendar = "/personel/ayarlar/calendars/office"
    _, page = admin.get(of_calendar)
    assert admin.post(of_calendar, page.fields | {"name_tr": "Mesai"})[0].status == 303
    saved = desk.office.settings.rows["calendars", "office"].value
    assert saved["name"] == {"tr": "Mesai", "en": page.fields["name_en"]}  # type: ignore[index]  # JSON


def test_providers_are_written_by_commas_and_whatsapp_can_be_left_without(desk: Desk) -> None:
    admin, at = desk.as_("admin"), "/personel/ayarlar/delivery"
    _, page = admin.get(f"{at}/sms")
    assert page.fields["providers"] == "aws-sms, netgsm"
    assert admin.post(f"{at}/sms", page.fields | {"providers": "netgsm, aws-sms"})[0].status == 303
    saved = desk.office.settings.rows["delivery", "sms"].value
    assert saved == {"providers": ["netgsm", "aws-sms"], "rate": 20}
    for channel, status in (("whatsapp", 303), ("email", 400)):
        _, page = admin.get(f"{at}/{channel}")
        assert admin.post(f"{at}/{channel}", page.fields | {"providers": ""})[0].status == status
    assert admin.get(f"{at}/whatsapp")[1].fields["providers"] == ""


def test_quiet_hours_are_moved_and_emptied(desk: Desk) -> None:
    admin, at = desk.as_("admin"), "/personel/ayarlar/centre/days"
    for written, kept in (("22:00-07:00", "22:00-07:00"), ("", None)):
        _, page = admin.get(at)
        assert admin.post(at, page.fields | {"quiet_hours": written})[0].status == 303
        value = desk.office.settings.rows["centre", "days"].value
        assert (value["quiet_hours"], value["sms_transliterate"]) == (kept, True)  # type: ignore[index]  # JSON
        assert admin.get(at)[1].fields["quiet_hours"] == written


def test_a_unit_gets_a_morning_summary_by_one_tick(desk: Desk) -> None:
    admin, at = desk.as_("admin"), "/personel/ayarlar/units/fen-isleri"
    _, page = admin.get(at)
    assert "digest" not in page.fields
    assert admin.post(at, page.fields | {"digest": "1"})[0].status == 303
    assert desk.office.settings.rows["units", "fen-isleri"].value["digest"] is True  # type: ignore[index]  # JSON
    assert admin.get(at)[1].fields["digest"] == "1"


def test_a_setting_that_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    admin, at = desk.as_("admin"), "/personel/ayarlar/centre/days"
    _, page = admin.get(at)
    admin.post(at, page.fields | {"confirm_days": "9"})
    answer, again = admin.post(at, page.fields | {"confirm_days": "8"})
    assert answer.status == 409
    assert (again.fields["confirm_days"], again.fields["version"]) == ("8", "1")


def test_a_person_is_a_form_and_their_login_follows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    logins = Logins()
    monkeypatch.setattr(wire, "logins", lambda: logins)
    admin, at = desk.as_("admin"), "/personel/ayarlar/people/yeni"
    assert admin.get("/personel/ayarlar/people?kod=yeni")[0].headers["location"] == at
    _, page = admin.get(at)
    person = {"name": "Yeni Biri", "role": "unit_officer", "unit": "izsu", "email": "yeni@example.org"}
    assert admin.post(at, page.fields | person)[0].status == 303
    assert desk.office.settings.rows["people", "yeni"].value == person | {"disabled": False}
    assert logins.invited == [("yeni", "yeni@example.org", "unit_officer")]
    answer, again = admin.post(at, admin.get(at)[1].fields | {"substitute_person": "nobody", "substitute_from": "x"})
    assert answer.status == 400
    assert again.ids["f-substitute_person"]["aria-invalid"] == "true"


def test_a_supervisor_reads_settings_and_cannot_save_them(desk: Desk) -> None:
    supervisor, at = desk.as_("sorumlu"), "/personel/ayarlar/centre/days"
    answer, page = supervisor.get(at)
    assert answer.status == 200
    assert "Kaydet" not in page.words
    assert supervisor.post(at, page.fields)[0].status == 403
    assert desk.as_("fen").get("/personel/ayarlar")[0].status == 403


def test_english_is_spoken_all_the_way(desk: Desk) -> None:
    case, fen = desk.opens(), desk.as_("fen")
    _, page = fen.get(f"{path(case)}?lang=en")
    assert "What you can do" in page.words
    answer, _ = fen.post(f"{path(case)}/start?lang=en", fen.form(path(case), version="1"))
    assert answer.headers["location"] == f"{path(case)}?oldu=start&lang=en"
