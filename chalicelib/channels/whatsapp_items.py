"""What people send by WhatsApp, as items; by Meta's webhook or in an event of AWS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.channels import whatsapp_aws
from chalicelib.channels.loose import (
    Json,
    a_key,
    an_object,
    objects,
    read_dialled,
    read_e164,
    read_key,
    read_line,
    read_moment,
)
from chalicelib.channels.whatsapp_content import read_content
from chalicelib.core.inbound import Item, Who


def read(event: Json) -> list[Item]:
    """The items in a whole webhook of Meta's, or in an event of AWS End User Messaging Social. `account` is Meta's id
    of our number; by AWS it is AWS's own (phone-number-id-…), where the event tells it. Never raises.

    developers.facebook.com/docs/whatsapp/cloud-api/webhooks; docs.aws.amazon.com/social-messaging/latest/userguide
    """
    if event.get("object") == "whatsapp_business_account":
        return _items(event.get("entry"))
    numbers = {
        read_key(each.get("metaPhoneNumberId")): read_key(each.get("arn")).rpartition("/")[2]
        for each in objects(an_object(event.get("context")).get("MetaPhoneNumberIds"))
    }
    items = _items(whatsapp_aws.entries(event))
    return [replace(item, account=numbers.get(item.account) or item.account) for item in items]


def _items(entries: object) -> list[Item]:
    return [
        item
        for entry in objects(entries)
        for change in objects(entry.get("changes"))
        for item in _of_change(change.get("field"), an_object(change.get("value")))
    ]


def _of_change(field: object, value: Json) -> Iterator[Item]:
    """The items of one change; statuses are receipts, and other fields are about our account."""
    if field == "messages":
        for message in objects(value.get("messages")):
            yield _message(message, value)
    elif field == "smb_message_echoes":
        for message in objects(value.get("message_echoes")):
            yield _echo(message, value)
    elif field == "user_id_update":
        inner = value.get("user_id_update")
        for update in [*objects(inner), *objects([inner])] or [value]:
            yield from _moved(update, value)


def _message(message: Json, value: Json) -> Item:
    ours = read_dialled(an_object(value.get("metadata")).get("display_phone_number"))
    if ours and read_e164(message.get("from")) == ours:
        return _echo(message, value)
    if message.get("type") == "system":
        return _system(message, value)
    context = an_object(message.get("context"))
    return _with_content(
        message,
        Item(
            key=a_key(message.get("id"), message),
            who=_who(message, value),
            account=_account(value),
            at=read_moment(message.get("timestamp")),
            about=read_key(context.get("id")),
            group=bool(message.get("group_id")),
        ),
    )


def _with_content(message: Json, item: Item) -> Item:
    return replace(item, **read_content(message))


def _echo(message: Json, value: Json) -> Item:
    """What the staff typed into WhatsApp's own app: `who` is whom they wrote to."""
    other = Who("whatsapp", read_key(message.get("to_user_id")), read_e164(message.get("to")))
    item = Item(
        key=a_key(message.get("id"), message),
        who=other,
        account=_account(value),
        at=read_moment(message.get("timestamp")),
        group=bool(message.get("group_id")),
    )
    return replace(_with_content(message, item), kind="echo")


def _system(message: Json, value: Json) -> Item:
    """Somebody's number or id changed; there are no contacts, and maybe no `from`. Nobody said anything."""
    system = an_object(message.get("system"))
    number = read_e164(system.get("wa_id")) or read_e164(system.get("new_wa_id"))
    before = read_key(message.get("from_user_id")), read_e164(message.get("from"))
    item = Item(
        key=a_key(message.get("id"), message),
        who=_who(message, value),
        account=_account(value),
        at=read_moment(message.get("timestamp")),
        kind="unsupported",
        quiet=True,
    )
    if system.get("type") == "user_changed_user_id" and (id := read_key(system.get("user_id"))):
        return replace(item, kind="moved", who=Who("whatsapp", id, number), former=before[0] or before[1])
    if system.get("type") in ("user_changed_number", "customer_changed_number") and number:
        who = Who("whatsapp", read_key(system.get("user_id")), number)
        return replace(item, kind="moved", who=who, former=before[1] or before[0])
    return item


def _moved(update: Json, value: Json) -> Iterator[Item]:
    """A change of somebody's business-scoped id, with the one before and the present one."""
    ids = an_object(update.get("user_id")) or update
    former, id = read_key(ids.get("previous")), read_key(ids.get("current"))
    if former and id:
        yield Item(
            key=f"moved:{former}>{id}",
            who=Who("whatsapp", id, read_e164(update.get("wa_id"))),
            account=_account(value),
            at=read_moment(update.get("timestamp")),
            kind="moved",
            former=former,
            quiet=True,
        )


def _account(value: Json) -> str:
    return read_key(an_object(value.get("metadata")).get("phone_number_id"))


def _who(message: Json, value: Json) -> Who:
    """The sender, with the name of the contact that has the same id or number, never of another's."""
    id, phone = read_key(message.get("from_user_id")), read_e164(message.get("from"))
    if not id and not phone:
        id = _user_id(message.get("from"))
    contacts = objects(value.get("contacts"))
    mine = [each for each in contacts if _is_of(each, id, phone)]
    if not id and not phone and len(contacts) == len(objects(value.get("messages"))) == 1:
        mine = contacts  # the answer to a request for a contact names its sender nowhere else
    contact = mine[0] if mine else {}
    profile = an_object(contact.get("profile"))
    return Who(
        "whatsapp",
        id or read_key(contact.get("user_id")),
        phone or read_e164(contact.get("wa_id")),
        read_line(profile.get("name")) or read_line(profile.get("username")),
    )


def _is_of(contact: Json, id: str, phone: str) -> bool:
    theirs = read_key(contact.get("user_id"))
    if id and theirs:
        return id == theirs
    return bool(phone) and phone == read_e164(contact.get("wa_id"))


def _user_id(value: object) -> str:
    """A business-scoped id where a number is expected: two letters, a dot, and more."""
    id = read_key(value)
    return id if id[:2].isalpha() and id[2:3] == "." else ""
