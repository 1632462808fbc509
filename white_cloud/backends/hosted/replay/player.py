"""Playing back: every answer comes from a recording, and nothing is sent."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from white_cloud.backends.hosted.replay.exchange import Answer, Asked, Cut, Send
from white_cloud.backends.hosted.replay.nearest import told_nearest
from white_cloud.backends.hosted.replay.recording import Exchange, Recording
from white_cloud.errors import BackendError


class NotRecorded(BackendError):
    """A recording holds no answer to what is asked."""


class Player:
    """Answers from a recording, in its order; of what was asked more often than it was then, the last answer comes again.

    The order is that of one subject (a line, a shot), whose requests follow on each other, so that it does not matter how many
    are made side by side. A request that was recorded for another subject is answered as that one was, from the first on.
    """

    offline = True

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._lock = threading.Lock()
        self._answers: dict[str, dict[str, list[Exchange]]] = {}
        for one in recording.exchanges:
            self._answers.setdefault(one.asked.key, {}).setdefault(one.asked.subject, []).append(one)
        self._given: Counter[tuple[str, str]] = Counter()

    def exchange(self, asked: Asked, send: Send) -> Answer:  # noqa: ARG002 - nothing is sent
        """Return the recorded answer; raise NotRecorded, which tells the nearest request, or BackendError."""
        answers = self._of(asked)
        with self._lock:
            given = self._given[asked.key, asked.subject]
            self._given[asked.key, asked.subject] += 1
        return self._played(answers[min(given, len(answers) - 1)].answer)

    def _of(self, asked: Asked) -> Sequence[Exchange]:
        by_subject = self._answers.get(asked.key)
        if by_subject is None:
            raise NotRecorded(self._complaint(asked))
        return by_subject.get(asked.subject) or next(iter(by_subject.values()))

    def _complaint(self, asked: Asked) -> str:
        folder = self.recording.folder
        what = f"the recording {folder} holds no {asked.method} {asked.path} as it is asked"
        whose = f" for {asked.subject}" if asked.subject else ""
        return (
            f"{what}{whose}. {told_nearest(asked, self.recording.exchanges)} Take the change back, or let the vendor be asked: "
            f"`--record {folder}` in place of `--replay` adds what is missing, and costs what it costs"
        )

    def _played(self, answer: Mapping[str, Any]) -> Answer:
        cut = Cut(answer["cut"]["error"], answer["cut"]["said"]) if "cut" in answer else None
        body = answer.get("body", {})
        if "file" in body:
            return Answer(answer["status"], answer["headers"], self.recording.file(body["file"]), cut)
        headers = {name: value for name, value in answer["headers"].items() if name != "content-length"}
        text = json.dumps(body["json"], ensure_ascii=False) if "json" in body else str(body.get("text", ""))
        return Answer(answer["status"], headers, text.encode(), cut)
