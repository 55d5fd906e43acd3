"""The pages of the workplace: which page answers which address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import wire
from chalicelib.core.errors import Refused
from chalicelib.entry.rim import caller_of
from chalicelib.entry.staff_guard import Coming, Fields, anybody, page, posted

if TYPE_CHECKING:
    from chalicelib.entry.staff_visit import Visit

# The pages themselves are imported where they are shown: the citizen's routes never pay for them.

bp = Blueprint(__name__)


@bp.route("/personel/giris", methods=["GET"])
@anybody(bp)
def sign_in_page(coming: Coming) -> Response:
    """The sign-in page."""
    from chalicelib.entry.staff_pages_session import show_sign_in

    return show_sign_in(coming.language, coming.query.get("devam", ""))


@bp.route("/personel/giris", methods=["POST"], content_types=[])
@anybody(bp)
def sign_in(coming: Coming) -> Response:
    """Sign in, or answer what the pool asks first. No form of another site is taken: it could sign somebody in as
    another person."""
    from chalicelib.entry import staff_pages_session

    if str(bp.current_request.headers.get("sec-fetch-site", "")) not in ("", "same-origin", "none"):
        raise Refused("stale-form")
    return staff_pages_session.sign_in(wire.door(), coming.fields(), caller_of(bp.current_request), coming.language)


@bp.route("/personel/cikis", methods=["POST"], content_types=[])
@posted(bp)
def sign_out(visit: Visit, fields: Fields) -> Response:
    """End the session, here and in the pool."""
    from chalicelib.entry import staff_pages_session, staff_rim
    from chalicelib.entry.staff_visit import SIGN_IN, redirect
    from chalicelib.flows import session

    token = staff_rim.cookies_of(bp.current_request).get(staff_rim.REFRESH_COOKIE, "")
    if token:
        session.sign_out(wire.door(), token)
    return redirect(visit.go(SIGN_IN), staff_pages_session.no_cookies())


@bp.route("/personel", methods=["GET"])
@page(bp)
def inbox(visit: Visit) -> Response:
    """The inbox; `?numara=` goes on to a request."""
    from chalicelib.core.tracking import read
    from chalicelib.entry import staff_pages_inbox
    from chalicelib.entry.staff_facts import path_of
    from chalicelib.entry.staff_visit import redirect

    typed = visit.query.get("numara", "").strip()
    if typed:
        return redirect(visit.go(path_of(read(typed))))
    return staff_pages_inbox.show_inbox(visit)


@bp.route("/personel/aramalar", methods=["GET"])
@page(bp)
def calls(visit: Visit) -> Response:
    """Whom the centre must call."""
    from chalicelib.entry import staff_pages_inbox

    return staff_pages_inbox.show_calls(visit)


@bp.route("/personel/temas/gun", methods=["GET"])
@page(bp)
def contacts_of_day(visit: Visit) -> Response:
    """The contacts of a day."""
    from chalicelib.entry import staff_pages_contacts

    return staff_pages_contacts.show_day(visit)


@bp.route("/personel/kayit", methods=["GET"])
@page(bp)
def new_record(visit: Visit) -> Response:
    """Who is calling?"""
    from chalicelib.entry import staff_pages_record

    return staff_pages_record.show_new(visit)


@bp.route("/personel/kayit", methods=["POST"], content_types=[])
@posted(bp)
def record(visit: Visit, fields: Fields) -> Response:
    """Look a caller up, log a contact or open a request: the form says which (`ne`)."""
    from chalicelib.entry import staff_pages_record

    acts = {"temas": staff_pages_record.log_contact, "basvuru": staff_pages_record.open_request}
    return acts.get(fields.get("ne", ""), staff_pages_record.look_up)(visit, fields)


@bp.route("/personel/makbuz/{number}", methods=["GET"])
@page(bp)
def receipt(visit: Visit, number: str) -> Response:
    """The printable receipt."""
    from chalicelib.entry import staff_receipt

    return staff_receipt.show_receipt(visit, number)


@bp.route("/personel/basvuru/{number}", methods=["GET"])
@page(bp)
def request(visit: Visit, number: str) -> Response:
    """One request."""
    from chalicelib.entry import staff_pages_request

    return staff_pages_request.show_request(visit, number)


@bp.route("/personel/basvuru/{number}/{move}", methods=["POST"], content_types=[])
@posted(bp)
def move(visit: Visit, fields: Fields, number: str, move: str) -> Response:
    """A move."""
    from chalicelib.entry import staff_pages_request

    return staff_pages_request.make(visit, number, move, fields)


@bp.route("/personel/foto/{number}", methods=["POST"], content_types=[])
@posted(bp)
def offer_photo(visit: Visit, fields: Fields, number: str) -> Response:
    """Permission for the page's module to upload a photo."""
    from chalicelib.entry import staff_photos

    return staff_photos.offer_on_page(visit, number, fields.get("media_type", ""))


