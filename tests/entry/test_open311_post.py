"""A peer files requests: every way to send one, every way to send it wrong, and what is kept of it."""

from __future__ import annotations

from io import StringIO

import pytest

from chalicelib.core.request import Request
from chalicelib.core.tracking import read
from tests.entry.filing import KEY, OTHER_KEY, REQUESTS, a_report, faults, post, post_parts, the_row, with_keys
from tests.entry.gateway import call
from tests.entry.peer import parsed
from tests.fakes import Office

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


@pytest.fixture(autouse=True)
def peers(office: Office) -> Office:
    return with_keys(office)


def the_request(office: Office) -> Request:
    (request,) = office.requests.rows.values()
    return request


def test_a_report_gets_its_number_in_a_list_of_one(office: Office) -> None:
    row = the_row(post(REQUESTS, a_report(account_id="u-7")))
    assert read(row["service_request_id"]) == the_request(office).number
    assert row.keys() == {"service_request_id", "service_notice", "account_id"}
    assert row["account_id"] == "u-7"


def test_the_same_in_xml_with_nothing_empty_beside_it(office: Office) -> None:
    root = parsed(post("/open311/v2/requests.xml", a_report()))
    assert [child.tag for child in root[0]] == ["service_request_id", "service_notice"]
    assert read(root[0][0].text or "") == the_request(office).number


