"""Files of WhatsApp by AWS End User Messaging Social: put into our bucket by AWS, read from there, and gone again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from chalicelib.channels.media import LARGEST, Fetched, is_whole
from chalicelib.core.errors import TryLater
from chalicelib.core.inbound import Media
from chalicelib.tools import aws

PREFIX = "files/chat/"
"""What AWS puts the media id behind; what lies there the bucket deletes after a day (infrastructure/files.yaml)."""
_ID = re.compile(r"[A-Za-z0-9]{1,100}")
_GONE = ("ResourceNotFoundException", "InvalidParametersException", "ValidationException")


@dataclass(frozen=True, slots=True)
class AwsMedia:
    """`phone` is our number's id at AWS (phone-number-id-…), `bucket` where AWS may put what it fetched."""

    phone: str
    bucket: str

    def __call__(self, media: Media) -> Fetched | None:
        """The file; none where it is gone, too large, or not what the message told of. Two calls. Raises TryLater."""
        if not _ID.fullmatch(media.id) or not self.phone or not self.bucket:
            return None
        target = {"bucketName": self.bucket, "key": PREFIX}
        try:
            said = aws.client("socialmessaging").get_whatsapp_message_media(
                mediaId=media.id, originationPhoneNumberId=self.phone, destinationS3File=target
            )
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code in _GONE:
                return None
            raise TryLater(f"media: {code}", wait=30) from error
        except (BotoCoreError, HTTPClientError) as error:
            raise TryLater(f"media: {type(error).__name__}", wait=30) from error
        content = aws.read_object(self.bucket, PREFIX + media.id, LARGEST + 1)
        if not content or len(content) > LARGEST or not is_whole(media, content):
            return None
        return Fetched(content, str(said.get("mimeType", "")) or media.mime)
