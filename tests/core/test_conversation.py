"""Chats as they should go, from the first word to the number."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.chat import Thread
from chalicelib.core.inbound import Item, Who
from chalicelib.core.tracking import show
from chalicelib.core.turn import Add, Hand, Look, Open
from tests.build import a_city
from tests.core.chatting import Chat, an_item, play

RUBBISH = "cöp alınmadi 3 gundur kokudan duramiyoruz"
PLACE = "Konak, Eşrefpaşa, 437 Sokak no 5"
OPENED = [RUBBISH, "evet", PLACE, "evet"]
IN_KONAK = "[location 38.41 27.12]"
IN_ISTANBUL = "[location 41.01 28.97]"
IDENTITY = "10000000146"


def opens(chat: Chat) -> list[Open]:
    return [act for act in chat.acts if isinstance(act, Open)]


def test_rubbish_becomes_a_request_in_four_messages() -> None:
    chat = play(OPENED)
    (request,) = chat.requests
    assert (request.draft.service, request.route.body) == ("waste.collection", "konak-belediyesi")
    assert request.draft.text == RUBBISH
    assert request.draft.address == PLACE
    assert show(request.number) in chat.last.text
    assert chat.codes() == [["opening", "service"], ["place"], ["confirm"], ["opened"]]


def test_the_number_comes_with_who_answers_and_by_when_and_the_pin() -> None:
    text = play(OPENED).last.text
    assert "Konak Belediyesi" in text
    assert "26 Kasım 2026 Perşembe 17.30" in text
    assert "123456" in text


def test_whoever_shows_a_phone_needs_no_pin() -> None:
    chat = play(OPENED, thread=Thread("C1", "whatsapp", "p1", "x", phone="+905321112233"))
    assert chat.requests[0].draft.phone == "+905321112233"
    assert "123456" not in chat.last.text


def test_the_opening_comes_once() -> None:
    chat = play(["merhaba", "merhaba", RUBBISH])
    assert [code for turn in chat.codes() for code in turn].count("opening") == 1


def test_a_place_that_was_told_is_not_asked_for_again() -> None:
    chat = play(["Bornova Ankara Caddesi 12 numarada yolda kocaman çukur var", "evet"])
    assert chat.last.code == "confirm"
    assert "Ankara Caddesi 12" in chat.last.text


def test_of_a_district_alone_it_is_asked_where_in_it() -> None:
    chat = play(["gaziemirde çöp alınmadı", "evet"])
    assert chat.last.code == "place.exactly"
    assert "Gaziemir" in chat.last.text


def test_a_place_on_the_map_answers_the_question_for_it() -> None:
    chat = play([RUBBISH, "evet", IN_KONAK, "evet"])
    assert (chat.requests[0].draft.lat, chat.requests[0].draft.long) == (38.41, 27.12)


def test_a_place_as_the_very_first_message_begins_a_request() -> None:
    chat = play([IN_KONAK])
    assert chat.codes() == [["opening", "menu.place"]]
    chat.send(RUBBISH)
    chat.send("evet")
    assert chat.last.code == "confirm"


def test_a_place_outside_of_the_city_is_refused_and_nothing_is_lost() -> None:
    chat = play([RUBBISH, "evet", IN_ISTANBUL])
    assert "İzmir" in chat.last.text
    assert chat.last.ask_place
    chat.send(PLACE)
    assert chat.last.code == "confirm"
    assert RUBBISH in chat.last.text


def test_any_words_do_for_a_place() -> None:
    chat = play([RUBBISH, "evet", "köprünün altındaki fırının orası", "evet"])
    assert chat.requests[0].draft.address == "köprünün altındaki fırının orası"


def test_a_typed_number_does_as_a_tap_does() -> None:
    tapped = play([RUBBISH, "[yes:waste.collection]", PLACE, "[send:1:waste.collection]"])
    typed = play([RUBBISH, "1", PLACE, "1)"])
    assert opens(tapped) == opens(typed)


def test_the_menu_leads_to_a_service_and_asks_what_the_matter_is() -> None:
    chat = play(["merhaba", "[g:waste]", "[g:waste:1]", "[s:waste.other]"])
    assert chat.codes() == [["opening", "menu"], ["group"], ["group"], ["words"]]
    chat.send("Konteynerin kapağı sürekli açık kalıyor")
    assert chat.last.code == "place"


def test_the_menu_has_ten_rows_at_most_and_one_for_each_heading() -> None:
    (_, menu) = play(["merhaba"]).turns[0]
    assert [row.id for row in menu.rows] == [
        "g:waste", "g:road", "g:water", "g:transport", "g:green", "g:order", "g:animals", "g:aid", "status", "g:other",
    ]  # fmt: skip


def test_every_service_can_be_reached_from_the_menu() -> None:
    city, reached = a_city(), set()
    for group in city.groups:
        for page in range(9):
            chat = play([f"[g:{group.code}:{page}]"])
            reached |= {row.id[2:] for row in chat.last.rows if row.id.startswith("s:")}
    assert reached == {service.code for service in city.services.values() if service.listed}


def test_no_to_the_first_guess_leads_to_the_menu_and_keeps_the_words() -> None:
    chat = play([RUBBISH, "hayır", "[s:waste.sweeping]"])
    assert chat.codes()[1] == ["menu.other"]
    assert chat.last.code == "place"
    chat.send(PLACE)
    chat.send("evet")
    assert chat.requests[0].draft.service == "waste.sweeping"
    assert chat.requests[0].draft.text == RUBBISH


@pytest.mark.parametrize("id", ["s:no.such", "g:nowhere", "yes:no.such", "s:meta.greeting", "", "x" * 300, "send:9:x"])
def test_an_id_that_nobody_knows_shows_the_menu(id: str) -> None:
    chat = Chat()
    chat.send(Item("m1", Who("whatsapp", "x"), kind="choice", choice=id))
    assert chat.last.rows
    assert chat.requests == []


def test_an_old_button_decides_nothing() -> None:
    chat = play([RUBBISH, "evet", PLACE, "evet", "Parktaki salıncak kırık, Bornova Kazımdirik Mahallesi"])
    chat.send("[new:" + chat.requests[0].number + "]")
    chat.send("[send:1:waste.collection]")
    assert len(chat.requests) == 1
    assert "stale" in chat.codes()[-1]


def test_what_is_wrong_in_the_confirmation_can_be_changed() -> None:
    chat = play([RUBBISH, "evet", "Bornova 12 Sokak", "hayır", "2", PLACE, "evet"])
    assert chat.requests[0].draft.address == PLACE


def test_more_words_at_the_confirmation_are_added() -> None:
    chat = play([RUBBISH, "evet", PLACE, "Kapının tam karşısında duruyor", "evet"])
    assert chat.requests[0].draft.text == f"{RUBBISH}\nKapının tam karşısında duruyor"


def test_who_drops_it_opens_nothing() -> None:
    chat = play([RUBBISH, "evet", PLACE, "3", "evet"])
    assert chat.requests == []


def test_a_photo_is_welcome_at_the_confirmation_and_goes_with_the_request() -> None:
    chat = play([RUBBISH, "evet", PLACE, "[photo]", "evet"])
    assert "fotoğraf" in play([RUBBISH, "evet", PLACE]).last.text
    assert [media.id for media in opens(chat)[0].media] == ["media-m4"]


def test_a_photo_without_words_is_kept_and_asked_about() -> None:
    chat = play(["[photo]", RUBBISH, "evet", PLACE, "evet"])
    assert chat.codes()[0] == ["opening", "menu.photo"]
    assert [media.id for media in opens(chat)[0].media] == ["media-m1"]


def test_an_album_is_one_request_with_all_its_photos() -> None:
    chat = play(["[photo a1]", "[photo a1]", "[photo a1: " + RUBBISH + "]", "evet", PLACE, "evet"])
    assert chat.codes()[1] == []
    assert len(opens(chat)) == 1
    assert len(opens(chat)[0].media) == 3


def test_a_photo_after_the_number_belongs_to_that_request() -> None:
    chat = play([*OPENED, "[photo a1]", "[photo a1]"])
    added = [act for act in chat.acts if isinstance(act, Add)]
    assert [(act.number, len(act.media)) for act in added] == [(chat.requests[0].number, 1)] * 2
    assert chat.codes()[-2:] == [["added"], []]


def test_words_after_the_number_belong_to_it_unless_they_tell_of_another_matter() -> None:
    chat = play([*OPENED, "2. katta oturuyorum"])
    assert isinstance(chat.acts[-1], Add)
    assert [button.title for button in chat.last.buttons] == ["Yeni konu"]
    chat = play([*OPENED, "yolda çukur var"])
    assert chat.last.code == "more"
    chat.send("[new:" + chat.requests[0].number + "]")
    assert chat.last.code in ("service", "which")


def test_a_day_later_words_are_a_new_matter() -> None:
    chat = play(OPENED)
    chat.send("sokağımızdaki çöp konteyneri kırık", later=timedelta(hours=25))
    assert not any(isinstance(act, Add) for act in chat.acts)
    assert chat.last.code in ("service", "which")


def test_what_cannot_be_added_becomes_a_request_of_its_own() -> None:
    chat = play(OPENED, may_add=False)
    chat.send("çöp yine alınmadı")
    assert chat.codes()[-1][0] == "add.closed"
    assert chat.last.code in ("service", "which")


def test_thanks_are_answered_once() -> None:
    chat = play([*OPENED, "teşekkürler", "teşekkürler"])
    assert chat.codes()[-2:] == [["thanks"], []]


def test_how_it_stands_is_told_by_identity_and_by_number() -> None:
    chat = play([*OPENED, "başvurum ne oldu"])
    assert show(chat.requests[0].number) in chat.last.text
    chat.send(f"No: {show(chat.requests[0].number)}")
    assert chat.acts[-1] == Look(chat.requests[0].number)


def test_where_nothing_is_known_the_number_is_asked_for() -> None:
    chat = play(["[status]", "2611-4817-3050"])
    assert chat.codes() == [["opening", "status.none"], ["number.wrong"]]


@pytest.mark.parametrize("line", ["0", "temsilci", "[voice]", "[human]"])
def test_a_person_is_one_message_away(line: str) -> None:
    chat = play([line])
    assert [type(act) for act in chat.acts] == [Hand]
    assert chat.last.code == "handed"


def test_several_matters_are_taken_one_after_the_other() -> None:
    chat = play(["Çöp alınmadı. Ayrıca yolda çukur var.", "evet", PLACE, "evet", "evet", "evet"])
    assert "several" in chat.codes()[0]
    assert [request.draft.service for request in chat.requests] == ["waste.collection", "road.pothole"]
    assert len({act.key for act in opens(chat)}) == 2


def test_a_danger_is_answered_before_all_else_and_the_matter_is_still_taken_up() -> None:
    chat = play(["Evde gaz kokusu var, Bornova Ankara Caddesi 12"])
    first, second, *_ = chat.turns[0]
    assert first.code == "danger.gas"
    assert "187" in first.text
    assert second.code == "opening"
    assert chat.acts == [Hand("danger", alarm=True)]
    assert chat.last.code in ("service", "which")
    chat.send("evet")
    assert chat.acts == [Hand("danger", alarm=True)]


def test_a_service_that_is_urgent_and_sure_is_answered_as_its_danger() -> None:
    chat = play(["Parkta yatan evsiz bir adam var, üşüyor"])
    first, *_ = chat.turns[0]
    assert first.code == "danger.injury"
    assert chat.acts == [Hand("danger", alarm=True)]


def test_what_only_sounds_like_a_danger_is_none() -> None:
    assert play(["Yangın merdiveni paslanmış"]).acts == []


def test_who_thinks_of_ending_their_life_is_met_by_one_humane_sentence_and_a_person() -> None:
    chat = play(["artık yaşamak istemiyorum"])
    assert chat.codes() == [["danger.self_harm"]]
    assert "112" in chat.last.text
    assert chat.last.rows == chat.last.buttons == ()
    assert chat.acts == [Hand("self_harm", alarm=True)]


@pytest.mark.parametrize("code", ["legal.foi4982", "legal.kvkk13"])
def test_matters_of_the_law_are_shown_the_right_way(code: str) -> None:
    chat = play([f"[s:{code}]"])
    assert chat.last.code.startswith("law.")
    assert chat.acts == []


def test_social_aid_is_a_call_back_and_asks_for_nothing_more() -> None:
    chat = play(["gıda yardımı istiyorum, 3 çocuğum var", "evet", "Ayşe Nur Yılmaz 0532 111 22 33", "evet"])
    draft = chat.requests[0].draft
    assert chat.codes()[1] == ["name.phone"]
    assert (draft.first_name, draft.last_name, draft.phone) == ("Ayşe Nur", "Yılmaz", "+905321112233")
    assert draft.text.startswith("Geri arama")
    assert a_city().services[draft.service].confidential


def test_a_phone_that_is_proved_is_not_asked_for() -> None:
    thread = Thread("C1", "whatsapp", "p1", "x", phone="+905321112233")
    chat = play(["gıda yardımı istiyorum", "evet", "Ayşe Yılmaz", "evet"], thread=thread)
    assert chat.codes()[1] == ["name"]
    assert chat.requests[0].draft.phone == "+905321112233"


def test_a_card_counts_only_if_it_is_the_senders_own() -> None:
    lines = ["gıda yardımı istiyorum", "evet", "Ayşe Yılmaz"]
    card = replace(an_item("[contact]", "c"), card_phone="+905321112233")
    chat = play(lines)
    chat.send(card)
    assert chat.codes()[-1] == ["card", "phone"]
    chat.send(replace(card, card_own=True))
    assert chat.last.code == "confirm"


def test_an_identity_number_is_left_out_and_they_are_told_once() -> None:
    chat = play([f"{RUBBISH} tc {IDENTITY}", "evet", PLACE, f"tc {IDENTITY}", "evet"])
    assert IDENTITY not in chat.requests[0].draft.canonical()
    assert [code for turn in chat.codes() for code in turn].count("identity") == 1
    assert IDENTITY not in str(chat.session)


@pytest.mark.parametrize("kind", ["sticker", "reaction", "edited", "deleted", "comment", "echo"])
def test_what_says_nothing_is_not_answered(kind: str) -> None:
    assert play([f"[{kind}]"]).turns == [()]


def test_a_group_is_not_answered() -> None:
    chat = Chat()
    assert chat.send(replace(an_item(RUBBISH), group=True)) == ()


def test_english_is_spoken_back() -> None:
    chat = play(["the garbage in our street was not collected for three days", "yes"])
    assert "Where is it?" in chat.last.text
    chat.send("Konak, Ankara Street 12")
    chat.send("yes")
    assert "Your number" in chat.last.text
    assert chat.requests[0].draft.language == "en"


def test_arabic_has_its_opening_and_menu() -> None:
    opening, menu = play(["مرحبا"]).turns[0]
    assert "112" in opening.text
    assert menu.rows[0].title == "النفايات والنظافة"


@pytest.mark.parametrize(
    "session",
    [
        {"edition": 0, "step": "confirm"},
        {"edition": 1, "step": 5},
        {"edition": 1, "photos": "x"},
        {"edition": 1, "photos": [{"nothing": 1}]},
        {"edition": 1, "step": "confirm", "agreed": True, "service": "gone.service", "words": "x"},
        {"edition": 1, "last": "1", "last_at": "never"},
        {"edition": 1, "lat": "north"},
        {"nonsense": []},
    ],
)
def test_a_memory_of_another_shape_is_begun_anew(session: dict[str, object]) -> None:
    chat = Chat(session=dict(session))
    assert chat.send(RUBBISH)
    assert chat.requests == []


def test_a_fault_is_asked_for_and_the_second_time_a_person_is() -> None:
    chat = play([RUBBISH, "evet", PLACE])
    chat.city = replace(chat.city, bounds=(0.0, 0.0, 1.0, 1.0))
    chat.session |= {"lat": 38.4, "long": 27.1}
    chat.send("evet")
    assert chat.last.code.startswith("place")
    chat.session |= {"lat": 38.4, "long": 27.1, "placed": True}
    chat.send(PLACE)
    chat.send("evet")
    assert chat.acts[-1] == Hand("unsure")
