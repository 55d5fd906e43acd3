"""The alarms on what the product says of its own messages (chalicelib/tools/metrics.py)."""

from infrastructure.alarm import Resource, alarm, reckoned

_OURS = {"Fn::Sub": "Kopru/${AWS::StackName}"}
_ALL = {"service": "kopru"}

# The stream and the queues do in seconds what the sweep does within two minutes.
_OLDEST_TODO_SECONDS = 180
_OLDEST_DUE_SECONDS = 300
# A city of four million whose app is opened by everybody after a storm stays below.
_MANY_CODES = 1_000
# By then supervisors and the phone on duty were told, and neither has answered.
_CHAT_OVERDUE_SECONDS = 1_800
# From the request's opening to the provider that has taken its first message.
_SLOW_MEDIAN_MS = 1_000
_SLOWEST_MS = 5_000
_QUARTER, _HALF_HOUR = 900, 1_800
_MANY_PERCENT = 5
_FEWEST = 20

# Who says by events of its own what became of a message, and by which channel; SMTP says nothing, NetGSM when asked.
SPEAKING = {"ses": "Ses", "aws-sms": "AwsSms", "whatsapp-cloud": "WhatsappCloud", "whatsapp-aws": "WhatsappAws"}


def figure_alarms() -> dict[str, Resource]:
    """Alarm resources by logical id."""
    silent = {f"{name}Silent": _silent(code) for code, name in SPEAKING.items()}
    return _waiting() | _codes() | _files() | _slow() | _lost() | silent


def _waiting() -> dict[str, Resource]:
    return {
        "FactsWaiting": alarm(
            "facts-waiting",
            "Something happened to a request minutes ago, and nobody is being told of it yet.",
            *(_OURS, "OldestTodo", _ALL),
            over=_OLDEST_TODO_SECONDS,
        ),
        "MessagesWaiting": alarm(
            "messages-waiting",
            "A message has been due for minutes, and nobody carries it.",
            *(_OURS, "OldestDue", _ALL),
            over=_OLDEST_DUE_SECONDS,
        ),
        "ChatsUnanswered": alarm(
            "chats-unanswered",
            "Somebody was promised that a person would answer their conversation, and nobody did for half an hour.",
            *(_OURS, "ChatOverdue", _ALL),
            over=_CHAT_OVERDUE_SECONDS,
        ),
    }


def _codes() -> dict[str, Resource]:
    return {
        "ManyCodes": alarm(
            "many-codes",
            "Many more one-time codes are asked for than people sign in; each costs a message.",
            *(_OURS, "CodeSent", _ALL),
            over=_MANY_CODES,
            sum_of=_HALF_HOUR,
        ),
    }


def _files() -> dict[str, Resource]:
    return {
        "VerdictsLate": alarm(
            "photos-unchecked",
            "Photos were sent a quarter of an hour ago, and the malware scanner has not said a word about them.",
            *(_OURS, "VerdictLate", _ALL),
            over=0,
            sum_of=300,
        ),
    }


def _slow() -> dict[str, Resource]:
    means = "Messages leave later than they should."
    return {
        "SendingSlow": alarm(
            "sending-slow", means, *(_OURS, "AcceptToSent", _ALL), over=_SLOWEST_MS, minutes=5, percentile="p99"
        ),
        "SendingSlowForMost": alarm(
            "sending-slow", means, *(_OURS, "AcceptToSent", _ALL), over=_SLOW_MEDIAN_MS, minutes=5, percentile="p50"
        ),
    }


def _lost() -> dict[str, Resource]:
    return {
        "SomebodyNotTold": alarm(
            "not-told",
            "Somebody could be told by no channel at all; a person has to call.",
            *(_OURS, "NotTold", _ALL),
            over=0,
            sum_of=300,
        ),
        "ManyUndeliverable": reckoned(
            "many-undeliverable",
            "More messages than usual do not arrive by the channel they were meant for.",
            _OURS,
            {"lost": ("Undeliverable", _ALL), "sent": ("Sent", _ALL)},
            f"IF(FILL(sent, 0) + FILL(lost, 0) >= {_FEWEST}, 100 * FILL(lost, 0) / (FILL(sent, 0) + FILL(lost, 0)), 0)",
            over=_MANY_PERCENT,
            seconds=_QUARTER,
        ),
        "ProviderShut": alarm(
            "provider-shut",
            "A provider of messages fails again and again and is left out for a while.",
            *(_OURS, "BreakerShut", _ALL),
            over=0,
            sum_of=300,
        ),
        "PossibleDoubles": alarm(
            "possible-doubles",
            "Messages were sent again because it was not known whether they had left; some may arrive twice.",
            *(_OURS, "PossibleDouble", _ALL),
            over=0,
            sum_of=300,
        ),
    }


def _silent(provider: str) -> Resource:
    of = _ALL | {"provider": provider}
    return reckoned(
        "events-silent",
        f"Messages go out by {provider}, but it no longer says what became of them.",
        _OURS,
        {"sent": ("Sent", of), "said": ("Receipt", of)},
        f"IF(FILL(sent, 0) > {_FEWEST} AND FILL(said, 0) < 1, 1, 0)",
        over=0,
        seconds=_HALF_HOUR,
    )
