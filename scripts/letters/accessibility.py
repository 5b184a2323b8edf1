# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""axe-core in headless Chromium, light and dark: nothing serious or critical.

What axe calls moderate or minor, and what it could not decide, is counted in a note.
"""

import collections
import importlib.util
import re
from pathlib import Path

from harness import Failure

from . import browser, finding
from .finding import Broken, Finding, before_end

WIDTH = 640
RUN = """async () => {
    const results = await axe.run(document, { resultTypes: ['violations', 'incomplete'], reporter: 'v2' });
    const plain = rule => ({ id: rule.id, impact: rule.impact, help: rule.help, nodes: rule.nodes.map(node => ({
        html: node.html, impact: node.impact, why: node.any.concat(node.all, node.none).map(check => check.message)[0] || '' })) });
    return { violations: results.violations.map(plain), incomplete: results.incomplete.map(plain), passes: results.passes.length };
}"""


def axe_source():
    spec = importlib.util.find_spec("axe_playwright_python")
    path = Path(spec.submodule_search_locations[0]) / "axe.min.js" if spec else None
    if path is None or not path.exists():
        raise Failure("axe.min.js of the Python package axe-playwright-python is missing. Run `make setup`.")
    return path.read_text(encoding="utf-8")


def check(letters):
    source = axe_source()
    version = re.search(r"axe v([\d.]+)", source[:200])[1]
    lesser, undecided = collections.Counter(), collections.Counter()

    async def work(page, letter):
        found = []
        await page.open(letter.path("html"))
        await page.page.evaluate(source)
        for dark in (False, True):
            await page.look(WIDTH, dark)
            results = await page.page.evaluate(RUN)
            if not results["passes"]:
                raise Failure(f"axe-core checked nothing in {letter.name}.")
            theme = "dark" if dark else "light"
            for rule in results["violations"]:
                for node in rule["nodes"]:
                    if node["impact"] in ("serious", "critical"):
                        html = re.sub(r"\s+", " ", re.sub(r' style="[^"]*"', "", node["html"]))[:100]
                        found.append(Finding(letter.name, rule["id"], f"{theme}: {rule['help']}: {node['why']} {html}"))
                    elif not letter.letter.startswith("broken-"):
                        lesser[rule["id"]] += 1
            for rule in results["incomplete"]:
                if not letter.letter.startswith("broken-"):
                    undecided[rule["id"]] += len(rule["nodes"])
        return found

    results, chromium = browser.run(browser.share_out(letters, work))
    notes = [f"axe-core {version}, Chromium {chromium}, {WIDTH} px, light and dark"]
    if lesser:
        notes.append("moderate or minor: " + ", ".join(f"{rule} {count}" for rule, count in lesser.most_common()))
    if undecided:
        notes.append("not decided by axe: " + ", ".join(f"{rule} {count}" for rule, count in undecided.most_common()))
    return [one for found in results for one in found], notes



BROKEN = [
    Broken("alt", "image-alt", html=before_end('<img src="https://shop.example/a.png" width="40" height="40">')),
    Broken("contrast", "color-contrast", "light", html=before_end('<p style="color:#bbbbbb;background-color:#ffffff">흐린 글</p>')),
    Broken("dark", "color-contrast", "dark", html=lambda html: html.replace(
        "</head>", "<style>@media (prefers-color-scheme: dark) { #dim { color: #333333 !important; background-color: #111111 !important } }</style></head>"
    ).replace("</body>", '<p id="dim" style="color:#000000;background-color:#ffffff">어두운 글</p></body>')),
    Broken("language", "html-has-lang", html=lambda html: re.sub(r'(<html\b[^>]*?) lang="[^"]*"', r"\1", html)),
    Broken("link", "link-name", html=before_end('<a href="https://shop.example/"></a>')),
]

if __name__ == "__main__":
    finding.run("accessibility", check, BROKEN, __doc__)
