# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""One headless Chromium with a few pages, which reaches nothing but files.

A picture that a letter names by https is served as a neutral placeholder, so that the letter looks as it would; every
other request is refused and remembered.
"""

import asyncio
import base64
import contextlib
import os
import shutil

from harness import Failure

try:
    from playwright.async_api import Error, async_playwright
except ImportError:  # told as a sentence when a browser is wanted
    Error, async_playwright = Exception, None

PAGES = max(2, os.cpu_count() or 2)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

# Without a size of its own the picture takes the one its element gives; the drawing keeps to the middle.
PLACEHOLDER = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<rect width="100%" height="100%" fill="#c9d1d9"/><g fill="none" stroke="#57606a" stroke-width="2"
transform="translate({x} {y})"><rect x="1" y="1" width="38" height="28" rx="3"/><circle cx="11" cy="10" r="3"/>
<path d="M1 25l12-10 8 7 7-6 11 9"/></g></svg>"""

# What comes with the mail (cid:) is nothing a browser can ask for.
SHOW_ENCLOSED = """async drawn => {
    const enclosed = Array.from(document.querySelectorAll('img[src^="cid:"]'));
    await Promise.all(enclosed.map(image => { image.src = drawn; return image.decode(); }));
}"""


def placeholder(url):
    width, height = (240, 64) if "logo" in url.lower() else (320, 320)
    return PLACEHOLDER.format(width=width, height=height, x=width // 2 - 20, y=height // 2 - 15)


class Page:
    """A page that keeps what went wrong on it."""

    def __init__(self, page):
        self.page = page
        self.refused, self.ran = [], []
        self.images = True
        page.on("dialog", self._dialog)

    async def prepare(self):
        await self.page.route("**/*", self._route)

    async def _dialog(self, dialog):
        self.ran.append(f"{dialog.type}({dialog.message!r})")
        await dialog.dismiss()

    async def _route(self, route):
        request = route.request
        if request.resource_type == "image" and not request.url.startswith("file:"):
            if self.images:
                await route.fulfill(content_type="image/svg+xml", body=placeholder(request.url))
            else:
                await route.abort()
        elif request.url.startswith(("file:", "data:")) and (self.images or request.resource_type != "image"):
            await route.continue_()
        else:
            if request.resource_type != "image":
                self.refused.append(request.url)
            await route.abort()

    async def open(self, path, images=True):
        """Opens a file afresh; what it asked for and what ran is counted from here."""
        self.refused, self.ran, self.images = [], [], images
        await self.page.goto(path.resolve().as_uri(), wait_until="load")
        if images:
            drawn = "data:image/svg+xml;base64," + base64.b64encode(placeholder("logo").encode()).decode()
            await self.page.evaluate(SHOW_ENCLOSED, drawn)

    async def look(self, width, dark=False, height=640):
        await self.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        await self.page.set_viewport_size({"width": width, "height": height})

    async def picture(self, path):
        await self.page.screenshot(path=path, full_page=True, animations="disabled", scale="css")


@contextlib.asynccontextmanager
async def pages(count=PAGES, scale=1):
    """`count` pages of one browser."""
    if async_playwright is None:
        raise Failure("The Python package playwright is missing. Run `make setup`.")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        raise Failure("Chromium is missing. Run `make setup`.")
    async with async_playwright() as playwright:
        # Letters are our own files; as root Chromium has no sandbox to offer.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        try:
            browser = await playwright.chromium.launch(executable_path=program, args=arguments)
        except Error as error:
            raise Failure(f"{program} would not start: {str(error).splitlines()[0]}") from error
        try:
            made = []
            for _ in range(count):
                context = await browser.new_context(device_scale_factor=scale, service_workers="block", offline=False)
                page = Page(await context.new_page())
                await page.prepare()
                made.append(page)
            yield made, browser.version
        finally:
            await browser.close()


async def share_out(items, work, count=PAGES, scale=1):
    """Calls `work(page, item)` for every item, as many at a time as there are pages; answers in the items' order."""
    queue = list(enumerate(items))[::-1]
    results = [None] * len(queue)

    async def serve(page):
        while queue:
            index, item = queue.pop()
            results[index] = await work(page, item)

    async with pages(min(count, max(1, len(queue))), scale) as (made, version):
        async with asyncio.TaskGroup() as group:
            for page in made:
                group.create_task(serve(page))
    return results, version


def run(coroutine):
    """Runs it; of several failures at once the first is told."""
    try:
        return asyncio.run(coroutine)
    except* Failure as group:
        raise first(group) from None
    except* Error as group:
        raise Failure(f"Chromium failed: {str(first(group)).strip()}") from None


def first(group):
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group
