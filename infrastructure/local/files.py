"""The bucket's door as CloudFront and S3 keep it: forms are posted to /files, what is signed is read below it."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from botocore.exceptions import BotoCoreError, ClientError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from infrastructure.local.credentials import AWS_ACCESS, AWS_SECRET
from infrastructure.local.forward import read_body
from infrastructure.local.post_policy import Signer, check_address, check_post
from infrastructure.local.refusal import Refused
from infrastructure.local.scanner import Scanner
from infrastructure.local.settings import REGION
from infrastructure.local.stack import Cloud, Stack
from infrastructure.local.switches import Switches

_MOST = 32 * 1024 * 1024
"""Bytes of a form that are read at all; S3 itself goes on for longer."""
_GONE = ("NoSuchKey", "404")


class Files:
    """The bucket of one run; closed until the stack stands."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._signer: Signer | None = None
        self._storage: Any = None
        self._scanner: Scanner | None = None

    def open(self, cloud: Cloud, stack: Stack) -> None:
        """From now on calls reach the bucket of this stack, and its uploads are scanned; what is posted at once."""
        self._storage = cloud.client("s3")
        self._scanner = Scanner(cloud, stack, self._switches)
        self._scanner.start()
        self._signer = Signer(AWS_ACCESS, AWS_SECRET, stack.resources["Files"], REGION)

    def close(self) -> None:
        """No upload is scanned any more."""
        if self._scanner:
            self._scanner.stop()

    def routes(self) -> list[Route]:
        """What CloudFront leads to the bucket."""
        return [
            Route("/files", self.post, methods=["POST"]),
            Route("/files/{rest:path}", self.read, methods=["GET"]),
        ]

    async def post(self, request: Request) -> Response:
        """A form with a policy and a file, as S3 takes it: 204."""
        body = await read_body(request.receive, _MOST)
        try:
            fields, content = form_of(request.headers.get("content-type", ""), body)
            return await run_in_threadpool(self._store, fields, content)
        except Refused as refused:
            return _refusal(refused)

    async def read(self, request: Request) -> Response:
        """An object under a presigned address."""
        path, query = request.scope["raw_path"].decode("latin-1"), request.scope["query_string"].decode("latin-1")
        try:
            return await run_in_threadpool(self._fetch, request.method, path, query)
        except Refused as refused:
            return _refusal(refused)

    def _store(self, fields: dict[str, str], content: bytes) -> Response:
        signer = self._ready()
        check_post(signer, fields, len(content), datetime.now(UTC))
        told = {name.lower(): value for name, value in fields.items()}
        try:
            self._storage.put_object(
                Bucket=signer.bucket, Key=told["key"], Body=content, ContentType=told.get("content-type", "")
            )
        except (ClientError, BotoCoreError) as error:
            raise Refused("SlowDown", "Please reduce your request rate.", 503) from error
        if self._scanner:
            self._scanner.hear()
        return Response(status_code=204)

    def _fetch(self, method: str, path: str, query: str) -> Response:
        signer = self._ready()
        told = check_address(signer, method, path, query, datetime.now(UTC))
        try:
            found = self._storage.get_object(Bucket=signer.bucket, Key=unquote(path).lstrip("/"))
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _GONE:
                raise Refused("NoSuchKey", "The specified key does not exist.", 404) from error
            raise Refused("SlowDown", "Please reduce your request rate.", 503) from error
        headers = {
            "Content-Type": str(found["ContentType"]),
            "Cache-Control": str(found.get("CacheControl", "private")),
            "Content-Disposition": told.get("response-content-disposition", "attachment"),
            "X-Content-Type-Options": "nosniff",
        }
        return Response(found["Body"].read(), headers=headers)

    def _ready(self) -> Signer:
        if self._signer is None:
            raise Refused("ServiceUnavailable", "Please try again.", 503)
        return self._signer


def form_of(content_type: str, body: bytes | None) -> tuple[dict[str, str], bytes]:
    """The fields of a multipart form up to its file, and the file; what follows it is passed over, as S3 does. Raises
    Refused."""
    if body is None:
        raise Refused("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400)
    message = EmailMessage()
    message["Content-Type"] = content_type.replace("\r", "").replace("\n", "")
    boundary = message.get_boundary()
    if message.get_content_type() != "multipart/form-data" or not boundary:
        raise Refused("PreconditionFailed", "Bucket POST must be of the enclosure-type multipart/form-data", 412)
    fields: dict[str, str] = {}
    for piece in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        head, blank, content = piece.partition(b"\r\n\r\n")
        if not blank:
            continue
        name = _name(head)
        if name.lower() == "file":
            return fields, content
        fields[name] = content.decode("utf-8", "replace")
    raise Refused("InvalidArgument", "POST requires exactly one file upload per request.", 400)


def _name(head: bytes) -> str:
    part = EmailMessage()
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() == "content-disposition":
            part["Content-Disposition"] = value.strip()
    return str(part.get_param("name", "", header="content-disposition") or "")


def _refusal(refused: Refused) -> Response:
    told = f"<Error><Code>{refused.code}</Code><Message>{escape(str(refused))}</Message></Error>"
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{told}', refused.status, media_type="application/xml")
