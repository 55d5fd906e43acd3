"""A public request as Open311 shows it."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.build import a_request
from tests.entry.peer import asked, errors, get, number, publish, shown
from tests.fakes import Office

DAY = timedelta(days=1)
TROUBLE = "Çığ gibi İ ı ş ğ ü ö ç\r\n& < > \"tırnak\" ]]> 'x' 🌉\tson"


def test_a_request_has_every_field_of_the_right_type(office: Office) -> None:
    public = publish(office)
    heard = get("/requests")
    assert isinstance(heard.json, list)
    assert heard.json == [
        {
            "service_request_id": shown(public),
            "status": "open",
            "status_notes": "İşlemde",
            "service_name": office.city.services["road.pothole"].label.tr,
            "service_code": "road.pothole",
            "description": None,
            "agency_responsible": office.city.units["fen-isleri"].name.tr,
            "service_notice": None,
            "requested_datetime": "2026-11-23T10:30:00+03:00",
            "updated_datetime": "2026-11-23T10:30:00+03:00",
            "expected_datetime": "2026-11-26T10:30:00+03:00",
            "address": "Bornova",
            "address_id": None,
            "zipcode": None,
            "lat": 38.46289,
            "long": 27.21619,
            "media_url": None,
        }
    ]
    row = heard.xml.find("request")
    assert {child.tag: child.text for child in row} == {
        name: None if value is None else str(value) for name, value in heard.json[0].items()
    }


def test_one_request_is_a_list_of_one_and_the_same_as_in_the_list(office: Office) -> None:
    public = publish(office)
    for id in (shown(public), public.number):
        assert get(f"/requests/{id}").json == get("/requests").json
    assert len(get(f"/requests/{id}").xml) == 1


def test_expected_datetime_is_the_promise_of_the_deadline_engine(office: Office) -> None:
    from chalicelib.core.publication import publication
    from chalicelib.entry.answers import local

    request = a_request(number=number(1), lat=38.4629, long=27.2162)
    public = publication(request, office.city)
    assert public
    office.requests.publics[request.number] = public
    told = get(f"/requests/{shown(public)}").json[0]["expected_datetime"]
    assert datetime.fromisoformat(told) == datetime.fromisoformat(local(request.state.promise))


def test_a_request_without_photo_has_null_and_one_with_photos_a_stable_address(office: Office) -> None:
    publish(office, 1)
    public = publish(office, 2, photos=("f" * 48, "e" * 48), text="Çukur")
    heard = get(f"/requests/{shown(public)}", extensions="true")
    assert heard.json[0]["media_url"] == f"https://kopru.example.org/foto/{'f' * 48}"
    photos = heard.json[0]["extended_attributes"]["photos"]
    assert [photo["media_url"][-48:] for photo in photos] == ["f" * 48, "e" * 48]
    assert "extended_attributes" not in get("/requests").json[0]
    assert [row["media_url"] for row in get("/requests").json if row["service_request_id"] != shown(public)] == [None]


def test_turkish_letters_breaks_and_special_characters_leave_both_formats_as_they_came(office: Office) -> None:
    public = publish(office, text=TROUBLE)
    heard = get(f"/requests/{shown(public)}")
    assert heard.json[0]["description"] == TROUBLE
    assert heard.words("request/description") == [TROUBLE]


def test_a_nul_never_leaves_even_where_it_is_stored(office: Office) -> None:
    publish(office, text="a\x00b\x0b\x1f\ufffe\uffffc\ud800d")
    heard = get("/requests")
    assert heard.json[0]["description"] == "abc\ufffdd"
    assert heard.words("request/description") == ["abc\ufffdd"]


def test_a_description_never_exceeds_4000_characters(office: Office) -> None:
    publish(office, text="x" * 4001)
    assert len(get("/requests").json[0]["description"]) == 4000


def test_a_private_request_is_404_with_the_words_of_an_unknown_one(office: Office) -> None:
    private = publish(office, 1, service="aid.food")
    unknown = errors(get(f"/requests/{shown(publish(Office(), 2))}"), 404)
    assert errors(get(f"/requests/{shown(private)}"), 404) == unknown
    assert errors(get("/requests/1234"), 404) == unknown
    assert asked() == [] == asked(service_request_id=shown(private))


def test_nothing_is_an_empty_list_with_200(office: Office) -> None:
    heard = get("/requests")
    assert (heard.status, heard.json, len(heard.xml)) == (200, [], 0)
    assert heard.answers[0].text.endswith("<service_requests/>")


def test_closed_requests_say_why(office: Office) -> None:
    publish(office, 1, status="resolved", promise=None, outcome="repaired", result="positive")
    publish(office, 2, status="duplicate", promise=None)
    publish(office, 3, status="referred", body="bornova-belediyesi")
    publish(office, 4, status="waiting_citizen")
    rows = {row["status_notes"]: row["status"] for row in get("/requests").json}
    outcome = next(each.text.tr for each in office.city.services["road.pothole"].outcomes if each.code == "repaired")
    body = office.city.bodies["bornova-belediyesi"].name.tr
    assert rows == {
        f"Sonuçlandırıldı: {outcome}": "closed",
        "Aynı konudaki başvuruyla birleştirildi": "closed",
        f"İlgili kuruma iletildi: {body}": "open",
        "Başvuru sahibinden bilgi bekleniyor": "open",
    }
