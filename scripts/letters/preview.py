# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Pictures of every letter and a gallery of them: preview-out/index.html.

Every letter x locale with the ordinary fixture, and every fixture on one letter: at 360, 640 and 1024 px, light and dark,
and at 640 px in the three hard modes (see letters.hard). Says on standard error what it does; tells at the end what
hangs over or is cut off at 360 px, which is a failure.

  python -m letters.preview [-o DIR] [--only WORD] [--from DIR]
"""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path

from harness import ROOT, Failure, paint

from . import browser, hard, matrix, overflow
from .wording import hidden_text

OUT = ROOT / "preview-out"
WIDTHS = (360, 640, 1024)
HARD_WIDTH = 640
MODES = ("plain", "no-style", "no-images", "outlook")
GALLERY = Path(__file__).resolve().parent / "gallery"
TOOLS_STYLESHEET = ROOT / "Sources" / "Web" / "Assets" / "tools.css"


def picture_name(letter, mode, width, dark):
    return f"{letter.name}.{mode}-{width}-{'dark' if dark else 'light'}.png"


async def photograph(page, letter, shots):
    """All pictures of one letter; answers what was found wrong on the way, and its preheader."""
    await page.open(letter.path("html"))
    preheader = await hidden_text(page)
    found = await overflow.look(page, letter)
    for width in WIDTHS:
        for dark in (False, True):
            await page.look(width, dark)
            await page.picture(shots / picture_name(letter, "plain", width, dark))
    await page.look(HARD_WIDTH)
    bare = letter.folder / f"{letter.name}.no-style.html"
    bare.write_text(hard.without_styles(letter.html), encoding="utf-8")
    await page.open(bare)
    await page.picture(shots / picture_name(letter, "no-style", HARD_WIDTH, False))
    await page.open(letter.path("html"), images=False)
    await page.picture(shots / picture_name(letter, "no-images", HARD_WIDTH, False))
    outlook = letter.folder / f"{letter.name}.outlook.html"
    outlook.write_text(hard.for_outlook(letter.html), encoding="utf-8")
    await page.open(outlook)
    await page.page.evaluate(hard.TAKE_AWAY, hard.LISTS)
    await page.picture(shots / picture_name(letter, "outlook", HARD_WIDTH, False))
    return found, preheader


class Progress:
    """One line on a terminal; elsewhere a line now and then."""

    def __init__(self, total):
        self.total, self.done, self.began = total, 0, time.monotonic()

    def step(self, name):
        self.done += 1
        if sys.stderr.isatty():
            bar = "█" * (self.done * 24 // self.total)
            print(f"\r\033[K  {bar:░<24} {self.done}/{self.total} {name}", end="", file=sys.stderr, flush=True)
            if self.done == self.total:
                print(file=sys.stderr)
        elif self.done % 10 == 0 or self.done == self.total:
            print(f"  {self.done}/{self.total} letters, {time.monotonic() - self.began:.0f} s", file=sys.stderr, flush=True)


def write_gallery(out, letters, results):
    """The page reads `letters.js`: a page opened from a file may load a script, and no JSON."""
    entries = []
    for letter, (found, preheader) in zip(letters, results):
        entries.append({
            "letter": letter.letter, "locale": letter.locale, "fixture": letter.fixture, "name": letter.name,
            "from": letter.message["from"].addresses[0].display_name if letter.message["from"] else "",
            "subject": str(letter.message["subject"] or ""), "preheader": preheader, "text": letter.text,
            "html": len(letter.html.encode()), "eml": len(letter.eml), "findings": [str(finding) for finding in found]})
    data = {"letters": entries, "widths": WIDTHS, "hardWidth": HARD_WIDTH, "modes": MODES}
    script = "window.gallery = " + json.dumps(data, ensure_ascii=False).replace("</", "<\\/") + ";\n"
    (out / "letters.js").write_text(script, encoding="utf-8")
    for source in (*GALLERY.iterdir(), TOOLS_STYLESHEET):
        shutil.copyfile(source, out / source.name)


def preview(out, only=None, source=None, templates=None):
    began = time.monotonic()
    shutil.rmtree(out, ignore_errors=True)
    shots = out / "shots"
    shots.mkdir(parents=True)
    (out / ".gitignore").write_text("*\n")
    if source:
        shutil.copytree(source, out / "letters")
        letters = matrix.read(out / "letters")
    else:
        print("rendering …", file=sys.stderr, flush=True)
        letters = matrix.render(out / "letters", templates)
    letters = [letter for letter in letters if letter.is_chosen and (not only or only in letter.name)]
    if not letters:
        raise Failure(f"No letter's name holds `{only}`.")
    print(f"photographing {len(letters)} letters …", file=sys.stderr, flush=True)
    progress = Progress(len(letters))

    async def work(page, letter):
        result = await photograph(page, letter, shots)
        progress.step(letter.name)
        return result

    results, version = browser.run(browser.share_out(letters, work))
    write_gallery(out, letters, results)
    pictures = list(shots.iterdir())
    size = sum(picture.stat().st_size for picture in pictures) / 1e6
    print(f"{len(pictures)} pictures of {len(letters)} letters ({size:.0f} MB) with Chromium {version} "
          f"in {time.monotonic() - began:.0f} s.")
    findings = [finding for found, _ in results for finding in found]
    for finding in findings:
        print(paint(f"  {finding}", "bad"))
    print(f"Open {(out / 'index.html').relative_to(Path.cwd()) if out.is_relative_to(Path.cwd()) else out / 'index.html'}")
    return 1 if findings else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=OUT, help="the folder to write (default: preview-out)")
    parser.add_argument("--only", help="only letters whose name, as in delivered.ko.ordinary, holds this word")
    parser.add_argument("--from", dest="source", type=Path, help="a folder that letters.matrix filled, instead of rendering")
    parser.add_argument("--templates", type=Path, help="the folder of template sets")
    options = parser.parse_args()
    try:
        return preview(options.output.resolve(), options.only, options.source, options.templates)
    except Failure as failure:
        print(paint(str(failure), "bad"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
