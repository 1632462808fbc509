"""The desk that speaks Runway: orders for video, their tasks, uploads, the films themselves, and the account."""

from __future__ import annotations

import base64
import binascii
import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from white_cloud.testing.vendors import catalogue, footage
from white_cloud.testing.vendors.answer import Answer, told
from white_cloud.testing.vendors.faults import TASK, Fault, Script
from white_cloud.testing.vendors.log import Asked, Log, Order

ROUTES = ("text_to_video", "image_to_video")
_CREATED = "2026-01-01T00:00:00Z"
_BALANCE = 100_000
_REASONS = {
    "SAFETY": "The content did not pass moderation.",
    "INTERNAL": "The generation did not come out well.",
    "ASSET": "A file that was given cannot be used.",
}


@dataclass
class Task:
    """An order on its way: what each question about it will hear, the last for good; its film; the address that is good now."""

    order: Order
    course: list[Mapping[str, Any]]
    plate: footage.Plate
    issue: int = 1
    expired: set[int] = field(default_factory=set)


@dataclass
class Upload:
    """A file on its way in: its name, and its bytes once they are here."""

    name: str
    content: bytes | None = None


class Runway:
    """Answers what the SDK of Runway asks; `base` is the address it is reached at. Safe to ask from many threads."""

    def __init__(self, script: Script, log: Log, scale: Fraction, base: Callable[[], str]) -> None:
        self._script, self._log, self._scale, self._base = script, log, scale, base
        self._lock = threading.RLock()
        self._tasks: dict[str, Task] = {}
        self._uploads: dict[str, Upload] = {}
        self._lab = footage.Lab()

    def answer(self, asked: Asked) -> Answer:
        """Answer one request."""
        match (asked.method, asked.path.strip("/").split("/")):
            case "POST", ["v1", ("text_to_video" | "image_to_video") as route]:
                answer = self._create(route, asked)
            case (("GET" | "DELETE"), ["v1", "tasks", name]) if name in self._tasks:
                answer = self._deleted(name) if asked.method == "DELETE" else self._polled(self._tasks[name])
            case "POST", ["v1", "uploads"]:
                answer = self._begin_upload(asked)
            case "POST", ["upload", name] if name in self._uploads:
                answer = self._uploaded(self._uploads[name], asked)
            case "GET", ["v1", "organization"]:
                answer = self._organization()
            case "GET", ["film", name] if name in self._tasks:
                answer = self._film(self._tasks[name], asked)
            case _:
                answer = told(404, message(404))
        return answer

    def _create(self, route: str, asked: Asked) -> Answer:
        body = asked.body if isinstance(asked.body, dict) else {}
        issues = catalogue.complaints(route, body)
        image = None if issues else self._picture(_address_of_image(body), "promptImage", issues)
        for look in [] if issues else catalogue.references(body):
            self._picture(look, "references", issues)
        if issues:
            return told(400, catalogue.refusal(issues))
        if self._script.take(asked.said, {"moderated"}):
            return told(400, {"error": "The prompt did not pass content moderation."})
        return self._accepted(route, asked, image)

    def _accepted(self, route: str, asked: Asked, image: bytes | None) -> Answer:
        model = catalogue.models(route)[asked.body["model"]]
        seconds = catalogue.seconds(asked.body, model)
        looks = self._digests(catalogue.references(asked.body))
        shade = footage.shade_of(asked.body.get("promptText"), asked.body.get("seed"), asked.body["model"], *looks)
        plate = footage.Plate(catalogue.size(asked.body, self._scale), seconds, shade, image)
        with self._lock:
            order = self._log.take_order("video", asked, self._decides(asked.body))
            price = model.credits * seconds
            self._tasks[order.id] = Task(order, self._course(asked, price), plate)
        return told(200, {"id": order.id, "estimatedCost": {"credits": price}})

    def _course(self, asked: Asked, price: int) -> list[Mapping[str, Any]]:
        """Return what becomes of an order, question by question; each fault of the script that is for it plays its part."""
        due = {"estimatedCost": {"credits": price}}
        waits: list[Mapping[str, Any]] = [{"status": "PENDING", **due}]
        ends: list[Mapping[str, Any]] = [
            {"status": "RUNNING", "progress": 0.5, **due},
            {"status": "SUCCEEDED", "cost": {"credits": price}},
        ]
        while fault := self._script.take(asked.said, TASK):
            match fault.kind:
                case "fail":
                    ends = [_failed(fault)]
                case "cancel":
                    ends = [_cancelled(fault.credits)]
                case "throttle":
                    waits += [{"status": "THROTTLED", **due}] * fault.polls
                case _:
                    waits = [{"status": "PENDING", **due}] * fault.polls
        return [*waits, *ends]

    def _polled(self, task: Task) -> Answer:
        with self._lock:
            now = task.course.pop(0) if len(task.course) > 1 else task.course[0]
            told_now = {"id": task.order.id, "createdAt": _CREATED, **now}
            if now["status"] == "SUCCEEDED":
                told_now["output"] = [self._address(task)]
        return told(200, told_now)

    def _address(self, task: Task) -> str:
        """Return where the film can be fetched; an address that expired is not given again."""
        while task.issue in task.expired:
            task.issue += 1
        token = base64.urlsafe_b64encode(f"{task.order.id}.{task.issue}".encode()).decode().rstrip("=")
        return f"{self._base()}/film/{task.order.id}?_jwt={token}.{task.issue}"

    def _film(self, task: Task, asked: Asked) -> Answer:
        number = asked.query.get("_jwt", "").rpartition(".")[2]
        with self._lock:
            known = number.isdecimal() and int(number) <= task.issue
            if known and self._script.take(asked.said, {"expired"}):
                task.expired.add(int(number))
            if not known or int(number) in task.expired:
                return Answer(
                    403, b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", "application/xml"
                )
        return Answer(200, self._lab.develop(task.plate), "video/mp4", file=True)

    def _deleted(self, name: str) -> Answer:
        with self._lock:
            task = self._tasks[name]
            if len(task.course) > 1 or "estimatedCost" in task.course[0]:
                task.course = [_cancelled()]
            else:
                del self._tasks[name]
        return Answer(204)

    def _begin_upload(self, asked: Asked) -> Answer:
        with self._lock:
            name = f"upload-{len(self._uploads) + 1}"
            self._uploads[name] = Upload(str(asked.body.get("filename", "")))
        fields = {"key": name, "Content-Type": "application/octet-stream"}
        return told(200, {"uploadUrl": f"{self._base()}/upload/{name}", "fields": fields, "runwayUri": f"runway://{name}"})

    def _uploaded(self, upload: Upload, asked: Asked) -> Answer:
        content = asked.files.get("file")
        if content is None or asked.body.get("key") not in self._uploads:
            return Answer(400, b"<Error><Code>InvalidArgument</Code></Error>", "application/xml")
        upload.content = content
        return Answer(204)

    def _organization(self) -> Answer:
        with self._lock:
            spent = sum(task.course[-1]["cost"]["credits"] for task in self._tasks.values())
        limits = {"maxConcurrentGenerations": 5, "maxDailyGenerations": 500}
        tier = {"maxMonthlyCreditSpend": _BALANCE, "models": dict.fromkeys(catalogue.models("image_to_video"), limits)}
        return told(200, {"creditBalance": _BALANCE - spent, "tier": tier, "usage": {"models": {}}})

    def _picture(self, address: str, field: str, issues: list[dict[str, Any]]) -> bytes | None:
        """Return a picture that an order names, if it has one that was sent here; note in `issues` what is wrong with it."""
        try:
            image = self._content(address)
            if image is not None:
                footage.check_image(image)
        except (KeyError, footage.NoPicture, binascii.Error) as error:
            issues.append({"code": "custom", "path": [field], "message": f"Invalid asset: {error}"})
            return None
        return image

    def _content(self, address: str) -> bytes | None:
        if address.startswith("runway://"):
            return self._uploads[address.removeprefix("runway://")].content or b""
        if address.startswith("data:"):
            return base64.b64decode(address.partition(",")[2], validate=True)
        return None

    def _decides(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of an order decides its film: a picture by its content, whatever address it travels under."""
        image, looks = self._content(_address_of_image(body)), self._digests(catalogue.references(body))
        first = {"promptImage": hashlib.sha256(image).hexdigest()} if image is not None else {}
        return {**body, **first, **({"references": looks} if looks else {})}

    def _digests(self, addresses: list[str]) -> list[str]:
        """Return the digest of each picture that was sent here; of one that lies elsewhere, nothing but its address."""
        contents = [(address, self._content(address)) for address in addresses]
        return [address if content is None else hashlib.sha256(content).hexdigest() for address, content in contents]


def message(status: int) -> dict[str, Any]:
    """Return Runway's body for an error status."""
    said = {
        401: "The API key is not valid.",
        404: "The requested resource was not found.",
        429: "You have exceeded the number of requests for this period.",
    }
    return {"error": said.get(status, "An unexpected error occurred. Try again later.")}


def _failed(fault: Fault) -> Mapping[str, Any]:
    reason = _REASONS.get(fault.code.partition(".")[0], "The generation failed.")
    return {"status": "FAILED", "failure": reason, "failureCode": fault.code, "cost": {"credits": fault.credits}}


def _cancelled(charged: int = 0) -> Mapping[str, Any]:
    return {"status": "CANCELLED", "cost": {"credits": charged}}


def _address_of_image(body: Mapping[str, Any]) -> str:
    image = body.get("promptImage") or ""
    if isinstance(image, list):
        image = next((one.get("uri", "") for one in image if one.get("position", "first") == "first"), "")
    return str(image)
