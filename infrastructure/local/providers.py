"""The providers' stand-ins over HTTP: they keep what is sent in the outbox and publish their events to the topic."""

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from json import JSONDecodeError
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from infrastructure.local import ses, sms
from infrastructure.local.outbox import Message, Outbox
from infrastructure.local.refusal import Refused
from infrastructure.local.switches import Switches

_HANG_SECONDS = 120.0
Publish = Callable[[str], None]


class Providers:
    """SES and SMS in one; `publish` sends one event's JSON to the topic and may block, so it runs in a thread."""

    def __init__(self, outbox: Outbox, switches: Switches, publish: Publish) -> None:
        self._outbox = outbox
        self._switches = switches
        self._publish = publish
        self._telling: set[asyncio.Task[None]] = set()

    async def send_email(self, request: Request) -> Response:
        """SES v2, `POST /v2/email/outbound-emails`."""
        try:
            body = await self._body(request)
            message = await self._take(self._switches.now.ses, ses, body)
        except Refused as refused:
            headers = {"x-amzn-ErrorType": refused.code}
            return JSONResponse({"message": str(refused)}, refused.status, headers)
        return JSONResponse({"MessageId": message.id})

    async def send_text(self, request: Request) -> Response:
        """AWS End User Messaging SMS, JSON 1.0, `X-Amz-Target: PinpointSMSVoiceV2.SendTextMessage`."""
        try:
            if request.headers.get("x-amz-target") != sms.TARGET:
                raise Refused("UnknownOperationException", "This stand-in only sends text messages.")
            body = await self._body(request)
            message = await self._take(self._switches.now.sms, sms, body)
        except Refused as refused:
            answer = {"__type": refused.code, "Message": str(refused)}
            return JSONResponse(answer, refused.status, media_type="application/x-amz-json-1.0")
        return JSONResponse({"MessageId": message.id}, media_type="application/x-amz-json-1.0")

    async def _body(self, request: Request) -> dict[str, Any]:
        try:
            body = json.loads(await request.body())
        except (JSONDecodeError, UnicodeDecodeError) as error:
            raise Refused("SerializationException", "The body is not JSON.") from error
        if not isinstance(body, dict):
            raise Refused("SerializationException", "The body is no object.")
        return body

    async def _take(self, switch: str, provider: Any, body: dict[str, Any]) -> Message:
        """Checks first, as AWS does; "mute" is the answer that gets lost on its way, "hang" the call that does."""
        message: Message = provider.take(body, str(uuid4()), datetime.now(UTC))
        if switch == "refuse":
            raise provider.REFUSE
        if switch == "throttle":
            raise provider.THROTTLE
        if switch == "hang":
            await self._hang()
        self._outbox.add(message)
        if self._switches.now.events == "on":
            self._tell(provider.events(body, message))
        if switch == "mute":
            await self._hang()
        return message

    async def _hang(self) -> None:
        """Holds the caller until it has long given up, or we stop."""
        await asyncio.sleep(_HANG_SECONDS)
        raise Refused("ServiceUnavailable", "No answer.", 503)

    def _tell(self, events: Iterable[dict[str, Any]]) -> None:
        task = asyncio.create_task(self._publish_all(events, self._switches.now.events_delay))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _publish_all(self, events: Iterable[dict[str, Any]], delay: float) -> None:
        for event in events:
            await asyncio.sleep(delay)
            await asyncio.to_thread(self._publish, json.dumps(event, ensure_ascii=False))
