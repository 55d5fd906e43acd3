"""Deploys the packaged template into the local engine by CloudFormation, as production does."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from infrastructure.local.answers import Answer, read_template
from infrastructure.local.credentials import SECRET
from infrastructure.local.settings import REGION, Unready

NAME = "kopru"
_BUCKET = "kopru-package"


@dataclass(frozen=True)
class Cloud:
    """Makes clients of the local engine; `url` is where it listens."""

    url: str

    def client(self, service: str) -> Any:
        """A boto3 client of `service` with the engine's own account and region."""
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.url,
            aws_access_key_id="000000000000",
            aws_secret_access_key="local",  # noqa: S106 - the engine takes any
            config=Config(read_timeout=70, retries={"mode": "standard", "max_attempts": 1}),
        )


@dataclass(frozen=True)
class Stack:
    """What was deployed: `resources` maps logical ids of the template to the engine's own ids, `stage` is the API's."""

    resources: Mapping[str, str]
    stage: str

    @property
    def api_path(self) -> str:
        """Where the engine serves the API, without a slash at the end."""
        return f"/restapis/{self.resources['RestAPI']}/{self.stage}/_user_request_"


def deploy(cloud: Cloud, package: Path, parameters: Mapping[str, str], answers: Mapping[str, Answer]) -> Stack:
    """Creates or updates the stack from PACKAGE/sam.json and deployment.zip; tables and queues keep what they hold.

    The bundle's key in the bucket is its own digest, so that unchanged code is no update. Raises Unready with
    CloudFormation's reasons where it fails.
    """
    template = read_template(package)
    storage = cloud.client("s3")
    _empty(storage)
    bundle = _upload(storage, (package / "deployment.zip").read_bytes(), "zip")
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://{_BUCKET}/{bundle}"
    # By address, as `aws cloudformation deploy --s3-bucket` does: the template is beyond the 51,200 bytes of a body.
    written = _upload(storage, json.dumps(template, ensure_ascii=False).encode(), "json")
    formation = cloud.client("cloudformation")
    _change(formation, f"{cloud.url}/{_BUCKET}/{written}", parameters)
    described = formation.describe_stack_resources(StackName=NAME)["StackResources"]
    stack = Stack(
        resources={item["LogicalResourceId"]: item["PhysicalResourceId"] for item in described},
        stage=template["Resources"]["RestAPI"]["Properties"]["StageName"],
    )
    _put_answers(cloud.client("apigateway"), stack, answers)
    return stack


def put_secret(cloud: Cloud, stack: Stack) -> None:
    """The providers' credentials of this machine, where the functions look for them."""
    secrets = cloud.client("secretsmanager")
    secrets.put_secret_value(SecretId=stack.resources["ProvidersSecret"], SecretString=json.dumps(SECRET))


def _empty(storage: Any) -> None:
    """The package's bucket, new or without what the last run put there: the engine keeps objects."""
    try:
        storage.create_bucket(Bucket=_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    except storage.exceptions.BucketAlreadyOwnedByYou:
        for found in storage.list_objects_v2(Bucket=_BUCKET).get("Contents", ()):
            storage.delete_object(Bucket=_BUCKET, Key=found["Key"])


def _upload(storage: Any, content: bytes, ending: str) -> str:
    """The key under which the bucket now holds `content`: its own digest."""
    key = f"{sha256(content).hexdigest()}.{ending}"
    storage.put_object(Bucket=_BUCKET, Key=key, Body=content)
    return key


def _change(formation: Any, template: str, parameters: Mapping[str, str]) -> None:
    """One create or update, waited for; a first create that fails is undone, so that the next run starts afresh."""
    wanted = {
        "StackName": NAME,
        "TemplateURL": template,
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
    }
    try:
        if _status(formation):
            formation.update_stack(**wanted)
        else:
            formation.create_stack(**wanted, OnFailure="DELETE")
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return
        raise Unready(f"the template was refused: {error}") from error
    while _status(formation).endswith("_IN_PROGRESS"):
        time.sleep(0.05)
    if _status(formation) not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise Unready(f"the template could not be deployed:\n{_reasons(formation)}")


def _status(formation: Any) -> str:
    """The stack's status, or an empty string where there is none."""
    try:
        return str(formation.describe_stacks(StackName=NAME)["Stacks"][0]["StackStatus"])
    except ClientError:
        return ""


def _reasons(formation: Any) -> str:
    found = formation.list_stacks(StackStatusFilter=["DELETE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])["StackSummaries"]
    names = [stack["StackId"] for stack in found if stack["StackName"] == NAME][:1]
    events = formation.describe_stack_events(StackName=names[0])["StackEvents"] if names else []
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    return "\n".join(f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed)


def _put_answers(gateway: Any, stack: Stack, answers: Mapping[str, Answer]) -> None:
    """The engine's CloudFormation leaves `GatewayResponses` out; its API takes them, in effect from a deployment on."""
    api = stack.resources["RestAPI"]
    for kind, answer in answers.items():
        gateway.put_gateway_response(
            restApiId=api,
            responseType=kind,
            statusCode=str(answer.status),
            responseParameters={f"gatewayresponse.header.{name}": f"'{v}'" for name, v in answer.headers.items()},
            responseTemplates={"application/json": answer.body},
        )
    gateway.create_deployment(restApiId=api, stageName=stack.stage)
