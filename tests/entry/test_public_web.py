"""The citizen's pages, called as API Gateway calls them."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from chalicelib.core.errors import TryLater
from chalicelib.core.request import Request
from chalicelib.core.tracking import derive
from chalicelib.entry.pages import HEADERS
from chalicelib.flows.track import expected_proof
from tests.build import MONDAY, a_city
from tests.entry.gateway import Answer, call
from tests.entry.screen import Screen
from tests.fakes import Office

ROOT = Path(__file__).parents[2]
FORM = {"content-type": "application/x-www-form-urlencoded"}
HOSTILE = "<script>alert(1)</script>\n\u202e=cmd|' /C calc'!A0 \"><img src=x onerror=alert(2)> 😀 {{7*7}}"
PAGES = ["/", "/basvuru", "/basvuru/road.pothole", "/takip", "/aydinlatma"]


def get(url: str) -> tuple[Answer, Screen]:
    answer = call("GET", url)
    return answer, Screen(answer.text)


def post(url: str, fields: dict[str, str]) -> tuple[Answer, Screen]:
    answer = call("POST", url, urlencode(fields), FORM)
    return answer, Screen(answer.text)


def filled_in(service: str = "road.pothole", **typed: str) -> dict[str, str]:
    """The form of a service as a citizen sends it: a pothole in a main road, with a mobile."""
    _, form = get(f"/basvuru/{service}")
    said = {
        "description": "Büyük bir çukur var.",
        "address": "Ankara Caddesi no 12",
        "district": "Bornova",
        "phone": "0532 111 22 33",
        "first_name": "Ayşe",
    }
    return form.fields | said | typed


def the_request(office: Office) -> Request:
    (request,) = office.requests.rows.values()
    return request


def number_on(page: Screen) -> str:
    return str(re.findall(r"\d{4}-\d{4}-\d{4}", page.words)[0])


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_page_speaks_both_languages_one_click_apart(office: Office, url: str, language: str) -> None:
    answer, page = get(url + ("?lang=en" if language == "en" else ""))
    assert answer.status == 200
    assert page.tags[0] == ("html", {"lang": language})
    assert answer.headers["content-language"] == language
    assert (url if language == "en" else f"{url}?lang=en") in page.links


def test_the_language_is_carried_on(office: Office) -> None:
    _, home = get("/?lang=en")
    assert {"/basvuru?lang=en", "/takip?lang=en", "/aydinlatma?lang=en"} <= set(home.links)
    _, form = get("/basvuru/road.pothole?lang=en")
    answer, opened = post("/basvuru", form.fields | {"description": "A hole", "phone": "0532 111 22 33"})
    assert answer.headers["content-language"] == "en"
    assert the_request(office).draft.language == "en"
    assert f"/takip/{number_on(opened)}?lang=en" in opened.links


def test_the_home_page_names_the_emergency_line_first(office: Office) -> None:
    _, page = get("/")
    calls = [link for link in page.links if link.startswith("tel:")]
    assert calls[0] == "tel:112"
    assert "tel:153" in calls
    assert office.city.centre.tr in page.words


@pytest.mark.parametrize("city", ["izmir-him", "ilkadim-ilkim", "example"])
def test_every_way_to_reach_a_centre_is_on_its_home_page(office: Office, city: str) -> None:
    office.city = a_city(city)
    _, page = get("/")
    for channel in office.city.channels:
        assert channel.value in page.words
        assert channel.hours.tr in page.words


def test_whatsapp_and_special_numbers_can_be_tapped(office: Office) -> None:
    office.city = a_city("ilkadim-ilkim")
    _, page = get("/")
    assert {"https://wa.me/905051785501", "tel:4445501"} <= set(page.links)


def test_all_listed_matters_can_be_chosen_and_no_other(office: Office) -> None:
    _, page = get("/basvuru")
    offered = {link.removeprefix("/basvuru/") for link in page.links if link.startswith("/basvuru/")}
    assert offered == {service.code for service in office.city.services.values() if service.listed}


@pytest.mark.parametrize("city", ["izmir-him", "ilkadim-ilkim", "example"])
def test_every_listed_matter_has_its_form(office: Office, city: str) -> None:
    office.city = a_city(city)
    for service in office.city.services.values():
        answer, page = get(f"/basvuru/{service.code}")
        assert answer.status == (200 if service.listed else 404), service.code
        if service.listed:
            assert service.label.tr in page.words
            assert "tel:112" in page.links


def test_the_form_warns_of_its_danger_before_anything_is_asked(office: Office) -> None:
    _, page = get("/basvuru/sewer.open_manhole")
    danger = office.city.dangers["open_manhole"]
    assert danger.text.tr in page.words
    assert page.words.index(danger.text.tr) < page.words.index("Bize anlatın")
    assert page.links.count("tel:112") == 2  # its own, and the static line


def test_the_form_says_by_when_and_who_before_it_asks(office: Office) -> None:
    _, pothole = get("/basvuru/road.pothole")
    assert "En geç 3 iş günü içinde bilgi veririz" in pothole.words
    _, rubbish = get("/basvuru/waste.collection")
    assert "ilgili ilçe belediyesi bakıyor" in rubbish.words
    _, foi = get("/basvuru/legal.foi4982")
    assert "En geç 15 iş günü içinde" in foi.words
    assert foi.fields["legal_basis"] == "foi"


def test_the_form_is_never_cached_and_never_has_the_same_key(office: Office) -> None:
    one, first = get("/basvuru/road.pothole")
    _, second = get("/basvuru/road.pothole")
    assert one.headers["cache-control"] == "no-store"
    assert first.fields["key"] != second.fields["key"]


def test_the_notice_is_information_with_its_version(office: Office) -> None:
    _, form = get("/basvuru/road.pothole")
    assert office.city.notice_version in form.words
    assert "/aydinlatma" in form.links
    _, page = get("/aydinlatma")
    assert office.city.notice.tr.split()[-1] in page.words
    assert office.city.notice_version in page.words


def test_a_form_sent_opens_one_request_and_shows_its_number(office: Office) -> None:
    answer, page = post("/basvuru", filled_in())
    request = the_request(office)
    assert answer.status == 201
    assert number_on(page).replace("-", "") == request.number
    assert answer.headers["location"].endswith(f"/takip/{number_on(page)}")
    assert request.channel == "web"
    assert request.notice == office.city.notice_version
    assert office.city.units["fen-isleri"].name.tr in page.words
    assert "26 Kasım 2026 Perşembe 17.30 3 iş günü kaldı" in page.words
    assert "Süre: 3 iş günü." in page.words
    assert "+90\u00a05••\u00a0•••\u00a022\u00a033" in page.html
    assert "Takip şifreniz" not in page.words


def test_the_same_form_twice_is_one_request(office: Office) -> None:
    fields = filled_in()
    _, first = post("/basvuru", fields)
    answer, again = post("/basvuru", fields)
    assert answer.status == 200
    assert number_on(first) == number_on(again)
    assert len(office.requests.rows) == 1


def test_the_same_form_with_other_words_asks_before_it_opens_another(office: Office) -> None:
    fields = filled_in()
    _, first = post("/basvuru", fields)
    answer, page = post("/basvuru", fields | {"description": "Bambaşka bir konu"})
    assert answer.status == 422
    assert number_on(first) in page.words.replace("\u2011", "-")
    assert page.fields["description"] == "Bambaşka bir konu"
    assert page.fields["key"] != fields["key"]
    assert len(office.requests.rows) == 1
    assert post("/basvuru", page.fields)[0].status == 201
    assert len(office.requests.rows) == 2


def test_a_form_without_a_key_is_taken(office: Office) -> None:
    assert post("/basvuru", filled_in() | {"key": "", "minted": ""})[0].status == 201


def test_the_year_of_the_number_is_that_of_the_form(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 31, 20, 59, tzinfo=UTC)
    fields = filled_in()
    office.clock.move(minutes=2)
    post("/basvuru", fields)
    assert the_request(office).number.startswith("26")
    assert the_request(office).opened.year == 2026  # UTC; in Türkiye it is 2027
    assert post("/basvuru", fields)[0].status == 200


def test_a_form_older_than_a_day_has_no_time_of_its_own(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 30, 12, tzinfo=UTC)
    fields = filled_in()
    office.clock.move(days=3)
    post("/basvuru", fields)
    assert the_request(office).number.startswith("27")


def test_what_a_form_should_not_hold_does_not_reach_intake(office: Office) -> None:
    answer, _ = post("/basvuru", filled_in() | {"status": "closed", "unit": "x", "hide_identity": "1"})
    assert answer.status == 201
    assert the_request(office).draft.hide_identity


def test_faults_stand_on_top_and_beside_their_fields_and_what_was_typed_stays(office: Office) -> None:
    typed = filled_in(phone="12", email="x@", description="", neighbourhood=HOSTILE.replace("\n", " "), do_not_call="1")
    answer, page = post("/basvuru", typed)
    assert answer.status == 400
    assert page.title.startswith("Hata: ")
    assert {"#f-phone", "#f-email", "#f-description"} <= set(page.links)
    for name in ("phone", "email", "description"):
        field = page.ids[f"f-{name}"]
        assert field["aria-invalid"] == "true"
        assert f"error-{name}" in field["aria-describedby"].split()
        assert f"error-{name}" in page.ids
    sent = {name: value for name, value in typed.items() if name != "service_code"}
    assert {name: page.fields[name] for name in sent} == sent
    assert page.ids["errors"]["autofocus"] == ""
    assert office.requests.rows == {}


def test_a_basis_in_law_says_what_it_needs(office: Office) -> None:
    answer, page = post("/basvuru", filled_in(legal_basis="petition", first_name="", address=""))
    assert answer.status == 400
    assert {"#f-first_name", "#f-last_name", "#f-address"} <= set(page.links)
    assert page.fields["legal_basis"] == "petition"


def test_a_place_outside_the_city_is_said_and_can_be_left_out(office: Office) -> None:
    answer, page = post("/basvuru", filled_in(lat="41.0", long="29.0"))
    assert answer.status == 400
    assert "#f-location" in page.links
    assert (page.fields["lat"], page.fields["long"]) == ("", "")
    assert post("/basvuru", page.fields)[0].status == 201


def test_a_place_inside_the_city_is_kept(office: Office) -> None:
    post("/basvuru", filled_in(lat="38.462100", long="27.217000"))
    draft = the_request(office).draft
    assert (draft.lat, draft.long) == (38.4621, 27.217)


def test_a_matter_that_is_gone_is_chosen_again(office: Office) -> None:
    answer, page = post("/basvuru", filled_in() | {"service_code": "no.such"})
    assert answer.status == 400
    assert "/basvuru/road.pothole" in page.links


def test_a_danger_in_the_words_is_answered_first(office: Office) -> None:
    _, page = post("/basvuru", filled_in(description="Sokakta gaz kokusu var"))
    assert page.words.index(office.city.dangers["gas"].text.tr) < page.words.index("Başvurunuzu aldık")
    assert {"tel:187", "tel:112"} <= set(page.links)


def test_a_referral_names_the_body_and_that_the_centre_follows_it_up(office: Office) -> None:
    _, page = post("/basvuru", filled_in("waste.collection", district="Konak"))
    assert "Bu konuya Konak Belediyesi bakıyor." in page.words
    assert "takip eder" in page.words


def test_an_unread_road_is_for_the_centre_to_find_out(office: Office) -> None:
    _, page = post("/basvuru", filled_in(address="Köşedeki bakkalın önü"))
    assert "Hangi birimin bakacağını merkezimiz belirleyecek" in page.words


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ({"phone": "", "email": "ayse@example.org"}, "a•••@example.org"),
        ({"phone": "0232 444 55 66"}, "Telefonla aranacaksınız"),
        ({"phone": "0232 444 55 66", "do_not_call": "1"}, "Aranmak istemediğinizi not ettik"),
        ({"phone": "", "kind": "report"}, "İletişim bilgisi bırakmadınız"),
    ],
)
def test_everybody_is_told_how_they_are_reached(office: Office, contact: dict[str, str], said: str) -> None:
    _, page = post("/basvuru", filled_in(**contact))
    assert said in page.words


@pytest.mark.parametrize("email", ["ayse@example.org", ""])
def test_who_left_no_phone_follows_by_the_pin_on_the_page(office: Office, email: str) -> None:
    _, page = post("/basvuru", filled_in(phone="", email=email, kind="report"))
    pin = expected_proof(office.desk, the_request(office))
    assert pin in page.words
    assert ("e-postanıza da yazdık" in page.words) == bool(email)
    answer, own = post("/takip", {"number": number_on(page), "contact": pin})
    assert answer.status == 200
    assert "Büyük bir çukur var." in own.words


def test_the_number_alone_shows_state_and_dates(office: Office) -> None:
    _, opened = post("/basvuru", filled_in("waste.collection", district="Konak"))
    number = number_on(opened)
    for answer, page in (get(f"/takip/{number}"), post("/takip", {"number": number.replace("-", " ")})):
        assert answer.status == 200
        assert "İlgili kuruma iletildi" in page.words
        assert "23 Kasım 2026 Pazartesi 10.30" in page.words
        assert "26 Kasım 2026 Perşembe 17.30" in page.words
        for hidden in ("çukur", "Ankara", "Bornova", "Konak", "Ayşe", "2233", "22 33", "Çöp", "Süre:"):
            assert hidden not in page.html, hidden


def test_the_proof_shows_what_is_the_citizens_own(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    _, public = get(f"/takip/{number_on(opened)}")
    answer, page = post("/takip", public.fields | {"contact": "2233"})
    assert answer.status == 200
    for own in ("Büyük bir çukur var.", "Ankara Caddesi no 12", "Süre: 3 iş günü.", "Yolda çukur"):
        assert own in page.words
    assert page.words == get(f"/takip/{number_on(opened)}?contact=2233")[1].words


def test_a_confidential_matter_is_named_to_its_owner_alone(office: Office) -> None:
    _, opened = post("/basvuru", filled_in("aid.food"))
    unit = office.city.units[the_request(office).route.unit].name.tr
    _, public = get(f"/takip/{number_on(opened)}")
    _, own = post("/takip", {"number": number_on(opened), "contact": "2233"})
    label = office.city.services["aid.food"].label.tr
    assert label in own.words
    assert unit in own.words
    assert label not in public.html
    assert unit not in public.html


def test_a_mistyped_number_is_said_at_once(office: Office) -> None:
    answer, page = post("/takip", {"number": "2611-4817-3053"})
    assert answer.status == 404
    assert "rakamları tek tek kontrol edin" in page.words
    assert page.fields["number"] == "2611-4817-3053"
    assert "#f-number" in page.links
    assert post("/takip", {"number": " "})[0].status == 400


def test_an_unknown_number_is_not_found(office: Office) -> None:
    answer, page = get(f"/takip/{derive(b'another', 'web', 'x', 2026, 0)}")
    assert answer.status == 404
    assert "Bu numarayla bir başvuru bulamadık" in page.words


def test_five_wrong_proofs_are_answered_and_then_one_waits(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    wrong = {"number": number_on(opened), "contact": "0000"}
    for _ in range(5):
        answer, page = post("/takip", wrong)
        assert answer.status == 403
        assert "#f-contact" in page.links
        assert page.fields["number"] == number_on(opened)
        assert "Büyük bir çukur" not in page.words
    answer, page = post("/takip", wrong)
    assert answer.status == 429
    assert answer.headers["retry-after"] == "30"
    assert "30 saniye sonra yeniden deneyin" in page.words


def test_a_long_wait_is_said_in_minutes(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    wrong = {"number": number_on(opened), "contact": "0000"}
    while int((answered := post("/takip", wrong))[0].headers.get("retry-after", "0")) <= 120:
        office.clock.move(seconds=int(answered[0].headers.get("retry-after", "0")))
    assert answered[0].status == 429
    assert "4 dakika sonra" in answered[1].words


def test_hostile_text_is_only_text(office: Office) -> None:
    fields = filled_in(description=HOSTILE, address=HOSTILE, first_name=HOSTILE[:40], neighbourhood="'\"><b>")
    _, opened = post("/basvuru", fields)
    _, own = post("/takip", {"number": number_on(opened), "contact": "2233"})
    assert "<script>alert(1)</script>" in own.words
    assert "{{7*7}}" in own.words
    for page in (opened, own, post("/basvuru", fields | {"phone": "x"})[1]):
        assert [tag for tag, _ in page.tags if tag in ("b", "img")] == ["img"]  # the logo
        assert all(given.get("src", "/static/").startswith("/static/") for _, given in page.tags)


@pytest.mark.parametrize("url", [*PAGES, "/basvuru/no.such", "/takip/1", "/tema.css"])
def test_no_page_lets_anything_foreign_in_or_anything_out(office: Office, url: str) -> None:
    answer, page = get(url)
    if url != "/tema.css":
        assert answer.headers.items() >= {name.lower(): value for name, value in HEADERS.items()}.items()
    assert answer.headers["x-content-type-options"] == "nosniff"
    for tag, given in page.tags:
        assert not {name for name in given if name.startswith("on") or name == "style"}, tag
        assert tag != "style"
        assert tag != "script" or given["src"].startswith("/static/")


def test_headers_stand_on_refusals_too(office: Office) -> None:
    for answer, _ in (post("/basvuru", {}), post("/takip", {"number": "x"})):
        assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
        assert answer.headers["cache-control"] == "no-store"


def test_a_tracking_page_is_not_kept_and_not_found_by_search(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    answer, page = get(f"/takip/{number_on(opened)}")
    assert answer.headers["cache-control"] == "no-store"
    assert ("meta", {"name": "robots", "content": "noindex"}) in page.tags


@pytest.mark.parametrize("url", ["/basvuru", "/takip"])
def test_anything_but_a_form_is_refused_on_a_page(office: Office, url: str) -> None:
    for media_type in ("application/json", "multipart/form-data; boundary=x", "text/plain"):
        answer = call("POST", url, "{}", {"content-type": media_type})
        assert answer.status == 415
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_form_that_cannot_be_read_is_400_and_one_too_large_413(office: Office) -> None:
    assert call("POST", "/basvuru", "&".join(f"a{index}=1" for index in range(300)), FORM).status == 400
    answer = call("POST", "/basvuru", "description=" + "a" * 300_000, FORM)
    assert answer.status == 413
    assert "<h1>" in answer.text


def test_when_nothing_can_be_stored_the_form_comes_back_with_its_key(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(request: Request) -> bool:
        raise TryLater("table away", wait=7)

    fields = filled_in()
    monkeypatch.setattr(office.requests, "open", away)
    answer, page = post("/basvuru", fields)
    assert answer.status == 503
    assert answer.headers["retry-after"] == "7"
    assert "Başvurunuz henüz kaydedilmedi" in page.words
    assert page.fields == fields | {"service_code": "road.pothole"}


def test_what_nobody_foresaw_is_a_page_without_a_secret(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: Request) -> bool:
        raise RuntimeError("0532 111 22 33")

    fields = filled_in()
    monkeypatch.setattr(office.requests, "open", broken)
    answer, page = post("/basvuru", fields)
    assert answer.status == 500
    assert "Beklenmeyen bir sorun" in page.words
    assert "RuntimeError" not in answer.text


def test_a_date_that_has_passed_is_said_to_be_late(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    office.clock.at = MONDAY + timedelta(days=5)
    _, page = get(f"/takip/{number_on(opened)}")
    assert "2 gün gecikti" in page.words


def test_a_citys_colour_is_a_style_sheet_of_its_own(office: Office) -> None:
    _, plain = get("/")
    assert "/tema.css" not in plain.html
    coloured = office.with_city(colour="#c8102e")
    office.city = coloured.city
    _, page = get("/")
    assert "/tema.css" in page.html
    answer = call("GET", "/tema.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "--bridge: #c8102e" in answer.text


def test_where_nobody_may_stay_unnamed_a_contact_is_asked_for(office: Office) -> None:
    office.city = office.with_city(anonymous="tips").city
    answer, page = post("/basvuru", filled_in(phone=""))
    assert answer.status == 400
    assert "#f-phone" in page.links
    assert post("/basvuru", page.fields | {"kind": "report"})[0].status == 201


def test_templates_are_loaded_for_pages_alone() -> None:
    code = "import sys, app; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
