"""The centre makes words public on the page of a request, after reading them; nothing becomes public by itself."""

from __future__ import annotations

from chalicelib.core.files import File, mint_id
from chalicelib.core.geo import generalise
from tests.build import MONDAY, SECRET
from tests.entry.gateway import call
from tests.entry.screen import Screen
from tests.entry.staff import Desk, path

SESSION = "an-upload-session-of-a-citizen"
PHOTO = mint_id(SECRET, SESSION, "1" * 32)
WORDS = "Komşum Ali Veli'nin evinin önünde çukur var."


def textarea(page: Screen, id: str) -> str:
    """What stands in a text field of the page."""
    return page.html.partition(f'id="{id}"')[2].partition("\n")[2].partition("</textarea>")[0]


def ends_after(desk: Desk, headers: dict[str, str]) -> int:
    """The seconds until nobody can see a public photo any more by an address that was handed out now."""
    until = int(headers["location"].partition("until=")[2])
    return until - int(desk.office.clock().timestamp()) + int(headers["cache-control"].partition("max-age=")[2])


def public_text(number: str) -> str:
    return str(call("GET", f"/api/requests/{number}").json["public"].get("text", ""))


def test_the_form_holds_the_citizens_words_and_says_what_to_take_out(desk: Desk) -> None:
    case, operator = desk.opens(description=WORDS), desk.as_("operator")
    _, page = operator.get(path(case))
    assert textarea(page, "f-release-text") == WORDS.replace("'", "&#39;")
    assert "Önce ad, telefon, plaka, kapı numarası gibi kişiyi belli eden her şeyi çıkarın" in page.words
    assert "required" in page.ids["f-release-text"]
    assert "move-unrelease" not in page.ids


def test_what_was_released_is_public_until_it_is_taken_back(desk: Desk) -> None:
    case, operator = desk.opens(description=WORDS), desk.as_("operator")
    assert public_text(case.number) == ""
    typed = operator.form(path(case), version="1", text="Evin önünde çukur var.")
    answer, _ = operator.post(f"{path(case)}/release", typed)
    _, after = operator.get(answer.headers["location"])
    assert "Kaydedildi: Bu metin herkese açıldı." in after.words
    assert textarea(after, "f-release-text") == "Evin önünde çukur var."
    assert "Herkese açık olan Konu, durum, yaklaşık yer ve açtığınız metin" in after.words
    assert public_text(case.number) == "Evin önünde çukur var."
    assert "Evin önünde çukur var." in call("GET", f"/takip/{case.number}").text
    operator.post(f"{path(case)}/unrelease", operator.form(path(case), version="2"))
    assert public_text(case.number) == ""
    assert "Evin önünde" not in call("GET", f"/takip/{case.number}").text


def test_an_emptied_field_does_not_release_the_citizens_own_words(desk: Desk) -> None:
    case, operator = desk.opens(description=WORDS), desk.as_("operator")
    answer, page = operator.post(f"{path(case)}/release", operator.form(path(case), version="1", text=" "))
    assert answer.status == 400
    assert "#f-release-text" in page.links
    assert public_text(case.number) == ""


def test_nobody_is_offered_to_release_what_its_service_keeps(desk: Desk) -> None:
    operator = desk.as_("operator")
    for key, service in (("a", "zabita.vendor"), ("b", "road.works"), ("c", "waste.bulky")):
        _, page = operator.get(path(desk.opens(key, service_code=service)))
        assert "move-release" not in page.ids
        assert ("Herkese açık olan" in page.words) == (service == "road.works")
    _, page = desk.as_("fen").get(path(desk.opens("d")))
    assert "move-release" not in page.ids


