# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""At 360 px nothing hangs over, and no text is cut off or laid over its neighbour; nothing runs or reaches out.

Every letter x locale x fixture, in Chromium. A finding names the element.
"""

from . import browser, finding
from .finding import Broken, Finding, before_end
from .wording import SEEN

WIDTH = 360

LOOK = "() => {" + SEEN + r"""
    const found = [], wide = window.innerWidth;
    const shorten = text => { const plain = text.replace(/\s+/g, ' ').trim(); return plain.length > 40 ? plain.slice(0, 40) + '…' : plain; };
    const name = element => '<' + element.tagName.toLowerCase() + (element.className ? ' class="' + element.className + '"' : '')
        + '> "' + shorten(element.textContent) + '"';
    if (document.scrollingElement.scrollWidth > wide) {
        const over = Array.from(document.body.querySelectorAll('*')).filter(element =>
            element.getBoundingClientRect().right > wide + 0.5 && !unseen(element));
        const deepest = over.filter(element => !over.some(other => other !== element && element.contains(other)));
        const shown = deepest.slice(0, 3).map(name).join(', ') || 'no element of its own';
        found.push(['overflow', 'the page is ' + document.scrollingElement.scrollWidth + ' px wide at ' + wide + ' px: ' + shown]);
    }
    const range = document.createRange(), told = new Set();
    for (const node of texts()) {
        const parent = node.parentElement;
        if (unseen(parent)) continue;
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            if (box.width < 1) continue;
            if (box.left < -0.5 || box.right > wide + 0.5) {
                if (!told.has(parent)) found.push(['outside', 'text stands outside the page: ' + name(parent)]);
                told.add(parent);
                continue;
            }
            for (let around = parent; around && around !== document.body; around = around.parentElement) {
                const style = getComputedStyle(around), edge = around.getBoundingClientRect();
                if (style.overflow === 'visible' && !['TD', 'TH'].includes(around.tagName)) continue;
                const out = box.right > edge.right + 1 || box.left < edge.left - 1
                    || (style.overflow !== 'visible' && (box.bottom > edge.bottom + 2 || box.top < edge.top - 2));
                if (out && !told.has(around)) {
                    told.add(around);
                    const [rule, what] = style.overflow === 'visible'
                        ? ['overlap', 'text hangs out of its cell'] : ['clipped', 'text is cut off by'];
                    found.push([rule, what + ': ' + name(around)]);
                }
            }
        }
    }
    return found;
}"""


async def look(page, letter):
    """What is wrong with the letter that the page shows; it was opened by the caller."""
    await page.look(WIDTH)
    found = [Finding(letter.name, rule, message) for rule, message in await page.page.evaluate(LOOK)]
    found += [Finding(letter.name, "ran", f"the letter ran a script: {what}") for what in page.ran]
    found += [Finding(letter.name, "reached-out", f"the letter asked for {url}") for url in page.refused]
    return found


def check(letters):
    async def work(page, letter):
        await page.open(letter.path("html"))
        return await look(page, letter)

    results, version = browser.run(browser.share_out(letters, work))
    return [one for found in results for one in found], [f"Chromium {version}, {WIDTH} px"]


BROKEN = [
    Broken("overflow", "overflow", html=before_end('<p style="white-space:nowrap">' + "길고 긴 문장 " * 20 + "</p>")),
    Broken("outside", "outside", html=before_end('<p style="margin-left:-60px">왼쪽으로 나간 글</p>')),
    Broken("clipped", "clipped", html=before_end('<div style="height:18px;width:80px;overflow:hidden">두 줄이 되는 긴 글이 잘려요</div>')),
    Broken("overlap", "overlap", html=before_end(
        '<table style="table-layout:fixed;width:200px"><tr><td style="white-space:nowrap">옆 칸에 겹치는 아주 긴 글입니다</td><td>옆</td></tr></table>')),
    Broken("script", "ran", html=before_end("<script>alert(1)</script>")),
    Broken("reaches-out", "reached-out", html=before_end('<link rel="stylesheet" href="https://fonts.example/a.css">')),
]

if __name__ == "__main__":
    finding.run("overflow", check, BROKEN, __doc__, always_all=True)
