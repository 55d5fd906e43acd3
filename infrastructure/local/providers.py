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

from infrastructure.local import album, netgsm, sms, telegram
from infrastructure.local.credentials import GRAPH_TOKEN, NETGSM, TELEGRAM_TOKEN
from infrastructure.local.messenger import GraphRefused
from infrastructure.local.refusal import Refused
from infrastructure.local.settings import INSTAGRAM_ID, META_PAGE_ID, WHATSAPP_PHONE_ID
from infrastructure.local.stand import Stand

ROOT = "/_local/providers"
_AMAZON = "application/x-amz-json-1.0"
_BY_ID = {WHATSAPP_PHONE_ID: "whatsapp-cloud", META_PAGE_ID: "messenger", INSTAGRAM_ID: "instagram"}
Body = dict[str, Any]


class Providers:
    """The HTTP surfaces of one Stand."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self.hear = stand.hear

    def routes(self) -> list[Route]:
        """Everything under ROOT."""
        paths = {
            "ses/v2/email/outbound-emails": self.send_email,
            "sms": self.send_text,
            "sms/": self.send_text,
            "netgsm/sms/rest/v2/send": self.send_netgsm,
            "netgsm/sms/rest/v2/report": self.report_netgsm,
            "graph/{version}/{id}/messages": self.send_graph,
            "graph/{version}/{id}/comments": self.send_comment,
            "graph/{version}/{id}/replies": self.send_comment,
            "graph/{version}/{id}": self.hide_comment,
            "telegram/bot{token}/{method}": self.send_telegram,
            "social/v1/whatsapp/send": self.send_social,
        }
        posts = [Route(f"{ROOT}/{path}", handler, methods=["POST"]) for path, handler in paths.items()]
        return [*posts, *album.routes(ROOT)]

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

    async def send_graph(self, request: Request) -> Response:
        """`POST /v23.0/{id}/messages`: the WhatsApp Cloud API, Messenger or Instagram, as the id says."""
        provider = _BY_ID.get(request.path_params["id"], "")

        async def send(body: Body) -> Body:
            if not provider:
                raise Refused("100", "Unsupported post request: the object does not exist.")
            message = await self._stand.take(provider, body)
            if provider != "whatsapp-cloud":
                return {"recipient_id": message.to, "message_id": message.id}
            phone = {"input": body["to"], "wa_id": message.to.removeprefix("+")} if "to" in body else None
            return {
                "messaging_product": "whatsapp",
                "contacts": [phone or {"input": message.to, "user_id": message.to}],
                "messages": [{"id": message.id, "message_status": "accepted"}],
            }

        return await self._graph(request, send)

    async def send_comment(self, request: Request) -> Response:
        """A public answer: `POST /v23.0/{comment}/comments` (Messenger's page) or `/replies` (Instagram)."""
        provider = "messenger" if request.url.path.endswith("/comments") else "instagram"
        comment = request.path_params["id"]

        async def send(body: Body) -> Body:
            message = await self._stand.take(provider, {"comment": comment, **body})
            return {"id": message.id}

        return await self._graph(request, send)

    async def hide_comment(self, request: Request) -> Response:
        """`POST /v23.0/{comment}` with `is_hidden` (Messenger's page) or `hide` (Instagram)."""

        async def hide(body: Body) -> Body:
            if True not in (body.get("is_hidden"), body.get("hide")):
                raise Refused("100", "Unsupported post request.")
            return {"success": True}

        return await self._graph(request, hide)

    async def _graph(self, request: Request, answer: Callable[[Body], Awaitable[Body]]) -> Response:
        try:
            if not _same(request.headers.get("authorization", ""), f"Bearer {GRAPH_TOKEN}"):
                raise Refused("190", "Invalid OAuth access token.", 401)
            return JSONResponse(await answer(await _read(request, Refused("100", "The body is no JSON object."))))
        except Refused as refused:
            return JSONResponse({"error": _graph_error(refused)}, refused.status)

    async def send_telegram(self, request: Request) -> Response:
        """Telegram's Bot API, `POST /bot<token>/sendMessage` and `/answerCallbackQuery`."""
        try:
            if not _same(request.path_params["token"], TELEGRAM_TOKEN):
                raise telegram.refused(401, "Unauthorized")
            body = await _read(request, telegram.refused(400, "Bad Request: can't parse JSON"))
            method = request.path_params["method"]
            if method == "answerCallbackQuery":
                telegram.check_tap(body)
                return JSONResponse({"ok": True, "result": True})
            if method != "sendMessage":
                raise telegram.refused(404, "Not Found")
            message = await self._stand.take("telegram", body)
        except Refused as refused:
            told = {"ok": False, "error_code": refused.status, "description": str(refused)}
            wait = {"parameters": {"retry_after": telegram.RETRY_AFTER}} if refused.status == 429 else {}
            return JSONResponse(told | wait, refused.status)
        return JSONResponse({"ok": True, "result": telegram.sent(message)})


def _graph_error(refused: Refused) -> Body:
    subcode = {"error_subcode": refused.subcode} if isinstance(refused, GraphRefused) and refused.subcode else {}
    return subcode | {
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