def test_the_photos_to_release_are_ticked_one_by_one(desk: Desk) -> None:
    case = desk.opens(files=[PHOTO], upload_session=SESSION)
    desk.office.files.rows[PHOTO] = File(PHOTO, "image/jpeg", MONDAY, "checking", number=case.number)
    operator = desk.as_("operator")
    assert "f-release-photos" not in operator.get(path(case))[1].ids
    desk.office.files.rows[PHOTO] = File(PHOTO, "image/jpeg", MONDAY, "clean", number=case.number)
    _, page = operator.get(path(case))
    assert page.ids["f-release-photos-1"]["name"] == f"photos.{PHOTO}"
    assert "checked" not in page.ids["f-release-photos-1"]
    typed = operator.form(path(case), version="1", text="Çukur var.") | {f"photos.{PHOTO}": "1"}
    operator.post(f"{path(case)}/release", typed)
    photos = call("GET", f"/api/requests/{case.number}").json["public"]["photos"]
    assert photos == [f"https://kopru.example.org/foto/{PHOTO}"]
    assert f"/foto/{PHOTO}/kucuk" in call("GET", f"/takip/{case.number}").text
    shown = [call("GET", f"/foto/{PHOTO}{small}") for small in ("", "/kucuk")]
    assert [answer.status for answer in shown] == [302, 302]
    assert {ends_after(desk, answer.headers) for answer in shown} == {60}  # seconds: with the time that it is kept
    operator.post(f"{path(case)}/unrelease", operator.form(path(case), version="2"))
    assert [call("GET", f"/foto/{PHOTO}{small}").status for small in ("", "/kucuk")] == [404, 404]


def test_a_fault_keeps_what_was_ticked(desk: Desk) -> None:
    case = desk.opens(files=[PHOTO], upload_session=SESSION)
    desk.office.files.rows[PHOTO] = File(PHOTO, "image/jpeg", MONDAY, "clean", number=case.number)
    operator = desk.as_("operator")
    typed = operator.form(path(case), version="1", text="") | {f"photos.{PHOTO}": "1"}
    _, page = operator.post(f"{path(case)}/release", typed)
    assert "checked" in page.ids["f-release-photos-1"]


def test_the_citizen_sees_what_everybody_sees(desk: Desk) -> None:
    case = desk.opens(description=WORDS, lat=38.462345, long=27.216789)
    own = call("GET", f"/takip/{case.number}?contact=2233").text
    assert "Herkes ne görüyor?" in own
    assert "Yazdıklarınız herkese açık değildir." in own
    desk.moves(case, "release", "operator", text="Çukur var.")
    assert "Belediye çalışanları şu metni de herkese açtı:" in call("GET", f"/takip/{case.number}?contact=2233").text
    hidden = desk.opens("k2", service_code="zabita.vendor")
    assert "Herkes ne görüyor?" not in call("GET", f"/takip/{hidden.number}?contact=2233").text


def test_without_proof_the_page_shows_the_rough_place_alone(desk: Desk) -> None:
    case = desk.opens(lat=38.462345, long=27.216789)
    page = Screen(call("GET", f"/takip/{case.number}").text)
    lat, long = generalise(38.462345, 27.216789) or (0, 0)
    assert f"Bornova, {lat:.4f}, {long:.4f} çevresi (yaklaşık 150 m)" in page.words
    for hidden in ("38.46234", "27.2168", "Ankara Caddesi", "Ayşe", "çukur var"):
        assert hidden not in page.html


def test_answers_are_read_by_staff_and_citizen_in_words(desk: Desk) -> None:
    case = desk.opens(answers={"size": "wheel", "lanes": ["right"]})
    for words in (
        desk.as_("operator").get(path(case))[1].words,
        Screen(call("GET", f"/takip/{case.number}?contact=2233").text).words,
    ):
        assert "Çukur ne kadar büyük? Tekerlek girecek kadar" in words
        assert "Yolun neresinde? Sağ şerit" in words
    assert "ekerlek" not in call("GET", f"/takip/{case.number}").text
    own = call("GET", f"/api/requests/{case.number}", headers={"X-Contact-Proof": "2233"}).json
    assert own["answers"][0] == {"code": "size", "label": "Çukur ne kadar büyük?", "values": ["Tekerlek girecek kadar"]}
    assert "answers" not in call("GET", f"/api/requests/{case.number}").json
