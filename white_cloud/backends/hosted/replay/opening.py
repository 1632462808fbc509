"""A deck for a build: to record on, to play back from, or none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from white_cloud.backends.hosted.replay.deck import Deck
from white_cloud.backends.hosted.replay.player import Player
from white_cloud.backends.hosted.replay.recorder import Recorder
from white_cloud.backends.hosted.replay.recording import read_recording
from white_cloud.errors import UserError
from white_cloud.store.blobs import require_writable
from white_cloud.store.ledger import Entry

#: Subjects that a note names, at most.
_NAMED = 6


def open_deck(record: Path | None, replay: Path | None) -> Recorder | Player | None:
    """Return the deck that is asked for; raise UserError for both at once, and for a recording that cannot be used."""
    if record and replay:
        raise UserError("--record asks the vendors and --replay never does: choose one of them")
    if record:
        require_writable(record, "the recording is kept in")
        return Recorder(read_recording(record))
    if replay is None:
        return None
    recording = read_recording(replay)
    if not recording.exchanges:
        raise UserError(f"there is no recording in {replay}; `white-cloud build FILE --record {replay}` makes one")
    return Player(recording)


def notes_at_start(deck: Deck | None) -> list[str]:
    """Return what a person should know of a deck before the build: that a recording is gone on with."""
    if not isinstance(deck, Recorder) or not deck.recording.exchanges:
        return []
    count = len(deck.recording.exchanges)
    known = f"{count} {'exchange' if count == 1 else 'exchanges'}"
    return [f"{deck.recording.folder} holds a recording already, of {known}: it stays, and new ones are added"]


def notes_at_end(deck: Deck | None, orders: Iterable[Entry]) -> list[str]:
    """Return what a person should know of it afterwards: which deliveries of a film's `orders` its recording does not hold."""
    if not isinstance(deck, Recorder):
        return []
    lacking = deck.lacking({order.subject for order in orders if order.state == "done"})
    if not lacking:
        return []
    named = ", ".join(lacking[:_NAMED]) + (f" and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else "")
    return [
        f"{deck.recording.folder} does not hold all of this film: {named} came before, without --record. A recording "
        "from which all of it can be built anew is made in a new copy of the film folder, where nothing is there yet"
    ]
