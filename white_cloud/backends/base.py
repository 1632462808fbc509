"""What the four doors share: how a backend presents itself, its options, and the two kinds of making.

An immediate backend makes a thing while the caller waits. A queued one takes an order (`submit`) and is asked about it
(`collect`) until it delivers or refuses. The build drives both; a backend is one or the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

RequestT_contra = TypeVar("RequestT_contra", contravariant=True)
MediaT_co = TypeVar("MediaT_co", covariant=True)


class Options(BaseModel):
    """Options of a backend as a person may write them in YAML: strict, frozen, unknown names refused.

    Those in `operational` say how it is reached or how fast it works, never what it makes: they are in no key.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    operational: ClassVar[frozenset[str]] = frozenset()


#: Metadata of a request's field that is in no key while it is empty: a field that came later changes no earlier key.
WHEN_SAID: Mapping[str, bool] = {"when_said": True}

#: Called with the part done, 0..1; may raise Interrupted.
Progress = Callable[[float], None]


def silent(_: float) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class Job:
    """An order a queued backend accepted: the vendor's id for it, and its price in the backend's currency if the vendor said.

    `options` are those of the request, so that a build that comes back to an order knows how to reach the vendor; `request` is
    the request itself, so that what is delivered can be compared with what was ordered.
    """

    id: str
    cost: Fraction = Fraction(0)
    options: Mapping[str, Any] = field(default_factory=dict)
    request: Any = None


@dataclass(frozen=True)
class Pending:
    """A job that is not done: the part done, 0..1."""

    part: float = 0.0


class BackendBase:
    """Class attributes every backend has.

    `name` is what YAML says; `revision` is raised when the output for an equal request changes. `paid` backends never re-make
    what is stale by themselves; `currency` is what costs are counted in. `works_in` says whether it keeps a core of this
    machine busy (a worker process) or waits for another (a thread); `poll` is how many seconds a queued one likes between two
    questions. `check()` says whether it can serve here.
    """

    name: ClassVar[str]
    revision: ClassVar[int] = 1
    paid: ClassVar[bool] = False
    currency: ClassVar[str] = ""
    works_in: ClassVar[Literal["process", "thread"]] = "thread"
    poll: ClassVar[float] = 5.0
    #: Fields of a request that a maker may know and that decide no key.
    context: ClassVar[frozenset[str]] = frozenset()
    Options: ClassVar[type[Options]] = Options

    @classmethod
    def check(cls) -> None:
        """Raise BackendUnavailable, with what to do, when this backend cannot serve on this machine. Costs nothing."""

    @classmethod
    def read_options(cls, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Validate options and fill in defaults; raise pydantic.ValidationError."""
        return cls.Options.model_validate(dict(given)).model_dump()

    @classmethod
    def identity(cls) -> dict[str, Any]:
        """Return what of the backend itself decides a result, for keys."""
        return {"backend": cls.name, "revision": cls.revision}

    @classmethod
    def keyed(cls, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that decide a result, for keys."""
        return {name: value for name, value in options.items() if name not in cls.Options.operational}

    @classmethod
    def at_once(cls, options: Mapping[str, Any]) -> int:  # noqa: ARG003 - for those that limit it
        """Return how many requests it takes side by side on one machine; 0 leaves it to the build."""
        return 0

    @classmethod
    def quantities(cls, request: Any) -> Mapping[str, Fraction]:  # noqa: ARG003 - for those that cost
        """Return how much of what a request would cost, for the price table: `{"second": 10}`; empty for what is free."""
        return {}

    @classmethod
    def prompts_digest(cls, request: Any) -> str:  # noqa: ARG003 - for those that are told by prompt files
        """Return a digest, 16 hexadecimal digits, of the prompt files a request is told by; empty for a maker without any.

        What is made records it, and a plan notes when it changed; it is in no key. A plan asks a writer once for all briefs of
        one speaker in one register and the same spoken languages, and a voice with those options alone that are in keys.
        """
        return ""

    @classmethod
    def close(cls) -> None:
        """Give back what is held between requests in this process, such as a loaded model."""


class Immediate(Protocol[RequestT_contra, MediaT_co]):
    """A backend that makes a thing while the caller waits."""

    def make(self, request: RequestT_contra, folder: Path, progress: Progress = silent) -> MediaT_co:
        """Make what was asked, files in `folder`; raise Refusal, BackendError or Interrupted."""


class Queued(Protocol[RequestT_contra, MediaT_co]):
    """A backend that takes orders."""

    def submit(self, request: RequestT_contra) -> Job:
        """Place the order, once; raise Refusal or BackendError.

        A backend that sends something ahead, such as pictures, has `prepare(request)` besides: it sends that, and returns what
        places the order. A build that is stopped before that is called has ordered nothing.
        """

    def collect(self, job: Job, folder: Path) -> MediaT_co | Pending:
        """Return what was delivered, files in `folder`, or Pending; raise Refusal or BackendError."""
