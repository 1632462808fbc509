"""The loopback vendors as a program: prints its address, then answers until it is ended."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from white_cloud.errors import UserError
from white_cloud.testing.vendors.faults import load_script
from white_cloud.testing.vendors.server import Vendors


def main(given: Sequence[str] | None = None) -> int:
    """Serve; return 2 when the script of faults cannot be read."""
    options = _options().parse_args(given)
    try:
        faults = load_script(options.script) if options.script else ()
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    vendors = Vendors(*faults, scale=options.scale, port=options.port)
    print(vendors.url.root, flush=True)
    vendors.serve()
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m white_cloud.testing.vendors", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="a port of 127.0.0.1; 0 takes any that is free")
    parser.add_argument("--script", type=Path, help="faults to play: a YAML or JSON list of mappings with `kind`")
    parser.add_argument(
        "--scale", type=Fraction, default=Fraction(1), help="size of the pictures: 1/4 is a quarter of what is sold"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
