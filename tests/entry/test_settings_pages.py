"""Settings on their pages: changed once for each version, refused beside their field, kept as they were typed."""

from __future__ import annotations

import pytest

from chalicelib import wire
from chalicelib.core.errors import NotFound
from tests.entry.staff import Desk


class Logins:
    """The pool's directory: nobody is known yet."""

    def __init__(self) -> None:
        self.invited: list[tuple[str, str, str]] = []

    def invite(self, username: str, email: str, role: str) -> None:
        self.invited.append((username, email, role))

    def change_role(self, username: str, role: str) -> None:
        raise NotFound("no-such-person")


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


def test_what_anybody_sees_of_a_service_is_chosen_where_it_may_be(desk: Desk) -> None:
    admin, at = desk.as_("admin"), "/personel/ayarlar/services"
    _, page = admin.get(f"{at}/waste.bulky")
    assert "Konu, durum ve yaklaşık yer" in page.html
    answer, _ = admin.post(f"{at}/waste.bulky", page.fields | {"publish": "place"})
    assert answer.status == 303
    _, page = admin.get(f"{at}/zabita.vendor")
    answer, again = admin.post(f"{at}/zabita.vendor", page.fields | {"publish": "released"})
    assert answer.status == 400
    assert again.ids["f-publish"]["aria-invalid"] == "true"
    assert list(desk.office.settings.rows) == [("services", "waste.bulky")]


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
