"""The OpenAPI of uploads."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.core.files import FILE_ID, IMAGES, LARGEST, REASONS, UNCLAIMED, UPLOAD_TIME
from chalicelib.entry.schemas import LANGUAGE, MOMENT, TEXT, Schema, answer, problems, record, ref

ID: Schema = {"type": "string", "pattern": f"^{FILE_ID.pattern}$", "examples": ["4f" * 24]}
SECRET: Schema = {
    "type": "string",
    "pattern": r"^[\x21-\x7e]{16,128}$",
    "examples": ["6b1f0c2e9d8a47b3a1c5e7f902468ace"],
}
STATES = ("awaited", "checking", "clean", "refused")


def paths() -> Schema:
    """The paths of these routes."""
    return {"/api/uploads": {"post": _offer()}, "/api/uploads/{file}": {"get": _read()}}


def schemas(city: City) -> Schema:
    """What their bodies look like, by name."""
    point = record({"lat": {"type": "number"}, "long": {"type": "number"}})
    link = {"type": "string", "format": "uri"}
    return {
        "NewUpload": {
            "type": "object",
            "additionalProperties": False,
            "required": ["media_type"],
            "properties": {
                "media_type": {"type": "string", "enum": list(IMAGES)},
                "session": {"anyOf": [SECRET, {"type": "null"}]},
                "consent_position": {"type": ["boolean", "null"]},
            },
            "examples": [{"media_type": "image/jpeg", "consent_position": True}],
        },
        "Upload": record(
            {
                "file": ID,
                "session": SECRET,
                "url": link,
                "fields": {"type": "object", "additionalProperties": TEXT},
                "expires": MOMENT,
            }
        ),
        "FileView": record(
            {
                "file": ID,
                "state": {"enum": list(STATES)},
                "reason": record({"code": {"enum": list(REASONS)}, "message": TEXT}),
                "width": {"type": "integer", "minimum": 1},
                "height": {"type": "integer", "minimum": 1},
                "url": link,
                "thumbnail_url": link,
                "position": point,
            },
            optional=("reason", "width", "height", "url", "thumbnail_url", "position"),
        ),
    }


def _offer() -> Schema:
    return {
        "operationId": "offerUpload",
        "summary": "Permission to upload one photo",
        "description": (
            "Post the answer's `fields` and then the file, as the last part `file`, as multipart/form-data to `url` "
            f"before `expires` ({int(UPLOAD_TIME.total_seconds() // 60)} minutes; 1 byte to {LARGEST >> 20} MB; 204). "
            "Name the file's id in `files` and the session in `upload_session` of POST /api/requests. What belongs to "
            f"no request is deleted after {int(UNCLAIMED.total_seconds() // 3600)} hours. With `consent_position` the "
            "place in the photo is read before it is removed."
        ),
        "parameters": [LANGUAGE],
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("NewUpload")}}},
        "responses": {
            "201": answer("Upload", "The permission; `session` is a secret of whoever uploads"),
            **problems("400", "413", "415", "429", "503"),
        },
    }


def _read() -> Schema:
    return {
        "operationId": "readUpload",
        "summary": "What became of a file: awaited, checking, clean or refused with its reason",
        "parameters": [
            {"name": "file", "in": "path", "required": True, "schema": {"type": "string"}},
            {
                "name": "X-Upload-Session",
                "in": "header",
                "required": True,
                "schema": {"type": "string"},
                "description": "The session that the file was offered in; with another one there is no such file.",
            },
            LANGUAGE,
        ],
        "responses": {
            "200": answer("FileView", "The file; its addresses hold for five minutes and are there once it is clean"),
            **problems("404", "429", "503"),
        },
    }
