"""The lists of the workplace: inboxes and their views, and whom the centre must call."""

from __future__ import annotations

from chalicelib.core.tracking import show
from tests.entry.staff import Desk, path


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
