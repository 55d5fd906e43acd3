"""Admins issue and revoke keys, by program and by page; the key is seen once and its hash never."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chalicelib import wire
from chalicelib.core.api_keys import hash_of
from chalicelib.flows.settings import present
from tests.entry.colleagues import Staff, move_in
from tests.entry.staff import Desk
from tests.entry.test_staff_requests import faults_in, keeps_to
from tests.fakes import Office

PAGE = "/personel/anahtarlar"


@pytest.fixture
def staff(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Staff:
    return move_in(office, monkeypatch, tmp_path)


def test_a_key_is_issued_listed_and_revoked(staff: Staff) -> None:
    issued = staff.call("admin", "POST", "/api/staff/keys", {"name": "Konak", "per_minute": 30})
    told = keeps_to(issued, "IssuedKey")
    assert (issued.status, told["id"], told["revoked"]) == (201, "konak", False)
    listed = keeps_to(staff.call("auditor", "GET", "/api/staff/keys"), "Keys")["keys"]
    assert [(key["id"], key["by"], key["revoked"]) for key in listed] == [("konak", "admin", False)]
    gone = staff.call("admin", "DELETE", "/api/staff/keys/konak")
    assert keeps_to(gone, "Key")["revoked"]
    assert present(staff.office.desk).city.api_keys[hash_of(told["api_key"])].revoked


def test_no_later_answer_holds_the_key_or_its_hash(staff: Staff) -> None:
    told = staff.call("admin", "POST", "/api/staff/keys", {"name": "Konak", "per_minute": 30}).json
    paths = ("keys", "settings", "settings/api_keys/konak", "settings/api_keys/konak/history")
    answers = "".join(staff.call("admin", "GET", f"/api/staff/{path}").text for path in paths)
    assert told["api_key"] not in answers
    assert hash_of(told["api_key"]) not in answers


@pytest.mark.parametrize(
    ("body", "field"),
    [({"name": "x"}, "per_minute"), ({"per_minute": 5}, "name"), ({"name": "x", "per_minute": 5, "hash": "0"}, "hash")],
)
def test_a_faulty_wish_is_refused_by_its_field(staff: Staff, body: dict[str, object], field: str) -> None:
    answer = staff.call("admin", "POST", "/api/staff/keys", body)
    assert (answer.status, faults_in(answer)) == (400, [field])


def test_a_hash_cannot_be_written_by_hand(staff: Staff) -> None:
    value = {"value": {"name": "x", "hash": "0" * 64, "per_minute": 5}, "version": 0}
    answers = [
        staff.call("admin", "PUT", "/api/staff/settings/api_keys/x", value),
        staff.call("admin", "GET", "/api/staff/settings/api_keys/x"),
        staff.call("admin", "GET", "/api/staff/settings/api_keys/x/history"),
    ]
    assert [answer.status for answer in answers] == [404, 404, 404]
    assert staff.office.settings.rows == {}


def test_an_admin_issues_a_key_on_the_page_and_sees_it_once(desk: Desk) -> None:
    admin = desk.as_("admin")
    answer, page = admin.post(PAGE, admin.form(PAGE, name="Konak Belediyesi", per_minute="30"))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    key = re.findall(r'value="([0-9a-f]{64})"', answer.text)
    assert key
    assert "Yalnızca bu kez gösterilir" in page.words
    later, listed = admin.get(PAGE)
    assert key[0] not in later.text
    assert hash_of(key[0]) not in later.text
    assert "Konak Belediyesi" in listed.words
    assert "Dakikada en çok 30 bildirim" in listed.words


def test_an_admin_revokes_a_key_on_the_page(desk: Desk) -> None:
    admin = desk.as_("admin")
    admin.post(PAGE, admin.form(PAGE, name="Konak", per_minute="30"))
    answer, _ = admin.post(f"{PAGE}/konak", admin.form(PAGE))
    assert answer.headers["location"] == f"{PAGE}?oldu=1"
    _, page = admin.get(answer.headers["location"])
    assert "İptal edildi" in page.words
    assert "Anahtar iptal edildi" in page.words
    assert admin.post(f"{PAGE}/no-such-key", admin.form(PAGE))[0].status == 404


@pytest.mark.parametrize(("typed", "field"), [({"name": ""}, "name"), ({"per_minute": "çok"}, "per_minute")])
def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(
    desk: Desk, typed: dict[str, str], field: str
) -> None:
    admin = desk.as_("admin")
    answer, page = admin.post(PAGE, admin.form(PAGE, **{"name": "Konak", "per_minute": "30"} | typed))
    assert answer.status == 400
    assert page.ids[f"f-{field}"]["aria-invalid"] == "true"
    assert page.fields["name"] == typed.get("name", "Konak")
    assert desk.office.settings.rows == {}


def test_who_may_only_read_sees_no_form(desk: Desk) -> None:
    answer, page = desk.as_("denetci").get(PAGE)
    assert answer.status == 200
    assert "per_minute" not in page.fields
    assert desk.as_("operator").get(PAGE)[0].status == 403


def test_the_settings_lead_to_the_keys_and_do_not_show_them_as_a_kind(desk: Desk) -> None:
    admin = desk.as_("admin")
    answer, _ = admin.get("/personel/ayarlar")
    assert f'href="{PAGE}"' in answer.text
    assert "api_keys" not in answer.text
    assert admin.get("/personel/ayarlar/api_keys")[0].status == 404


def test_staff_see_the_name_of_the_key_by_which_a_request_came(desk: Desk) -> None:
    from tests.entry.filing import REQUESTS, a_report, post, the_row, with_keys

    with_keys(desk.office)
    number = the_row(post(REQUESTS, a_report()))["service_request_id"]
    _, page = desk.as_("operator").get(f"/personel/basvuru/{number}")
    assert "FixMyStreet (Open311)" in page.words


def test_every_sentence_of_the_keys_is_said_somewhere() -> None:
    room = Path(wire.__file__).parent
    codes = json.loads((room / "texts" / "keys.json").read_text(encoding="utf-8"))
    files = [*room.rglob("*.py"), *room.rglob("*.html")]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert [code for code in codes if f'"{code.removeprefix("error.")}"' not in source] == []
