# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""The README's four pictures of letters, docs/images/mail*.png: twice as fine as a screen of old, at most 150 KB each.

  python -m letters.pictures [--from DIR]      or: scripts/letters/readme-pictures
"""

import argparse
import io
import sys
import tempfile
from pathlib import Path

from harness import ROOT, Failure, paint

from . import browser, matrix

try:
    from PIL import Image
except ImportError:
    Image = None

IMAGES = ROOT / "docs" / "images"
LIMIT = 150 * 1024
# file, letter, locale, width, height of what is shown, dark
PICTURES = [
    ("mail.png", "delivered", "ko", 680, 1000, False),
    ("mail-phone.png", "out_for_delivery", "ko", 390, 844, False),
    ("mail-dark.png", "shipped", "ko", 390, 844, True),
    ("mail-english.png", "failed", "en", 680, 1000, False),
]


def small(picture):
    """The same picture in as many colours as fit the limit; letters have few."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        written = io.BytesIO()
        image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        if written.tell() <= LIMIT:
            return written.getvalue(), colours
    raise Failure(f"A picture is {written.tell()} bytes even in 32 colours; at most {LIMIT} are wanted.")


def draw(letters, folder):
    by_name = {letter.name: letter for letter in letters}

    async def work(page, picture):
        _, name, locale, width, height, dark = picture
        letter = by_name.get(f"{name}.{locale}.{matrix.ORDINARY}")
        if letter is None:
            raise Failure(f"There is no letter {name}.{locale}.{matrix.ORDINARY} for a picture.")
        await page.open(letter.path("html"))
        await page.look(width, dark, height)
        return await page.page.screenshot(animations="disabled", scale="device")

    pictures, _ = browser.run(browser.share_out(PICTURES, work, scale=2))
    for (file, name, locale, *_), picture in zip(PICTURES, pictures):
        data, colours = small(picture)
        (folder / file).write_bytes(data)
        print(f"{file}: {name} {locale}, {len(data) / 1024:.0f} KB, {colours} colours")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=IMAGES, help="the folder to write (default: docs/images)")
    parser.add_argument("--from", dest="source", type=Path, help="a folder that letters.matrix filled, instead of rendering")
    options = parser.parse_args()
    try:
        if Image is None:
            raise Failure("The Python package pillow is missing. Run `make setup`.")
        options.output.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="pictures.") as folder:
            letters = matrix.read(options.source) if options.source else matrix.render(Path(folder))
            draw(letters, options.output)
    except Failure as failure:
        print(paint(str(failure), "bad"), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