@bp.route("/personel/kanal/{number}", methods=["POST"], content_types=[])
@posted(bp)
def allow_channel(visit: Visit, fields: Fields, number: str) -> Response:
    """A stopped channel is opened again."""
    from chalicelib.entry import staff_pages_request

    return staff_pages_request.allow(visit, number, fields)


@bp.route("/personel/sohbetler", methods=["GET"])
@page(bp)
def chats(visit: Visit) -> Response:
    """The conversations that wait for a person."""
    from chalicelib.entry import staff_pages_chats

    return staff_pages_chats.show_queue(visit)


@bp.route("/personel/sohbet/{thread}", methods=["GET"])
@page(bp)
def chat(visit: Visit, thread: str) -> Response:
    """One conversation."""
    from chalicelib.entry import staff_pages_chat

    return staff_pages_chat.show_chat(visit, thread)


@bp.route("/personel/sohbet/{thread}/{act}", methods=["POST"], content_types=[])
@posted(bp)
def act_in_chat(visit: Visit, fields: Fields, thread: str, act: str) -> Response:
    """Do something in a conversation."""
    from chalicelib.entry import staff_pages_chat

    return staff_pages_chat.act(visit, thread, act, fields)


@bp.route("/personel/bildirimler", methods=["GET"])
@page(bp)
def notices(visit: Visit) -> Response:
    """Who is told of what, and one notice as it will look."""
    from chalicelib.entry import staff_pages_notices

    return staff_pages_notices.show_notices(visit)


@bp.route("/personel/bildirimler/{purpose}/{audience}", methods=["GET"])
@page(bp)
def notice_as_mail(visit: Visit, purpose: str, audience: str) -> Response:
    """A notice's e-mail as it is sent."""
    from chalicelib.entry import staff_pages_notices

    return staff_pages_notices.show_mail(visit, purpose, audience)


@bp.route("/personel/anahtarlar", methods=["GET"])
@page(bp)
def keys(visit: Visit) -> Response:
    """The keys of other systems."""
    from chalicelib.entry import staff_pages_keys

    return staff_pages_keys.show_keys(visit)


@bp.route("/personel/anahtarlar", methods=["POST"], content_types=[])
@posted(bp)
def issue_key(visit: Visit, fields: Fields) -> Response:
    """Issue a key."""
    from chalicelib.entry import staff_pages_keys

    return staff_pages_keys.issue(visit, fields)


@bp.route("/personel/anahtarlar/{key}", methods=["POST"], content_types=[])
@posted(bp)
def revoke_key(visit: Visit, fields: Fields, key: str) -> Response:
    """Revoke a key."""
    from chalicelib.entry import staff_pages_keys

    return staff_pages_keys.revoke(visit, key)


@bp.route("/personel/ayarlar", methods=["GET"])
@page(bp)
def kinds_of_settings(visit: Visit) -> Response:
    """What the municipality sets itself."""
    from chalicelib.entry import staff_pages_settings

    return staff_pages_settings.show_kinds(visit)


@bp.route("/personel/ayarlar/{kind}", methods=["GET"])
@page(bp)
def settings_of_kind(visit: Visit, kind: str) -> Response:
    """The entries of one kind."""
    from chalicelib.entry import staff_pages_settings

    return staff_pages_settings.show_entries(visit, kind)


@bp.route("/personel/ayarlar/{kind}/{code}", methods=["GET"])
@page(bp)
def setting(visit: Visit, kind: str, code: str) -> Response:
    """One entry."""
    from chalicelib.entry import staff_pages_settings

    return staff_pages_settings.show_entry(visit, kind, code)


@bp.route("/personel/ayarlar/{kind}/{code}", methods=["POST"], content_types=[])
@posted(bp)
def save_setting(visit: Visit, fields: Fields, kind: str, code: str) -> Response:
    """Save one entry."""
    from chalicelib.entry import staff_pages_settings

    return staff_pages_settings.save(visit, kind, code, fields)
