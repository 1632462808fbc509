"""Keys: found in the environment or in the system's keyring, never in a document, and kept out of everything that is told."""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from white_cloud.backends.hosted.replay.deck import offline
from white_cloud.errors import BackendUnavailable

#: The keyring's name for what is ours; a key is kept under the name of its environment variable.
SERVICE = "white-cloud"
#: What stands for a key where nobody is asked.
NO_KEY = "played-back-without-a-key"

_handed_out: set[str] = set()
#: What may pass for a key, or signs an address, whoever sent it.
_BEARER = re.compile(r"(?i)\bbearer\s+[^\s\"']+")
_USER = re.compile(r"(https?://)[^/\s@\"'<>]+@")
_SIGNED = re.compile(r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]+")


def find_key(variable: str) -> str:
    """Return a key from the environment or the keyring; raise BackendUnavailable that says how to give one.

    An order that is played back from a recording needs none, and is given a word that is none.
    """
    if offline():
        return NO_KEY
    key = os.environ.get(variable, "").strip() or _from_keyring(variable)
    if not key:
        raise BackendUnavailable(
            f"there is no key: set {variable} in the environment, or keep it in the system's keyring with "
            f"`keyring set {SERVICE} {variable}`"
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise BackendUnavailable(f"what {variable} holds is no key: it has a space, a line break or a letter that no key has")
    _handed_out.add(key)
    return key


def key_for_host(variable: str, base_url: str) -> str:
    """Return the key for a server that a document names; one on this machine may do without.

    A document must not send somebody's key wherever it likes, so such a server has a key of its own: `variable` and its host.
    """
    host = urlsplit(base_url).hostname or ""
    own = f"{variable}_{re.sub(r'[^A-Z0-9]+', '_', host.upper())}"
    try:
        return find_key(own)
    except BackendUnavailable:
        if host in {"localhost", "127.0.0.1", "::1"}:
            return "none"
        raise


def scrubbed(text: str) -> str:
    """Return a text without any key that was handed out, and without what signs an address or names somebody in it.

    A text is cut short after this, not before: of a key that was cut through, the rest would not be known.
    """
    return _SIGNED.sub(r"\1?[signed]", _BEARER.sub("Bearer [key]", _USER.sub(r"\1", without_keys(text))))


def without_keys(text: str) -> str:
    """Return a text without any key that was handed out."""
    for key in sorted(_handed_out, key=len, reverse=True):  # one key may begin as another does
        text = text.replace(key, "[key]")
    return text


def _from_keyring(variable: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ModuleNotFoundError:
        return ""
    try:
        return keyring.get_password(SERVICE, variable) or ""
    except NoKeyringError:
        return ""
    except KeyringError as error:
        raise BackendUnavailable(
            f"the system's keyring did not give {variable}: {error}; unlock it, or set the variable"
        ) from error
