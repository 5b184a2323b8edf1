# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Renders every letter x locale x fixture into a folder and reads such a folder again.

  python -m letters.matrix DIR [--templates DIR]

Which part of the matrix a check takes: chosen is every letter x locale with the ordinary fixture, every fixture on one
letter, and the digest of several parcels; `--all` is everything.
"""

import argparse
import dataclasses
import email
import email.policy
import functools
import json
import subprocess
import sys
from pathlib import Path

from harness import BINARY, ROOT, Failure

ORDINARY = "ordinary"
EVERY_FIXTURE_ON = "delivered"
ALSO = {("digest", "several-parcels")}


@dataclasses.dataclass(frozen=True)
class Letter:
    """One rendered letter: its name, its files, and what a mailbox would show of it."""

    letter: str
    locale: str
    fixture: str
    folder: Path

    @property
    def name(self):
        return f"{self.letter}.{self.locale}.{self.fixture}"

    def path(self, extension):
        return self.folder / f"{self.name}.{extension}"

    @functools.cached_property
    def html(self):
        return self.path("html").read_text(encoding="utf-8")

    @functools.cached_property
    def eml(self):
        return self.path("eml").read_bytes()

    @functools.cached_property
    def message(self):
        """The mail as Python's `email` reads it."""
        return email.message_from_bytes(self.eml, policy=email.policy.default)

    @property
    def text(self):
        """The text part as a mailbox takes it out of the mail, not as it was written beside it."""
        return self.message.get_body(("plain",)).get_content()

    @property
    def is_ordinary(self):
        return self.fixture == ORDINARY

    @property
    def is_chosen(self):
        return self.is_ordinary or self.letter == EVERY_FIXTURE_ON or (self.letter, self.fixture) in ALSO


def render(folder, templates=None):
    """Renders everything in one go and answers the letters."""
    folder.mkdir(parents=True, exist_ok=True)
    if not BINARY.exists():
        raise Failure(f"{BINARY} is not there. Run `make build`.")
    done = subprocess.run(
        [BINARY, "render", "--all", "-o", folder, "--templates", templates or ROOT / "templates"], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"`parcelpost render --all` failed:\n{done.stderr.strip()[-4000:]}")
    return read(folder)


def read(folder):
    """The letters of a folder that `render` filled; none is left out in silence."""
    index = folder / "index.json"
    if not index.exists():
        raise Failure(f"{folder} holds no index.json. Fill it with `python -m letters.matrix {folder}`.")
    letters = []
    for entry in json.loads(index.read_text(encoding="utf-8")):
        letter = Letter(entry["letter"], entry["locale"], entry["fixture"], folder)
        for extension in ("html", "txt", "eml"):
            if not letter.path(extension).exists():
                raise Failure(f"{letter.name}.{extension} stands in index.json and not in {folder}.")
        letters.append(letter)
    if not letters:
        raise Failure(f"{index} names no letter.")
    missing = {EVERY_FIXTURE_ON} - {letter.letter for letter in letters}
    if missing or not any(letter.is_ordinary for letter in letters):
        raise Failure(f"{index} lacks the letter `{EVERY_FIXTURE_ON}` or the fixture `{ORDINARY}`.")
    return sorted(letters, key=lambda letter: (letter.letter, letter.fixture != ORDINARY, letter.fixture, letter.locale != "ko",
                                             letter.locale))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--templates", type=Path, help="the folder of template sets")
    options = parser.parse_args()
    try:
        letters = render(options.folder, options.templates)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    chosen = sum(letter.is_chosen for letter in letters)
    print(f"{len(letters)} letters rendered: {len({letter.letter for letter in letters})} kinds, "
          f"{len({letter.locale for letter in letters})} locales, {len({letter.fixture for letter in letters})} fixtures; "
          f"{chosen} are chosen for the short checks.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
