"""The routes of the staff API; which right each needs stands in staff_rim.py."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from chalice.app import Blueprint, Response

from chalicelib.core.rights import Actor
from chalicelib.entry.rim import View, api

bp = Blueprint(__name__)

# What stands behind a route is imported when it is called: citizens' requests do not wait for it at a cold start.


def staffed(view: Callable[..., Response]) -> View:
    """For the views of whoever is signed in and has the route's right: hands them the Actor."""

    @wraps(view)
    def answered(**arguments: str) -> Response:
        from chalicelib.entry.staff_rim import signed_in

        return view(signed_in(bp.current_request), **arguments)

    return api(bp)(answered)


@bp.route("/api/staff/session", methods=["POST"])
@api(bp)
def begin_session() -> Response:
    """Sign in."""
    from chalicelib.entry import staff_session

    return staff_session.begin(bp.current_request)


@bp.route("/api/staff/session/challenge", methods=["POST"])
@api(bp)
def answer_challenge() -> Response:
    """Answer what the sign-in asked."""
    from chalicelib.entry import staff_session

    return staff_session.answer(bp.current_request)


@bp.route("/api/staff/session", methods=["DELETE"])
@staffed
def end_session(actor: Actor) -> Response:
    """Sign out."""
    from chalicelib.entry import staff_session

    return staff_session.end(bp.current_request, actor)


@bp.route("/api/staff/session/codes", methods=["POST"])
@staffed
def ask_for_codes(actor: Actor) -> Response:
    """Have codes of an authenticator app asked at sign-in."""
    from chalicelib.entry import staff_session

    return staff_session.codes(bp.current_request, actor)


@bp.route("/api/staff/me", methods=["GET"])
@staffed
def who_am_i(actor: Actor) -> Response:
    """Who is signed in."""
    from chalicelib.entry import staff_session

    return staff_session.me(bp.current_request, actor)


@bp.route("/api/staff/requests", methods=["POST"])
@staffed
def open_for(actor: Actor) -> Response:
    """Open a request for somebody."""
    from chalicelib.entry import staff_requests

    return staff_requests.open_for(bp.current_request, actor)


@bp.route("/api/staff/requests/{number}", methods=["GET"])
@staffed
def see_request(actor: Actor, number: str) -> Response:
    """A request as its reader may see it."""
    from chalicelib.entry import staff_requests

    return staff_requests.see(bp.current_request, actor, number)


@bp.route("/api/staff/requests/{number}/moves", methods=["POST"])
@staffed
def make_move(actor: Actor, number: str) -> Response:
    """Make a move."""
    from chalicelib.entry import staff_requests

    return staff_requests.make_move(bp.current_request, actor, number)


@bp.route("/api/staff/requests/{number}/files", methods=["POST"])
@staffed
def offer_photo(actor: Actor, number: str) -> Response:
    """Permission to upload a photo."""
    from chalicelib.entry import staff_photos

    return staff_photos.offer(bp.current_request, actor, number)


@bp.route("/api/staff/requests/{number}/reach", methods=["POST"])
@staffed
def allow_channel(actor: Actor, number: str) -> Response:
    """Have the citizen told by a stopped channel again."""
    from chalicelib.entry import staff_requests

    return staff_requests.allow(bp.current_request, actor, number)


@bp.route("/api/staff/requests/{number}/chain", methods=["GET"])
@staffed
def check_chain(actor: Actor, number: str) -> Response:
    """The chain of a request's events, verified."""
    from chalicelib.entry import staff_requests

    return staff_requests.chain(bp.current_request, actor, number)


@bp.route("/api/staff/inbox", methods=["GET"])
@staffed
def list_inbox(actor: Actor) -> Response:
    """A unit's open requests."""
    from chalicelib.entry import staff_requests

    return staff_requests.inbox(bp.current_request, actor)


@bp.route("/api/staff/calls", methods=["GET"])
@staffed
def list_calls(actor: Actor) -> Response:
    """Whom the centre must call."""
    from chalicelib.entry import staff_requests

    return staff_requests.calls(bp.current_request, actor)


