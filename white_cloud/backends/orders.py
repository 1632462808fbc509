"""Paid orders: placed once, asked about until they are delivered, taken up again after a build that died.

Whatever happens to the program, the ledger holds what was asked of whom: a delivery that is there is used, an order that was
taken is asked about, and one whose fate is unknown is not placed again unless it costs less than `resend_below`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from white_cloud.backends.base import Job, Pending, Progress
from white_cloud.backends.desk import REPLAYED, Desk, Errand, cheap, restored, settling, unsettled
from white_cloud.backends.hosted.replay.deck import on_deck
from white_cloud.errors import (
    Ambiguous,
    BackendError,
    BackendUnavailable,
    Failed,
    NotAccepted,
    NotOrdered,
    Refusal,
    StoreError,
    Unusable,
    sentence,
)
from white_cloud.film.prices import amount
from white_cloud.store.ledger import PLACED, Entry

#: How often an order is placed in one build, at most, when the vendor failed at it or its fate is unknown.
_PLACED = 2
#: The longest wait between two tries, in seconds.
_LONGEST_WAIT = 60.0


def obtain_paid(backend: type[Any], request: Any, folder: Path, progress: Progress, errand: Errand) -> Any:
    """Return what a paid backend delivers for a request, from the ledger if it is known; raise BackendError or Interrupted."""
    with on_deck(errand.desk.deck, errand.subject):
        order = _Order(backend, request, folder, progress, errand)
        try:
            return order.obtain()
        except (Ambiguous, StoreError) as error:
            raise order.advised(error) from error
        except (Refusal, Failed) as error:
            raise order.costed(error) from error


class _Order:
    """One request on its way to a delivery."""

    def __init__(self, backend: type[Any], request: Any, folder: Path, progress: Progress, errand: Errand) -> None:
        self.backend = backend
        self.maker = backend()
        self.request = request
        self.folder = folder
        self.progress = progress
        self.desk: Desk = errand.desk
        self.another = errand.another
        self.errand = errand
        self.asked = errand.asked(backend, request)
        self.options = request.options
        self.counted = False
        self.lost = Fraction(0)

    def obtain(self) -> Any:
        """Take up what the ledger knows, else place the order."""
        known = self._standing()
        if known is not None and known.state in PLACED and not known.kept and known.take_key != self.errand.take_key:
            known = self.desk.ledger.belongs(known, self.errand.take)
        if known is not None and known.state == "intent":
            raise BackendError(f"order {known.id} for this is being placed at this moment; build again when it is over")
        if known is not None and known.state == "done" and (not known.blob or self.desk.blobs.has(known.blob, known.size)):
            return self._restored(known)
        if known is not None and known.state == "done" and known.vendor_id and not self.another:
            return self._fetched_again(known)
        if known is not None and known.state == "submitted":
            return self._collect(known, Job(known.vendor_id, options=self.options, request=self.request))
        if self.errand.fetches:
            raise NotOrdered(f"no order for this stands at {self.backend.name}, and none is placed")
        if known is not None and known.state == "ambiguous":
            self._require_cheap(known)
        elif known is not None and known.refused and not self.another:
            how = "--rewrite" if self.asked.subject.startswith("words/") else "--reshoot"
            when = f"refused on {known.changed[:10]}" + (f" at a cost of {self._money(known.cost)}" if known.cost else "")
            said = f"{known.reason.rstrip('.')} ({when}"
            raise Refusal(f"{said}: change what is asked, or ask once more with {how} and its name)")
        elif known is not None and "answer" in known.data and self._repaired(known):
            raise Unusable(known.reason, str(known.data["answer"]))
        self._require_settled()
        return self._placed_with_patience()

    def advised(self, error: Ambiguous | StoreError) -> Ambiguous | StoreError:
        """Return an error with what a person does next where it leaves an order of unknown fate.

        The advice holds the whole command, to be pasted.
        """
        known = self._known(unkept=self.another)
        if self.desk.replayed or known is None or known.state != "ambiguous":
            return error
        if isinstance(error, StoreError):
            return StoreError(f"{sentence(error)} {self._advice(known, f'order {known.id} ({known.subject})')}")
        if self._cheap(known.price):
            next_ = "The next build places it again, since it costs less than `resend_below`"
        else:
            next_ = self._advice(known, "it")
        return Ambiguous(f"{sentence(error)} {next_}", known.id).because(error.detail)

    def _advice(self, known: Entry, what: str) -> str:
        taken = "`--found ID`" if hasattr(self.maker, "collect") else "`--spent`"
        return (
            f"Before {what} is placed again, see at {known.backend} whether it was taken and paid. If not, "
            f"{settling(self.desk.file, [known.id], '--lost')}; if so, the same with {taken} in place of --lost"
        )

    def costed(self, error: Refusal | Failed) -> Refusal | Failed:
        """Return an error with what the orders that brought nothing cost all the same; the same one where that is nothing."""
        if not self.lost:
            return error
        told = f"{sentence(error)} It cost {self._money(self.lost)} all the same"
        if isinstance(error, Refusal):
            return Refusal(told, error.cost, error.used).because(error.detail)
        return Failed(told, error.cost, error.again, error.used).because(error.detail)

    def _money(self, sum_: Fraction) -> str:
        return f"{amount(sum_)} {self.desk.prices.money}"

    def _standing(self) -> Entry | None:
        asked, unkept = self.asked, self.another
        return self.desk.ledger.standing(asked.film, asked.subject, asked.key, unkept=unkept, origin=self.errand.origin)

    def _known(self, *, unkept: bool = False) -> Entry | None:
        return self.desk.ledger.newest(
            self.asked.film, self.asked.subject, self.asked.key, unkept=unkept, origin=self.errand.origin
        )

    def _restored(self, known: Entry) -> Any:
        path = None
        if known.blob:
            kept = self.desk.blobs.verified(known.blob)
            path = self.folder / str(known.data.get("file", "delivered"))
            shutil.copyfile(kept, path)
        return restored(self.backend, path, known.data["delivered"])

    def _fetched_again(self, known: Entry) -> Any:
        """Return a delivery whose file is damaged or gone, from the vendor, who was paid; never order another unasked."""
        try:
            found = self.maker.collect(Job(known.vendor_id, options=self.options, request=self.request), self.folder)
        except BackendError as error:
            raise BackendError(
                f"what was delivered for {known.subject} (order {known.id}) is damaged or gone, and {known.backend} does not "
                f"give it again: {sentence(error)} Bring the file back, or pay for another with --reshoot and its name"
            ).because(error.detail) from error
        if isinstance(found, Pending):
            raise BackendError(f"{known.backend} is at order {known.id} ({known.subject}) once more: build again later")
        self.desk.blobs.add_copy(found.path)
        return found

    def _repaired(self, unusable: Entry) -> bool:
        """Return whether an answer of no use was asked for again by a build that died: then that goes on from there."""
        later = self.desk.ledger.unkept(self.asked.film, *self.errand.names)
        return any(one.id > unusable.id and one.state in PLACED for one in later)

    def _require_settled(self) -> None:
        """Raise Ambiguous while it is not known what became of an order for an earlier wish."""
        earlier = [] if self.desk.replayed else self.desk.ledger.unkept(self.asked.film, *self.errand.names)
        for one in unsettled(self.errand, earlier, self.options):
            raise Ambiguous(f"{one.reason}; nothing else is ordered in its place. {self._advice(one, 'it')}", one.id)

    def _require_cheap(self, known: Entry) -> None:
        """Raise Ambiguous unless the order is so cheap that it is placed again; it then counts as spent.

        Playing back settles nothing that a vendor was really asked: such an order stays as it is. What was played back asked
        nobody, and never stands in the way.
        """
        if self.desk.replayed and not known.reason.startswith(REPLAYED):
            return
        if not (known.reason.startswith(REPLAYED) or self._cheap(known.price)):
            raise Ambiguous(known.reason).because(str(known.data.get("detail", "")))
        self._given_up(known)

    def _given_up(self, known: Entry) -> None:
        """Write down that an order of unknown fate counts as spent, since it is placed again."""
        self.desk.ledger.failed(known, f"{known.reason}; placed again", known.price, data=known.data)

    def _cheap(self, price: Fraction | None) -> bool:
        if self.desk.replayed:  # nobody is asked: what came after is heard as well
            return True
        return cheap(price, self.options)

    def _placed_with_patience(self) -> Any:
        """Place the order; what was certainly not accepted is tried again, what the vendor failed at once more."""
        refused, placed = 0, 0
        while True:
            try:
                return self._placed()
            except NotAccepted as error:
                refused += 1
                if refused >= int(self.options.get("tries", 1)):
                    raise
                self.desk.wait(_wait(error, refused))
            except (Failed, Ambiguous) as error:
                placed += 1
                if placed >= _PLACED or not (error.again if isinstance(error, Failed) else self._resent()):
                    raise

    def _resent(self) -> bool:
        """Return whether an ambiguous order may be placed again; it is then counted as spent."""
        known = self._known()
        if known is None or not self._cheap(known.price):
            return False
        self._given_up(known)
        return True

    def _placed(self) -> Any:
        """Place the order once: intent, then submitted and collected, or made at once.

        A vendor that cannot serve at all (a wrong key, an empty account) is not asked by one shot after the other.
        """
        if known := self.desk.unavailable.get((self.backend.name, self.asked.model)):
            raise BackendUnavailable(known)
        self.desk.wait(self.desk.throttle.turn(self.backend.name, int(self.options.get("per_minute", 0))))
        self.desk.purse.take(self.asked.price, self.asked.subject)
        place = self._prepared()
        self.counted = True
        entry = self.desk.ledger.intend(self.asked)
        answer = self._guarded(entry, place)
        if hasattr(self.maker, "make"):
            return self._delivered(entry, answer)
        return self._collect(self._submitted(entry, answer), answer)

    def _prepared(self) -> Callable[[], Any]:
        """Return what asks the vendor, once all that goes ahead of it was sent; no order comes of that, so none is written."""
        if hasattr(self.maker, "make"):
            return partial(self.maker.make, self.request, self.folder, self.progress)
        if not hasattr(self.maker, "prepare"):
            return partial(self.maker.submit, self.request)
        try:
            place: Callable[[], Any] = self.maker.prepare(self.request)
        except BaseException as error:
            self.desk.purse.correct(self.asked.price, Fraction(0))
            self._mark_unavailable(error)
            raise
        return place

    def _mark_unavailable(self, error: BaseException) -> None:
        """Keep the next shots from a vendor that cannot serve at all, as one that does not accept the key."""
        if isinstance(error, BackendUnavailable):
            self.desk.unavailable[self.backend.name, self.asked.model] = str(error)

    def _submitted(self, entry: Entry, job: Job) -> Entry:
        told = job.cost and not self.desk.replayed
        price = self.desk.prices.worth(job.cost, self.backend.currency) if told else None
        if price is not None:
            self._count(entry, price)
        return self.desk.ledger.submitted(entry, job.id, price)

    def _count(self, entry: Entry, cost: Fraction) -> None:
        """Count what an order of this build cost in place of its price; what an earlier build placed is not this one's."""
        if self.counted:
            self.desk.purse.correct(entry.price, cost)

    def _guarded(self, entry: Entry, call: Any) -> Any:
        """Call the vendor; whatever it raises is written down before it goes on."""
        try:
            return call()
        except BackendError as error:
            self._write_down(entry, error)
            self._mark_unavailable(error)
            raise
        except BaseException as error:
            why = str(error) if isinstance(error, StoreError) else "the build was stopped"
            data = {"detail": type(error).__name__}
            self.desk.ledger.ambiguous(entry, f"{why} while the order was being placed", data)
            raise

    def _write_down(self, entry: Entry, error: BackendError) -> None:
        reason = f"{REPLAYED}{error}" if self.desk.replayed else str(error)
        data = {"detail": error.detail} if error.detail else {}
        if isinstance(error, Ambiguous):
            self.desk.ledger.ambiguous(entry, reason, data)
            return
        cost = self._told_cost(entry, error)
        if cost is None:  # an answer of no use is paid like any other, and so is what the vendor names a cost for
            paid = isinstance(error, Unusable) or (isinstance(error, Refusal | Failed) and error.cost)
            cost = entry.price if paid else Fraction(0)
        self.lost += cost or Fraction(0)
        self._count(entry, cost or Fraction(0))
        if isinstance(error, Unusable):
            data["answer"] = error.answer
        self.desk.ledger.failed(entry, reason, cost, refused=isinstance(error, Refusal), data=data)

    def _collect(self, entry: Entry, job: Job) -> Any:
        """Ask until the vendor delivers or refuses; when it cannot be asked the order stays as it is, for the next build."""
        unanswered = 0
        while True:
            try:
                found = self.maker.collect(job, self.folder)
            except NotAccepted as error:
                unanswered += 1
                if unanswered >= int(self.options.get("tries", 1)):
                    stands = BackendError(f"{sentence(error)} The order ({job.id}) stands: build again, and it is asked for")
                    raise stands.because(error.detail) from error
                self.desk.wait(_wait(error, unanswered))
                continue
            except (Refusal, Failed, Ambiguous) as error:
                self._write_down(entry, error)
                raise
            if not isinstance(found, Pending):
                return self._delivered(entry, found)
            unanswered = 0
            self.progress(found.part)
            self.desk.wait(float(self.options.get("poll", self.backend.poll)))

    def _delivered(self, entry: Entry, media: Any) -> Any:
        """Keep a delivery, write it down, and return it."""
        path: Path | None = getattr(media, "path", None)
        blob, size = "", 0
        if path is not None:
            size = path.stat().st_size
            blob = self.desk.blobs.add_copy(path)
        cost = self._told_cost(entry, media)
        data = {"delivered": media.data(), **({"file": path.name} if path else {})}
        if self.desk.replayed:
            data["replayed"] = True
        if cost is not None:
            self._count(entry, cost)
        self.desk.ledger.done(entry, blob, size, data, cost)
        return media

    def _told_cost(self, entry: Entry, answer: Any) -> Fraction | None:
        """Return what an answer cost: as the vendor said, else by what it used up; None where neither is known.

        What this build has played back cost nothing.
        """
        if self.desk.replayed and self.counted:
            return Fraction(0)
        if cost := getattr(answer, "cost", None):
            return self.desk.prices.worth(cost, self.backend.currency)
        used = getattr(answer, "used", None)
        return self.desk.prices.price(self.backend.name, entry.model, used) if used else None


def _wait(error: NotAccepted, tries: int) -> float:
    """Return how long to wait before the next try: as the vendor says, else longer each time."""
    return min(error.wait if error.wait is not None else 2.0 ** (tries - 1), _LONGEST_WAIT)
