"""The providers' stand-ins over HTTP, each with the paths, credentials and errors of its provider."""

import base64
import hmac
import json
from collections.abc import Awaitable, Callable
from json import JSONDecodeError
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infrastructure.local import netgsm, sms
from infrastructure.local.credentials import GRAPH_TOKEN, NETGSM
from infrastructure.local.refusal import Refused
from infrastructure.local.settings import WHATSAPP_PHONE_ID
from infrastructure.local.stand import Stand

ROOT = "/_local/providers"
_AMAZON = "application/x-amz-json-1.0"
Body = dict[str, Any]


class Providers:
    """The HTTP surfaces of one Stand."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand

    def routes(self) -> list[Route]:
        """Everything under ROOT."""
        paths = {
            "ses/v2/email/outbound-emails": self.send_email,
            "sms": self.send_text,
            "sms/": self.send_text,
            "netgsm/sms/rest/v2/send": self.send_netgsm,
            "netgsm/sms/rest/v2/report": self.report_netgsm,
            "graph/{version}/{phone}/messages": self.send_whatsapp,
            "social/v1/whatsapp/send": self.send_social,
        }
        return [Route(f"{ROOT}/{path}", handler, methods=["POST"]) for path, handler in paths.items()]

    async def send_email(self, request: Request) -> Response:
        """SES v2, `POST /v2/email/outbound-emails`."""
        return await self._rest("ses", "MessageId", request)

    async def send_social(self, request: Request) -> Response:
        """AWS End User Messaging Social, `POST /v1/whatsapp/send`."""
        return await self._rest("whatsapp-aws", "messageId", request)

    async def _rest(self, provider: str, key: str, request: Request) -> Response:
        try:
            body = await _read(request, Refused("SerializationException", "The body is no JSON object."))
            message = await self._stand.take(provider, body)
        except Refused as refused:
            return JSONResponse({"message": str(refused)}, refused.status, {"x-amzn-ErrorType": refused.code})
        return JSONResponse({key: message.id})

    async def send_text(self, request: Request) -> Response:
        """AWS End User Messaging SMS, JSON 1.0, `X-Amz-Target: PinpointSMSVoiceV2.SendTextMessage`."""
        try:
            if request.headers.get("x-amz-target") != sms.TARGET:
                raise Refused("UnknownOperationException", "This stand-in only sends text messages.")
            body = await _read(request, Refused("SerializationException", "The body is no JSON object."))
            message = await self._stand.take("aws-sms", body)
        except Refused as refused:
            answer = {"__type": refused.code, "Message": str(refused)}
            if refused.reason:
                answer["Reason"] = refused.reason
            return JSONResponse(answer, refused.status, media_type=_AMAZON)
        return JSONResponse({"MessageId": message.id}, media_type=_AMAZON)

    async def send_netgsm(self, request: Request) -> Response:
        """NetGSM REST v2, `POST /sms/rest/v2/send`."""

        async def send(body: Body) -> Body:
            message = await self._stand.take("netgsm", body)
            return {"code": "00", "jobid": message.id, "description": "queued"}

        return await self._netgsm(request, send)

    async def report_netgsm(self, request: Request) -> Response:
        """NetGSM REST v2, `POST /sms/rest/v2/report`."""
        return await self._netgsm(request, self._stand.report)

    async def _netgsm(self, request: Request, answer: Callable[[Body], Awaitable[Body]]) -> Response:
        pair = base64.b64encode(":".join(NETGSM).encode()).decode()
        try:
            if not _same(request.headers.get("authorization", ""), f"Basic {pair}"):
                raise netgsm.refused("30")
            return JSONResponse(await answer(await _read(request, netgsm.refused("70"))))
        except Refused as refused:
            told = {"code": refused.code, "jobid": None, "description": str(refused)}
            return JSONResponse(told, refused.status)

    async def send_whatsapp(self, request: Request) -> Response:
        """WhatsApp Cloud API, `POST /v23.0/{phone-number-id}/messages`."""
        try:
            if not _same(request.headers.get("authorization", ""), f"Bearer {GRAPH_TOKEN}"):
                raise Refused("190", "Invalid OAuth access token.", 401)
            if request.path_params["phone"] != WHATSAPP_PHONE_ID:
                raise Refused("100", "Unsupported post request: the object does not exist.")
            body = await _read(request, Refused("100", "The body is no JSON object."))
            message = await self._stand.take("whatsapp-cloud", body)
        except Refused as refused:
            return JSONResponse({"error": _graph_error(refused)}, refused.status)
        number = message.to.removeprefix("+")
        return JSONResponse(
            {
                "messaging_product": "whatsapp",
                "contacts": [{"input": body["to"], "wa_id": number}],
                "messages": [{"id": message.id, "message_status": "accepted"}],
            }
        )


def _graph_error(refused: Refused) -> Body:
    return {
        "message": f"(#{refused.code}) {refused}",
        "type": "OAuthException",
        "code": int(refused.code),
        "error_data": {"messaging_product": "whatsapp", "details": str(refused)},
        "fbtrace_id": "local",
    }


async def _read(request: Request, otherwise: Refused) -> Body:
    """The JSON object of a call; raises `otherwise` where the body is none."""
    try:
        body = json.loads(await request.body())
    except (JSONDecodeError, UnicodeDecodeError) as error:
        raise otherwise from error
    if not isinstance(body, dict):
        raise otherwise
    return body


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