@bp.route("/api/staff/search", methods=["POST"])
@staffed
def search(actor: Actor) -> Response:
    """What is known by a number or a contact."""
    from chalicelib.entry import staff_requests

    return staff_requests.search(bp.current_request, actor)


@bp.route("/api/staff/contacts", methods=["GET"])
@staffed
def list_contacts(actor: Actor) -> Response:
    """The contacts of a day."""
    from chalicelib.entry import staff_contacts

    return staff_contacts.of_day(bp.current_request, actor)


@bp.route("/api/staff/contacts", methods=["POST"])
@staffed
def log_contact(actor: Actor) -> Response:
    """Log a contact."""
    from chalicelib.entry import staff_contacts

    return staff_contacts.log(bp.current_request, actor)


@bp.route("/api/staff/chats", methods=["GET"])
@staffed
def list_chats(actor: Actor) -> Response:
    """The conversations that wait for a person."""
    from chalicelib.entry import staff_chats

    return staff_chats.queue(bp.current_request, actor)


@bp.route("/api/staff/chats/{thread}", methods=["GET"])
@staffed
def see_chat(actor: Actor, thread: str) -> Response:
    """One conversation."""
    from chalicelib.entry import staff_chats

    return staff_chats.see(bp.current_request, actor, thread)


@bp.route("/api/staff/chats/{thread}/acts", methods=["POST"])
@staffed
def act_in_chat(actor: Actor, thread: str) -> Response:
    """Do something in a conversation."""
    from chalicelib.entry import staff_chats

    return staff_chats.act(bp.current_request, actor, thread)


@bp.route("/api/staff/notices", methods=["GET"])
@staffed
def list_notices(actor: Actor) -> Response:
    """Who is told of what."""
    from chalicelib.entry import staff_notices

    return staff_notices.table(bp.current_request, actor)


@bp.route("/api/staff/notices/{purpose}/{audience}", methods=["GET"])
@staffed
def preview_notice(actor: Actor, purpose: str, audience: str) -> Response:
    """A notice as it will look."""
    from chalicelib.entry import staff_notices

    return staff_notices.one(bp.current_request, actor, purpose, audience)


@bp.route("/api/staff/keys", methods=["GET"])
@staffed
def list_keys(actor: Actor) -> Response:
    """Every key of other systems."""
    from chalicelib.entry import staff_keys

    return staff_keys.every(bp.current_request, actor)


@bp.route("/api/staff/keys", methods=["POST"])
@staffed
def issue_key(actor: Actor) -> Response:
    """Issue a key, shown once."""
    from chalicelib.entry import staff_keys

    return staff_keys.issue(bp.current_request, actor)


@bp.route("/api/staff/keys/{key}", methods=["DELETE"])
@staffed
def revoke_key(actor: Actor, key: str) -> Response:
    """Revoke a key."""
    from chalicelib.entry import staff_keys

    return staff_keys.revoke(bp.current_request, actor, key)


@bp.route("/api/staff/settings", methods=["GET"])
@staffed
def list_settings(actor: Actor) -> Response:
    """Everything that can be set."""
    from chalicelib.entry import staff_settings

    return staff_settings.all_of_them(bp.current_request, actor)


@bp.route("/api/staff/settings/{kind}/{code}", methods=["GET"])
@staffed
def read_setting(actor: Actor, kind: str, code: str) -> Response:
    """One setting."""
    from chalicelib.entry import staff_settings

    return staff_settings.one(bp.current_request, actor, kind, code)


@bp.route("/api/staff/settings/{kind}/{code}", methods=["PUT"])
@staffed
def change_setting(actor: Actor, kind: str, code: str) -> Response:
    """Change a setting."""
    from chalicelib.entry import staff_settings

    return staff_settings.change(bp.current_request, actor, kind, code)


@bp.route("/api/staff/settings/{kind}/{code}/history", methods=["GET"])
@staffed
def read_history(actor: Actor, kind: str, code: str) -> Response:
    """Every version of a setting."""
    from chalicelib.entry import staff_settings

    return staff_settings.history(bp.current_request, actor, kind, code)
