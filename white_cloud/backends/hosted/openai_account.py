"""The account at OpenAI, or at a server that speaks its protocol: options, the key, the client."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from white_cloud.backends.hosted.keys import find_key, key_for_host
from white_cloud.backends.hosted.options import HostedOptions
from white_cloud.backends.hosted.wire import httpx2_client
from white_cloud.documents.fields import refused
from white_cloud.errors import Ambiguous, BackendUnavailable

if TYPE_CHECKING:
    from openai import OpenAI

VENDOR = "OpenAI"
VARIABLE = "OPENAI_API_KEY"
_NO_ADDRESS = "an address begins with http:// or https:// and a host, and its port is a number below 65536"
_SUCH_AS = "such as http://localhost:11434/v1"


class AccountOptions(HostedOptions):
    """Where the server is: OpenAI's own, or `OPENAI_BASE_URL`, when `base_url` is empty."""

    base_url: str = Field("", description="a server that speaks OpenAI's protocol, such as http://localhost:11434/v1")

    operational: ClassVar[frozenset[str]] = HostedOptions.operational | {"base_url"}

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        # it is not told: it may hold a key
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            raise refused(_NO_ADDRESS, _SUCH_AS) from None
        if address and (parts.scheme not in {"http", "https"} or not parts.hostname or port == 0):
            raise refused(_NO_ADDRESS, _SUCH_AS)
        if parts.username or parts.password or parts.query or parts.fragment:
            raise refused("an address holds no name, key or query: a key stands in the environment or the keyring", _SUCH_AS)
        return address


def require(options: AccountOptions | None = None) -> None:
    """Raise BackendUnavailable when the SDK is not installed or there is no key for the server. Costs nothing."""
    try:
        import openai  # noqa: F401 - whether it can be had
    except ModuleNotFoundError as error:
        raise BackendUnavailable(
            f'it needs the module {error.name!r}, which is not installed: pip install "white-cloud[cloud]"'
        ) from error
    _key(options.base_url if options else "")


def client(options: AccountOptions) -> OpenAI:
    """Return a client that asks once; use it in a `with` block. Raises BackendUnavailable when there is no key."""
    require(options)
    import openai

    key = _key(options.base_url)
    named: dict[str, Any] = {"base_url": options.base_url, "default_headers": _only(key)} if options.base_url else {}
    return openai.OpenAI(api_key=key, timeout=options.timeout, max_retries=0, http_client=httpx2_client("openai"), **named)


@contextmanager
def readable(found: object, kind: type) -> Iterator[None]:
    """Turn what comes of an answer that is not what the protocol promises (the SDK lets it through) into Ambiguous."""
    if not isinstance(found, kind):
        raise _unreadable(f"a {type(found).__name__} came")
    try:
        yield
    except (AttributeError, IndexError, TypeError) as error:
        raise _unreadable(str(error)) from None


def _unreadable(why: str) -> Ambiguous:
    return Ambiguous(
        f"{VENDOR} answered what cannot be read ({why}): the order may have been taken; see that base_url leads to a server "
        "that speaks its protocol"
    )


def _key(base_url: str) -> str:
    return key_for_host(VARIABLE, base_url) if base_url else find_key(VARIABLE)


def _only(key: str) -> Mapping[str, Any]:
    """Return headers that hold one key and take back what the SDK would add from the environment, which is the person's own."""
    import openai

    lines = os.environ.get("OPENAI_CUSTOM_HEADERS", "").splitlines()
    names = ["OpenAI-Organization", "OpenAI-Project", *(line.partition(":")[0].strip() for line in lines if ":" in line)]
    return {**dict.fromkeys(names, openai.omit), "Authorization": f"Bearer {key}"}
