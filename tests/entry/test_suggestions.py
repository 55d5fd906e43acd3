"""The citizen's own words lead to a matter, and on into its form; they never stand in an address."""

from __future__ import annotations

from tests.entry.citizen import get, post
from tests.entry.gateway import call
from tests.fakes import Office

WORDS = "sokağımızda kocaman bir çukur var"


def buttons(html_tags: list[tuple[str, dict[str, str]]]) -> list[str]:
    return [attributes["formaction"] for tag, attributes in html_tags if "formaction" in attributes]


def test_words_bring_the_likeliest_matter_first_and_the_whole_list_stays(office: Office) -> None:
    answer, page = post("/basvuru/oneri", {"description": WORDS})
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert buttons(page.tags)[0] == "/basvuru/road.pothole"
    assert "/basvuru/waste.collection" in page.links
    assert office.requests.rows == {}


def test_a_matter_that_is_chosen_has_the_words_in_its_form(office: Office) -> None:
    _, page = post("/basvuru/oneri", {"description": WORDS})
    answer, form = post(buttons(page.tags)[0], {"description": WORDS, "lang": "tr"})
    assert answer.status == 200
    assert form.fields["description"] == WORDS
    assert "data-kept" in next(attributes for tag, attributes in form.tags if tag == "form")


def test_words_that_say_too_little_lead_to_the_list_and_to_writing_directly(office: Office) -> None:
    _, page = post("/basvuru/oneri", {"description": "hmm"})
    assert "Sözlerinizden konuyu çıkaramadık" in page.words
    assert buttons(page.tags) == ["/basvuru/meta.other"]


def test_a_danger_in_the_words_is_answered_first(office: Office) -> None:
    _, page = post("/basvuru/oneri", {"description": "mutfakta gaz kokusu var"})
    assert "tel:187" in page.links


def test_nothing_written_is_the_list_alone_and_an_address_opened_anew_too(office: Office) -> None:
    for answer, page in (post("/basvuru/oneri", {}), get("/basvuru/oneri")):
        assert answer.status == 200
        assert buttons(page.tags) == []


def test_a_matter_that_is_not_there_is_no_page_to_post_to(office: Office) -> None:
    assert post("/basvuru/no.such", {"description": WORDS})[0].status == 404


def test_hostile_words_are_only_words(office: Office) -> None:
    _, page = post("/basvuru/oneri", {"description": '"><script>alert(1)</script>'})
    assert page.fields["description"] == '"><script>alert(1)</script>'


def test_anything_but_a_form_is_refused(office: Office) -> None:
    for url in ("/basvuru/oneri", "/basvuru/road.pothole"):
        assert call("POST", url, "{}", {"content-type": "application/json"}).status == 415
