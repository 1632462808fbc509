"""HTTP on loopback: a request becomes a value, an answer becomes bytes, and a connection ends as the answer says."""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from white_cloud.errors import UserError
from white_cloud.testing.vendors.answer import Answer, told
from white_cloud.testing.vendors.log import Asked, without_keys
from white_cloud.testing.vendors.switchboard import Switchboard

#: Close at once, and tell the other side that it was no orderly end.
_RESET = struct.pack("ii", 1, 0)


class Line(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Exchange

    def do_GET(self) -> None:
        """Answer a GET."""
        self._serve()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._serve()

    def do_DELETE(self) -> None:
        """Answer a DELETE."""
        self._serve()

    def log_message(self, *_: Any) -> None:
        """Keep quiet; what was asked is in the log of the vendors."""

    def _serve(self) -> None:
        key = self.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            answer = self.server.switchboard.answer(self._asked(key), key)
        except UserError as error:
            answer = told(400, {"error": str(error)})
        if answer.hold:
            self.server.switchboard.held.hold(answer.hold)
        self._send(answer)

    def _asked(self, key: str) -> Asked:
        content = self.rfile.read(int(self.headers.get("content-length") or 0))
        address = urlsplit(self.path)
        vendor, path = _split(address.path)
        headers = dict(self.headers.items())
        body, files = _parsed(content, self.headers.get("content-type", ""))
        right = bool(key) and key == self.server.switchboard.keys.get(vendor)
        return Asked(vendor, self.command, path, dict(parse_qsl(address.query)), without_keys(headers), body, right, files)

    def _send(self, answer: Answer) -> None:
        if answer.silent:
            self.close_connection = True
            return
        self.send_response(answer.status)
        if answer.status != 204:
            self.send_header("content-type", answer.content)
            self.send_header("content-length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body[: answer.sent])
        self._end(answer)

    def _end(self, answer: Answer) -> None:
        if answer.ending == "whole":
            return
        self.close_connection = True
        if answer.ending == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


class Exchange(ThreadingHTTPServer):
    """The server: a thread for each connection, all of which end with it."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, switchboard: Switchboard) -> None:
        self.switchboard = switchboard
        self.failures: list[BaseException] = []
        self._open: set[Any] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Line)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread of its own, and remember it."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End one connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the standard library's
        """Remember what failed; a client that left while it was answered is no failure."""
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            self.failures.append(error)

    def hang_up(self) -> None:
        """End every connection that is open."""
        with self._lock:
            still_open = list(self._open)
        for connection in still_open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # it ended in this moment
                continue


def _split(path: str) -> tuple[str, str]:
    """Return the vendor that an address is for, none for the server's own, and the rest."""
    vendor, _, rest = path.lstrip("/").partition("/")
    return ("", path) if vendor.startswith("_") else (vendor, f"/{rest}")


def _parsed(content: bytes, kind: str) -> tuple[Any, Mapping[str, bytes]]:
    """Return a body as plain data and the files in it; raise UserError for JSON that is none."""
    if kind.startswith("multipart/form-data"):
        return _form(content, kind.partition("boundary=")[2].strip('"'))
    if not content:
        return None, {}
    try:
        return json.loads(content), {}
    except ValueError as error:
        raise UserError(f"the body is no JSON: {error}") from error


def _form(content: bytes, boundary: str) -> tuple[Mapping[str, str], Mapping[str, bytes]]:
    """Return the fields and the files of a form, RFC 7578."""
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in content.split(f"--{boundary}".encode())[1:-1]:
        head, _, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        said = head.decode()
        name = said.partition('name="')[2].partition('"')[0]
        value = value.removesuffix(b"\r\n")
        if "filename=" in said:
            files[name] = value
        else:
            fields[name] = value.decode()
    return fields, files
