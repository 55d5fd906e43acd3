"""One-time codes and sessions of apps, in the work table."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError, PutError
from pynamodb.models import Model

from chalicelib.core.codes import Code
from chalicelib.store import keys
from chalicelib.store.conditional import update
from chalicelib.store.faults import asking, condition_failed
from chalicelib.store.tables import Line, Settings, named


class CodeRow(Model):
    """A code that was sent, and when it is over (epoch seconds)."""

    class Meta(Settings):
        pass

    key = UnicodeAttribute(hash_key=True)
    hash = UnicodeAttribute(null=True)
    citizen = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    guesses = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)


class SessionRow(Model):
    """Whose session it is, and when it is over (epoch seconds)."""

    class Meta(Settings):
        pass

    key = UnicodeAttribute(hash_key=True)
    citizen = UnicodeAttribute()
    expires = NumberAttribute()


class Codes:
    """The work table under its name in this deployment."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._code = named(CodeRow, table, region, line)
        self._session = named(SessionRow, table, region, line)

    def put(self, code: Code, expires: datetime) -> bool:
        """Put a code down; False if its id is there already. One conditional put. Raises TryLater."""
        row = self._code(
            keys.code(code.id),
            hash=code.hash,
            citizen=code.citizen,
            phone=code.phone,
            guesses=code.guesses,
            expires=int(expires.timestamp()),
        )
        try:
            with asking():
                row.save(condition=self._code.key.does_not_exist())
        except PutError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def guess(self, id: str, now: datetime) -> Code | None:
        """Take one of the guesses that a code has left; none where there is no such code, it is over, or no guess is
        left. One conditional update. Raises TryLater."""
        left = (self._code.guesses > 0) & (self._code.expires > int(now.timestamp()))
        taken, row = update(self._code(keys.code(id)), [self._code.guesses.add(-1)], left)
        if not taken:
            return None
        return Code(id, row.hash or "", row.citizen or "", int(row.guesses or 0), row.phone or "")

    def use(self, id: str) -> bool:
        """The code was right and is used up; False if it was before. One conditional delete. Raises TryLater."""
        try:
            with asking():
                self._code(keys.code(id)).delete(condition=self._code.key.exists())
        except DeleteError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def begin(self, key: str, citizen: str, expires: datetime) -> None:
        """Remember the session of this token (its hash). One put. Raises TryLater."""
        row = self._session(keys.session(key), citizen=citizen, expires=int(expires.timestamp()))
        with asking():
            row.save(condition=self._session.key.does_not_exist())

    def who(self, key: str, now: datetime) -> str:
        """Whose session it is (keyed hash of the contact), "" for none. One consistent get. Raises TryLater."""
        with asking():
            try:
                row = self._session.get(keys.session(key), consistent_read=True)
            except self._session.DoesNotExist:
                return ""
        return row.citizen if row.expires > int(now.timestamp()) else ""

    def end(self, key: str) -> None:
        """The session is over. One delete. Raises TryLater."""
        with asking():
            self._session(keys.session(key)).delete()
