"""GuardDuty's stand-in: looks at every upload, tags what it found, and tells of it as EventBridge would."""

import json
import logging
import threading
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.tools.vault import VERDICT
from infrastructure.local.settings import REGION
from infrastructure.local.stack import Cloud, Stack
from infrastructure.local.switches import Switches

LOG = logging.getLogger("kopru.scanner")
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""What the test file of every scanner holds (eicar.org)."""
_PREFIX = "files/raw/"
_SECONDS = 1.0


class Scanner:
    """Looks through the uploads of one stack once a second, and at once where it hears of one; those that functions put
    there themselves it finds so too. Told everything again after a restart, which does no harm."""

    def __init__(self, cloud: Cloud, stack: Stack, switches: Switches) -> None:
        self._storage, self._queue = cloud.client("s3"), cloud.client("sqs")
        self._bucket, self._url = stack.resources["Files"], stack.resources["Uploads"]
        self._switches = switches
        self._told: set[tuple[str, str]] = set()
        self._heard, self._ended = threading.Event(), threading.Event()

    def start(self) -> None:
        """In a thread that dies with us."""
        threading.Thread(target=self._run, name="scanner", daemon=True).start()

    def stop(self) -> None:
        """After what it is at."""
        self._ended.set()
        self._heard.set()

    def hear(self) -> None:
        """Something was uploaded."""
        self._heard.set()

    def look(self) -> None:
        """Tags and tells every upload that it has not told of; nothing where it is switched off."""
        if self._switches.now.scanner == "off":
            return
        present = set()
        for page in self._storage.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=_PREFIX):
            for found in page.get("Contents", ()):
                upload = (str(found["Key"]), str(found["ETag"]))
                present.add(upload)
                if upload not in self._told:
                    self._scan(*upload)
                    self._told.add(upload)
        self._told &= present

    def _scan(self, key: str, etag: str) -> None:
        try:
            content = self._storage.get_object(Bucket=self._bucket, Key=key)["Body"].read()
            verdict = "THREATS_FOUND" if EICAR in content else "NO_THREATS_FOUND"
            tags = {"TagSet": [{"Key": VERDICT, "Value": verdict}]}
            self._storage.put_object_tagging(Bucket=self._bucket, Key=key, Tagging=tags)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
                return  # examined and gone since it was listed
            raise
        self._queue.send_message(QueueUrl=self._url, MessageBody=json.dumps(event(self._bucket, key, etag, verdict)))

    def _run(self) -> None:
        while not self._ended.is_set():
            self._heard.wait(_SECONDS)
            self._heard.clear()
            try:
                self.look()
            except (BotoCoreError, ClientError) as error:
                LOG.warning("uploads not looked through: %s", error)


def event(bucket: str, key: str, etag: str, verdict: str) -> dict[str, Any]:
    """A finished scan in EventBridge's words (docs.aws.amazon.com/guardduty, "Monitoring S3 object scans with
    EventBridge")."""
    threats = [{"name": "EICAR-Test-File (not a virus)"}] if verdict == "THREATS_FOUND" else None
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "source": "aws.guardduty",
        "account": "000000000000",
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "region": REGION,
        "resources": [],
        "detail": {
            "schemaVersion": "1.0",
            "scanStatus": "COMPLETED",
            "resourceType": "S3_OBJECT",
            "s3ObjectDetails": {
                "bucketName": bucket,
                "objectKey": key,
                "eTag": etag.strip('"'),
                "versionId": "null",
                "s3Throttled": False,
            },
            "scanResultDetails": {"scanResultStatus": verdict, "threats": threats},
        },
    }
