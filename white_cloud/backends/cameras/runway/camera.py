"""The camera: places an order at Runway, asks how it stands, and fetches the take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from white_cloud import identity
from white_cloud.backends.base import Job, Pending
from white_cloud.backends.cameras.base import CameraBase, Footage, ShotRequest
from white_cloud.backends.cameras.runway import formats, references, stills, tasks
from white_cloud.backends.cameras.runway.lengths import bought, held, pieces
from white_cloud.backends.cameras.runway.models import Way, model
from white_cloud.backends.cameras.runway.options import RunwayOptions, sold_durations
from white_cloud.backends.cameras.runway.order import chains, looks_of, order_of
from white_cloud.backends.hosted.download import Expired, fetch
from white_cloud.backends.hosted.keys import find_key
from white_cloud.backends.hosted.seam import asking, ordering
from white_cloud.backends.hosted.wire import httpx_client
from white_cloud.errors import Ambiguous, BackendUnavailable, MediaError, NotAccepted, Refusal

if TYPE_CHECKING:
    from white_cloud.media.probe import Facts

KEY = "RUNWAYML_API_SECRET"
#: How far the length of what comes may be from what was bought, in seconds: models round to their own frames.
_ABOUT = Fraction(1, 2)
_CODECS = {"h264", "hevc"}
_LEAST_SIDE = 16


class RunwayCamera(CameraBase):
    """A paid camera: takes are ordered from Runway by text or from a still, and cost credits by the second."""

    name: ClassVar[str] = "runway"
    paid: ClassVar[bool] = True
    currency: ClassVar[str] = "credits"
    works_in: ClassVar[Literal["process", "thread"]] = "thread"
    poll: ClassVar[float] = 5.0
    starts_from_image: ClassVar[bool] = True
    Options: ClassVar[type[RunwayOptions]] = RunwayOptions

    @classmethod
    def check(cls) -> None:
        """Raise BackendUnavailable, with what to do, without the SDK or a key."""
        if find_spec("runwayml") is None:
            raise BackendUnavailable('the camera runway needs Runway\'s SDK: `pip install "white-cloud[cloud]"`')
        find_key(KEY)

    @classmethod
    def at_once(cls, options: Mapping[str, Any]) -> int:
        """Return how many orders may stand side by side."""
        return int(options["at_once"])

    @classmethod
    def sold_frames(cls, frames: int, rate: Fraction, options: Mapping[str, Any]) -> int:
        """Return the frames that the cheapest take, or chain of takes, holds of those the model sells."""
        return held(bought(frames, rate, sold_durations(options)), rate)

    @classmethod
    def models_with_references(cls, count: int) -> tuple[str, ...]:
        """Return the models that take so many references."""
        return references.takers(count)

    @classmethod
    def chunks(cls, request: ShotRequest) -> tuple[int, ...]:
        """Return the frames of each take of the chain that a shot is made of; raise Refusal where the model cannot chain."""
        if request.turning != references.WHOLE:
            return (request.frames,)
        lengths = pieces(request.frames, request.rate, sold_durations(request.options), request.amnesia)
        if len(lengths) > 1:
            chains(model(request.options["model"]))
        return lengths

    @classmethod
    def refuse(cls, request: ShotRequest) -> None:
        """Raise Refusal for a prompt, a length, a still or references that the model does not take."""
        order_of(request)

    @classmethod
    def quantities(cls, request: ShotRequest) -> Mapping[str, Fraction]:
        """Return the seconds to be bought, as `second`, or by what makes them dearer: `second_with_sound`, `second_1080p`."""
        sold = sold_durations(request.options)
        takes = (frames + (number > 0) for number, frames in enumerate(cls.chunks(request)))
        seconds = sum(sum(bought(frames, request.rate, sold)) for frames in takes)
        return {_counted_as(request): Fraction(seconds)}

    def prepare(self, request: ShotRequest) -> Callable[[], Job]:
        """Upload the pictures that the order names, and return what places it, once; raise Refusal before anything is sent."""
        order, timeout = order_of(request), request.options["timeout"]
        with _client(request.options) as (sdk, client):
            still = stills.upload(client, sdk, stills.Picture(request.image), timeout) if request.image else ""
            looks = [stills.upload(client, sdk, look, timeout) for look in looks_of(request)]
        return partial(_placed, request, order.body(still, looks))

    def submit(self, request: ShotRequest) -> Job:
        """Place the order, once; raise Refusal before anything is sent where the model does not sell it."""
        return self.prepare(request)()

    def collect(self, job: Job, folder: Path) -> Footage | Pending:
        """Ask once how an order stands, and fetch the take when it is made; raise NotAccepted to be asked again."""
        found = _asked(job)
        if isinstance(found, Pending):
            return found
        path = folder / "take.mp4"
        try:
            facts = _fetched(found, path, job)
        except Expired:
            # addresses end after a day or two; the order has a fresh one
            found = _asked(job)
            if isinstance(found, Pending):
                return found
            facts = _fetched(found, path, job)
        return Footage(path, found.credits, _record(job, found, facts))


def _placed(request: ShotRequest, body: Mapping[str, Any]) -> Job:
    with _client(request.options) as (sdk, client):
        place = client.image_to_video if request.image else client.text_to_video
        with ordering("Runway", sdk):
            answer = place.create(**body)
    id_ = getattr(answer, "id", None)
    if not isinstance(id_, str) or not id_:
        raise Ambiguous("Runway answered without the number of an order: it may have been taken")
    return Job(id_, tasks.credits_of(getattr(answer, "estimated_cost", None)), request.options, request)


def _counted_as(request: ShotRequest) -> str:
    """Return what the price table calls a second of a request."""
    options, sold = request.options, model(request.options["model"])
    way: Way = "image" if (request.image and "image" in sold.doors) or "text" not in sold.doors else "text"
    door = references.offered(sold.doors[way], request)
    named = formats.asked_format(door, options["ratio"], options["resolution"], request.size, way == "image")
    dearer = f"_{formats.size_class(named)}" if sold.by_size else ""
    return f"second{dearer}_with_sound" if options["sound"] else f"second{dearer}"


def _asked(job: Job) -> Pending | tasks.Ready:
    with _client(job.options) as (sdk, client), asking("Runway", sdk):
        return tasks.read(client.tasks.retrieve(job.id))


def _fetched(ready: tasks.Ready, path: Path, job: Job) -> Facts:
    seconds = _bought(job.request) if job.request is not None else None
    return fetch(ready.address, path, job.options["timeout"], lambda part: _looked_at(part, seconds))


def _bought(request: ShotRequest) -> int | None:
    """Return the seconds that were ordered; None where the model sells other lengths by now: the take was paid all the same."""
    chain = bought(request.frames, request.rate, sold_durations(request.options))
    return chain[0] if len(chain) == 1 else None


def _looked_at(path: Path, seconds: int | None) -> Facts:
    """Return what a file holds; raise NotAccepted where it is not the take that was bought (None: of a length nobody knows)."""
    from white_cloud.media.probe import probe

    try:
        facts = probe(path)
    except MediaError as error:
        raise NotAccepted("what came from Runway is no film that can be read: it is damaged, or another thing") from error
    if facts.codec not in _CODECS or min(facts.size) < _LEAST_SIDE:
        raise NotAccepted(f"what came from Runway is no film: {facts.codec}, {facts.size[0]}x{facts.size[1]}")
    if seconds is not None and abs(facts.seconds - seconds) > _ABOUT:
        raise NotAccepted(f"the take that came from Runway has {float(facts.seconds):.2f} s; {seconds} s were bought")
    return facts


def _record(job: Job, ready: tasks.Ready, facts: Facts) -> dict[str, Any]:
    """Return what is kept about a take."""
    order = {"model": job.options["model"]}
    if job.request is not None:
        try:
            order = {**order_of(job.request).record(), **_looks(job.request)}
        except Refusal:
            # it could not be ordered again (the still is gone, a limit has changed); the take is there all the same
            order["prompt"] = job.request.prompt
    return {**order, "task": job.id, "credits": str(ready.credits), "size": list(facts.size)}


def _looks(request: ShotRequest) -> dict[str, list[str]]:
    """Return the references of a request by their digests; nothing where it has none."""
    digests = [identity.file_digest(look) for look in request.references]
    return {"references": digests} if digests else {}


@contextmanager
def _client(options: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the SDK and a client of it that tries once.

    It has a connection of its own: one that was kept, and that the vendor closed meanwhile, would look like an order lost.
    """
    RunwayCamera.check()
    import runwayml

    key, timeout = find_key(KEY), float(options["timeout"])
    with runwayml.RunwayML(api_key=key, timeout=timeout, max_retries=0, http_client=httpx_client("runway")) as client:
        yield runwayml, client
