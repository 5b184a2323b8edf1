# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""What a rendered letter says: the text that is seen, and the preheader, which is there and not seen."""

# A node is unseen when one of its ancestors shows nothing of it. Text of no size is a preheader's usual dress.
SEEN = r"""
const unseen = element => {
    for (let node = element; node && node !== document.documentElement; node = node.parentElement) {
        const style = getComputedStyle(node);
        if (style.display === 'none' || style.visibility !== 'visible' || Number(style.opacity) === 0) return true;
        if (parseFloat(style.fontSize) <= 1) return true;
        if (style.overflow !== 'visible' && (style.maxHeight === '0px' || style.height === '0px' || style.height === '1px')) return true;
    }
    return false;
};
const texts = () => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (node.data.trim() && !['STYLE', 'SCRIPT', 'TITLE'].includes(node.parentElement.tagName)) found.push(node);
    return found;
};
"""

HIDDEN_TEXT = "() => {" + SEEN + r"""
    for (const node of texts()) {
        if (!unseen(node.parentElement)) return '';
        const text = node.data.replace(/[\u034f\u200b-\u200f\u2007\u00ad\u00a0\ufeff\u2060\s]+/g, ' ').trim();
        if (text) return text;
    }
    return '';
}"""


async def hidden_text(page):
    """The preheader: the first text of the body, when it isn't seen."""
    return await page.page.evaluate(HIDDEN_TEXT)