def test_without_a_suffix_accept_chooses_and_xml_is_usual() -> None:
    assert post("/open311/v2/requests", a_report()).headers["content-type"] == "text/xml; charset=utf-8"
    answer = post("/open311/v2/requests", a_report(), Accept="application/json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


def test_what_was_said_is_what_is_kept(office: Office) -> None:
    the_row(
        post(
            REQUESTS,
            a_report(
                first_name="Ayşe", last_name="Yılmaz", email="ayse@example.org", phone="0532 111 22 33",
                **{"attribute[lanes][]": "left", "attribute[fixmystreet_id]": "77", "attribute[lamp]": "out"},
            ),
        )
    )  # fmt: skip
    request = the_request(office)
    draft = request.draft
    assert (request.channel, request.by) == ("open311", "key:fms")
    assert (draft.first_name, draft.last_name, draft.email, draft.phone) == (
        "Ayşe", "Yılmaz", "ayse@example.org", "+905321112233",
    )  # fmt: skip
    assert (draft.lat, draft.long, draft.address) == (38.462, 27.217, "Ankara Caddesi no 12, Bornova")
    assert draft.answers == (("lanes", ("left",)),)
    assert draft.extras == (("fixmystreet_id", ("77",)), ("lamp", ("out",)))


@pytest.mark.parametrize("name", ["attribute[lanes]", "attribute[lanes][]"])
def test_both_values_of_a_list_are_kept(office: Office, name: str) -> None:
    the_row(post(REQUESTS, [*a_report().items(), (name, "left"), (name, "crossing")]))
    assert the_request(office).draft.answers == (("lanes", ("left", "crossing")),)


@pytest.mark.parametrize(
    "text",
    [
        "Başlık\r\n\r\nİki ı ş ğ ü ö ç\rson satır\n",
        "& < > \" ' ]]> <![CDATA[x]]> &amp;",
        "Emoji 🚧 ve e\u0301 birleşik",
        " boşlukla başlar ve biter ",
    ],
)
def test_a_description_is_kept_letter_for_letter(office: Office, text: str) -> None:
    the_row(post(REQUESTS, a_report(description=text)))
    the_row(post_parts(REQUESTS, list(a_report(description=text, api_key=OTHER_KEY).items())))
    assert {request.draft.text for request in office.requests.rows.values()} == {text}


def test_a_nul_and_its_like_never_get_in_and_the_rest_stays(office: Office) -> None:
    the_row(post(REQUESTS, a_report(description="a\0b\x0bc\ufffed\r\ne")))
    assert the_request(office).draft.text == "abcd\r\ne"


@pytest.mark.parametrize("broken", ["%FF%C4%B0%20%C3%A7ukur", "%ED%A0%80%C4%B0%20%C3%A7ukur"])
def test_broken_utf_8_and_lone_surrogates_do_not_lose_the_request(office: Office, broken: str) -> None:
    body = f"api_key={KEY}&service_code=road.pothole&lat=38.462&long=27.217&description={broken}".replace(" ", "+")
    answer = call("POST", REQUESTS, body, {"content-type": "application/x-www-form-urlencoded"})
    assert answer.status == 200
    assert the_request(office).draft.text.lstrip("\ufffd") == "İ çukur"
    assert "\ufffd" in the_request(office).draft.text


@pytest.mark.parametrize(
    "content_type",
    ["", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=UTF-8",
     "Application/X-WWW-Form-Urlencoded;charset=nonsense"],
)  # fmt: skip
def test_any_charset_that_is_declared_leaves_utf_8_alone(office: Office, content_type: str) -> None:
    body = f"api_key={KEY}&service_code=road.pothole&address_id=1&description=%C4%B1%C5%9F%C4%B1k".replace(" ", "+")
    assert call("POST", REQUESTS, body, {"content-type": content_type}).status == 200
    assert the_request(office).draft.text == "ışık"


def test_4000_characters_are_taken_and_4001_are_refused(office: Office) -> None:
    the_row(post(REQUESTS, a_report(description="ş" * 4000)))
    answer = post(REQUESTS, a_report(description="ş" * 4001))
    assert (answer.status, faults(answer)) == (400, ["description: En çok 4000 karakter olabilir."])
    assert len(office.requests.rows) == 1


def test_empty_and_unknown_parameters_do_no_harm(office: Office) -> None:
    fields = [*a_report().items(), ("email", ""), ("media_url", ""), ("jurisdiction_id", ""), ("foo", "bar"), ("", "x")]
    the_row(post(REQUESTS, fields))
    assert the_request(office).draft.extras == ()


def test_media_links_are_kept_and_said_and_nothing_is_fetched(office: Office) -> None:
    links = [("media_url", "http://127.0.0.1/a.jpg"), ("media_url[]", "http://169.254.169.254/latest")]
    row = the_row(post(REQUESTS, [*a_report().items(), *links]))
    assert "media_url" in row["service_notice"]
    assert the_request(office).draft.extras == (("media_url", tuple(link for _, link in links)),)
    assert office.vault.objects == {}


def test_files_come_with_it_whatever_their_names(office: Office) -> None:
    files = [("photo1", "a.jpg", "image/jpeg", JPEG), ("media[]", "b.jpg", "application/octet-stream", JPEG + b"2")]
    the_row(post_parts(REQUESTS, list(a_report().items()), files))
    assert len(the_request(office).draft.files) == 2
    assert {content for content, _ in office.vault.objects.values()} == {JPEG, JPEG + b"2"}


def test_a_bad_file_is_said_and_does_not_lose_the_request(office: Office) -> None:
    files = [("a", "x.svg", "image/svg+xml", b"<svg/>"), ("b", "leer.jpg", "image/jpeg", b""), ("c", "", "", b""),
             ("d", "ok.jpg", "image/jpeg", JPEG)]  # fmt: skip
    row = the_row(post_parts(REQUESTS, list(a_report().items()), files))
    assert "x.svg: bu dosya türü" in row["service_notice"]
    assert "leer.jpg: dosya boş" in row["service_notice"]
    assert len(the_request(office).draft.files) == 1


def test_eleven_files_are_one_too_many(office: Office) -> None:
    files = [("f", f"{n}.jpg", "image/jpeg", JPEG + bytes([n])) for n in range(11)]
    row = the_row(post_parts(REQUESTS, list(a_report().items()), files))
    assert "10.jpg: dosya sayısı" in row["service_notice"]
    assert len(the_request(office).draft.files) == 10


def test_a_danger_to_life_is_said_first(office: Office) -> None:
    row = the_row(post(REQUESTS, a_report(description="Çukurdan gaz kokusu geliyor")))
    danger = office.city.dangers[the_request(office).emergency]
    assert row["service_notice"].startswith(danger.text.tr)


def test_a_contact_that_cannot_be_read_is_kept_and_said(office: Office) -> None:
    row = the_row(post(REQUESTS, a_report(phone="dahili 12", email="ayse(at)example")))
    assert "phone alanı" in row["service_notice"]
    assert "email alanı" in row["service_notice"]
    draft = the_request(office).draft
    assert (draft.phone, draft.email) == ("", "")
    assert dict(draft.extras) == {"phone": ("dahili 12",), "email": ("ayse(at)example",)}


def test_nothing_a_citizen_said_is_logged(office: Office, logged: StringIO) -> None:
    secrets = {"description": "KANARYA-metin", "first_name": "KANARYA-ad", "phone": "0532 999 88 77",
               "email": "kanarya@example.org", "address_string": "KANARYA Sokak"}  # fmt: skip
    the_row(post(REQUESTS, a_report(**secrets)))
    post(REQUESTS, a_report(**secrets | {"lat": "KANARYA"}))
    told = logged.getvalue() + str(office.log.lines)
    assert not [word for word in ("KANARYA", "999 88 77", "kanarya@", KEY) if word in told]


def test_a_rehearsal_checks_everything_and_files_nothing(office: Office) -> None:
    url = "/open311/test/v2/requests.json"
    row = the_row(post_parts(url, list(a_report().items()), [("a", "a.jpg", "image/jpeg", JPEG)]))
    assert "Deneme" in row["service_notice"]
    assert (office.requests.rows, office.vault.objects, office.files.rows) == ({}, {}, {})
    assert post(url, a_report(lat="39,92")).status == 400
    assert post(url, a_report(api_key="wrong")).status == 403
    assert (
        the_row(post(url, a_report()))["service_request_id"]
        == the_row(post(REQUESTS, a_report()))["service_request_id"]
    )
