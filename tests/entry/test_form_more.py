"""What goes with a form beside its words: photos, a request that is followed, the trap, and a wait."""

from __future__ import annotations

import pytest

from chalicelib import wire
from chalicelib.core.errors import TryLater
from chalicelib.core.files import mint_id
from chalicelib.core.request import Request
from chalicelib.core.tiles import Tiles
from tests.entry.citizen import filled_in, get, post, the_request
from tests.fakes import Office

RANDOM = "0123456789abcdef" * 2


def test_photos_of_the_form_go_with_its_request(office: Office) -> None:
    fields = filled_in()
    assert fields["upload_session"] == fields["key"]
    id = mint_id(office.desk.secret, fields["upload_session"], RANDOM)
    assert post("/basvuru", fields | {"files": f"{id},"})[0].status == 201
    assert the_request(office).draft.files == (id,)


@pytest.mark.parametrize("files", ["x", "a" * 48, mint_id(b"another", "session-of-another", RANDOM)])
def test_a_photo_of_somebody_else_is_refused_and_dropped_from_the_form(office: Office, files: str) -> None:
    fields = filled_in()
    answer, page = post("/basvuru", fields | {"files": files})
    assert answer.status == 400
    assert page.fields["files"] == ""
    assert post("/basvuru", page.fields)[0].status == 201


def test_photos_stay_with_their_session_where_the_form_gets_another_key(office: Office) -> None:
    fields = filled_in()
    post("/basvuru", fields)
    answer, page = post("/basvuru", fields | {"description": "Bambaşka bir konu"})
    assert answer.status == 422
    assert page.fields["key"] != fields["key"]
    assert page.fields["upload_session"] == fields["upload_session"]


def test_what_cannot_be_followed_any_more_is_said_and_let_go(office: Office) -> None:
    answer, page = post("/basvuru", filled_in(follows="2611-4817-3056"))
    assert answer.status == 400
    assert page.fields["follows"] == ""
    assert post("/basvuru", page.fields)[0].status == 201


def test_the_trap_is_hidden_from_everybody_until_a_program_fills_it(office: Office) -> None:
    _, page = get("/basvuru/road.pothole")
    assert page.ids["f-website"]["tabindex"] == "-1"
    assert ("div", {"class": "trap", "aria-hidden": "true"}) in page.tags
    answer, again = post("/basvuru", filled_in(website="https://spam.example"))
    assert answer.status == 400
    assert "#f-website" in again.links
    assert "tabindex" not in again.ids["f-website"]
    assert ("div", {"class": "trap", "aria-hidden": "true"}) not in again.tags
    assert post("/basvuru", again.fields | {"website": ""})[0].status == 201


def test_a_form_that_has_to_wait_says_for_how_long_so_that_it_can_go_by_itself(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(request: Request, *_: object) -> bool:
        raise TryLater("table away", wait=7)

    monkeypatch.setattr(office.requests, "open", away)
    _, page = post("/basvuru", filled_in())
    assert [attributes["data-resend"] for tag, attributes in page.tags if tag == "form"] == ["7"]
    _, fresh = get("/basvuru/road.pothole")
    assert not [1 for tag, attributes in fresh.tags if "data-resend" in attributes]


def test_there_is_a_map_where_the_municipality_names_one_and_only_its_host_is_let_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles = Tiles("https://tiles.example.org/{z}/{x}/{y}.png", "© Example <b>")
    monkeypatch.setattr(wire, "tiles", lambda: tiles)
    answer, page = get("/basvuru/road.pothole")
    (map,) = [attributes for _, attributes in page.tags if "data-map" in attributes]
    assert (map["data-tiles"], map["data-attribution"]) == (tiles.url, tiles.attribution)
    assert "img-src 'self' data: https://tiles.example.org;" in answer.headers["content-security-policy"]
    monkeypatch.setattr(wire, "tiles", Tiles)
    answer, page = get("/basvuru/road.pothole")
    assert not [1 for _, attributes in page.tags if "data-map" in attributes]
    assert "img-src 'self' data:;" in answer.headers["content-security-policy"]


def test_tiles_of_our_own_address_need_nothing_let_in() -> None:
    assert Tiles("/_local/tiles/{z}/{x}/{y}.png").origin == ""
    assert Tiles("https://t.example.org:8443/{z}").origin == "https://t.example.org:8443"


def test_without_scripts_the_form_says_where_a_photo_can_be_sent(office: Office) -> None:
    _, page = get("/basvuru/road.pothole")
    assert "başvurunuz fotoğrafsız da tamamdır" in page.html.partition("<noscript>")[2].partition("</noscript>")[0]
