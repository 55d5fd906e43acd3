"""`python -m infrastructure.local`: starts the whole product on this machine and stops it when asked to."""

import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from infrastructure.local.settings import Unready, read_settings


def main() -> int:
    """Runs until Ctrl-C or SIGTERM; 0 after a clean stop, 1 with one line of reason where it could not go on."""
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell started us in the background, deaf to Ctrl-C
        signal.signal(number, _interrupt)
    try:
        from infrastructure.local.run import run  # so late that Ctrl-C is heard while the libraries load

        run(read_settings(os.environ, Path(__file__).resolve().parents[2]))
    except KeyboardInterrupt:
        return 0
    except Unready as error:
        print(f"Köprü: {error}", file=sys.stderr)
        return 1
    return 0


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
