"""`white-cloud store`: look after what was made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from white_cloud.cli.app import say, shown
from white_cloud.errors import StoreError, UserError

if TYPE_CHECKING:
    from white_cloud.store.store import Store

app = typer.Typer(help="Look after takes and cache: verify, gc.", no_args_is_help=True, rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(help="The film folder.")]


def _store(folder: Path) -> Store:
    from white_cloud.store.store import Store

    store = Store(folder)
    if not store.root.is_dir():
        raise UserError(f"nothing was made in {shown(folder.absolute())} yet: it holds no {store.root.name}")
    return store


@app.command()
def verify(folder: Folder = Path()) -> None:
    """Read every kept file and say which are damaged. A damaged take is set aside; the next build makes it again."""
    store = _store(folder)
    damaged = store.blobs.damaged()
    for digest in damaged:
        store.blobs.set_aside(digest)
        say(f"damaged, set aside: {digest}")
    records = store.damaged_records()
    for path in records:
        say(f"damaged record: {path.relative_to(folder)}")
    if damaged or records:
        raise StoreError(f"{len(damaged)} files and {len(records)} records are damaged; the next build makes them again")
    say(f"{sum(1 for _ in store.blobs.all())} files read, all whole")


@app.command()
def gc(
    folder: Folder = Path(),
    days: Annotated[float, typer.Option(min=0, help="Remove cached files not used for this many days.")] = 30,
) -> None:
    """Remove old files from the cache. Takes are never touched."""
    from white_cloud.store.cache import prune

    count, freed = prune(_store(folder).cache, older_than_days=days)
    say(f"{count} cached files removed, {freed / 1e6:.1f} MB")
