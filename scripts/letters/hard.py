# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""The three hard modes: no `<style>`, no images, and Outlook for Windows.

`outlook` shows what `<!--[if mso]>` hides and hides what `<!--[if !mso]>` shows, draws the VML button as a plain box, and takes
away every element, attribute, selector and property that Outlook for Windows lacks. The lists are the rows of caniemail.com
(MIT licence, June 2026) whose column `outlook/windows` says no, and four that say "partly" where the missing part matters
to a letter: padding, width and height count only on cells and images, `display` knows neither inline-block nor flex.
It is a stand-in that is stricter than the real one, not a copy of Word's layout.
"""

import re

PROPERTIES = """
accent-color align-items align-content align-self animation aspect-ratio backdrop-filter background-blend-mode background-clip
background-image background-origin background-position background-repeat background-size block-size inline-size border-image
border-inline border-block border-inline-start border-inline-end border-block-start border-block-end border-radius
border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius border-start-start-radius
border-start-end-radius border-end-start-radius border-end-end-radius border-spacing box-shadow box-sizing caption-side clear
clip-path color-scheme supported-color-schemes column-count columns column-width column-gap row-gap gap empty-cells filter flex
flex-direction flex-wrap flex-flow flex-grow flex-shrink flex-basis float font-kerning font-size-adjust font-stretch grid
grid-template grid-template-columns grid-template-rows grid-template-areas grid-area grid-column grid-row hyphenate-character
hyphenate-limit-chars hyphens inset justify-content justify-items left right top bottom list-style-image list-style-position
margin-block margin-inline margin-block-start margin-block-end margin-inline-start margin-inline-end mask mask-image
max-block-size max-height max-width max-inline-size min-block-size min-height min-inline-size min-width mix-blend-mode object-fit
object-position opacity orphans outline outline-offset overflow overflow-x overflow-y overflow-wrap padding-block padding-inline
padding-block-start padding-block-end padding-inline-start padding-inline-end position resize scroll-snap-type scroll-snap-align
shape-margin shape-outside tab-size table-layout text-align-last text-decoration-color text-decoration-line
text-decoration-skip-ink text-decoration-style text-decoration-thickness text-emphasis text-emphasis-position text-orientation
text-overflow text-shadow text-underline-offset text-underline-position text-wrap transform transition user-select
-webkit-user-select visibility white-space white-space-collapse widows word-spacing word-wrap writing-mode z-index
-webkit-text-size-adjust text-size-adjust
""".split()

# A declaration with such a value is lost.
VALUES = r"""calc\(|clamp\(|light-dark\(|\bmax\(|\bmin\(|var\(|gradient\(|rgba\(|hsla\(|oklch\(|oklab\(|\blab\(|\blch\(|\binitial\b|
fit-content|min-content|max-content|\d(rem|ch|vh|vw|vmin|vmax)\b|^(inline-block|inline-flex|flex|grid|inline-grid)$""".replace("\n", "")

SELECTORS = r"[:>+~\[*]|\.[\w-]+\.[\w-]+"

ELEMENTS_UNWRAPPED = """abbr acronym article aside bdi button details dialog figcaption figure footer form header main marquee mark
meter nav object picture progress rp rt ruby section summary video audio""".split()
ELEMENTS_REMOVED = "svg input select textarea wbr source".split()
ATTRIBUTES = "hidden srcset sizes loading popover inert aria-describedby aria-labelledby".split()

HIDDEN_FROM_OTHERS = re.compile(r"<!--\[if ([^\]]+)\]>(?!<!|-->)(.*?)<!\[endif\]-->", re.S)
SHOWN_TO_OTHERS = re.compile(r"<!--\[if ([^\]]+)\]>(?:<!-->|<!-- ?-->|-->)(.*?)<!(?:--<!)?\[endif\]-->", re.S)
ROUND_RECTANGLE = re.compile(r"<v:(roundrect|rect)\b([^>]*)>(.*?)</v:\1>", re.S)


def concerns_outlook(condition):
    """Whether `mso`, `gte mso 9`, `(mso)|(IE)`, `!mso` … holds for Outlook for Windows, which is mso 16."""
    def holds(part):
        part = part.strip("() \t\n")
        if part.startswith("!"):
            return not holds(part[1:])
        found = re.fullmatch(r"(?:(gte|gt|lte|lt)\s+)?mso(?:\s+(\d+))?", part)
        if not found:
            return False
        relation, version = found[1], int(found[2] or 16)
        return {"gte": 16 >= version, "gt": 16 > version, "lte": 16 <= version, "lt": 16 < version}.get(
            relation, version == 16)
    return any(all(holds(part) for part in either.split("&")) for either in condition.split("|"))


def attribute(source, name):
    found = re.search(rf'\b{name}="([^"]*)"', source)
    return found[1] if found else ""


def as_box(match):
    """A VML rectangle as the box that Outlook draws: its fill, its size, its text in the middle."""
    attributes, content = match[2], match[3]
    style = attribute(attributes, "style")
    height = re.search(r"height:\s*(\d+)", style)
    radius = attribute(attributes, "arcsize")
    box = [style, "display:inline-block", "text-align:center", "text-decoration:none",
           f"background-color:{attribute(attributes, 'fillcolor') or 'transparent'}"]
    if height:
        box.append(f"line-height:{height[1]}px")
        if radius.endswith("%"):
            box.append(f"border-radius:{int(height[1]) * float(radius[:-1]) / 100:.0f}px")
    if attribute(attributes, "strokecolor") and attribute(attributes, "stroke") not in ("f", "false"):
        box.append(f"border:1px solid {attribute(attributes, 'strokecolor')};box-sizing:border-box")
    content = re.sub(r"</?(w:anchorlock|v:textbox|v:fill|center)\b[^>]*>",
                     lambda tag: tag[0].replace("center", "span") if "center" in tag[0] else "", content)
    return f'<a data-vml href="{attribute(attributes, "href")}" style="{";".join(box)}">{content}</a>'


def without_styles(html):
    return re.sub(r"<style\b.*?</style\s*>", "", html, flags=re.S | re.I)


def for_outlook(html):
    """The source as Outlook reads it; `TAKE_AWAY` does the rest in the page."""
    html = SHOWN_TO_OTHERS.sub(lambda match: match[2] if concerns_outlook(match[1]) else "", html)
    html = HIDDEN_FROM_OTHERS.sub(lambda match: match[2] if concerns_outlook(match[1]) else "", html)
    html = re.sub(r"<xml>.*?</xml>", "", html, flags=re.S)  # settings for Office, no content
    html = ROUND_RECTANGLE.sub(as_box, html)
    # Without it the page is laid out as it was before HTML 4, where a table takes over no font and no colour.
    return re.sub(r"^\s*<!doctype[^>]*>", "", html, flags=re.I)


TAKE_AWAY = r"""
lists => {
    const lost = new Set(lists.properties), values = new RegExp(lists.values, 'i'), selectors = new RegExp(lists.selectors);
    const boxed = new Set(['padding', 'padding-left', 'padding-right', 'padding-top', 'padding-bottom', 'width', 'height']);
    const cells = new Set(['TD', 'TH', 'TABLE', 'IMG', 'TR', 'HR']);
    const stays = (name, value, element) =>
        !(name.startsWith('--') || lost.has(name) || values.test(value) || (boxed.has(name) && element && !cells.has(element.tagName)));
    for (const name of lists.removed) document.querySelectorAll(name).forEach(element => element.remove());
    for (const name of lists.unwrapped) document.querySelectorAll(name).forEach(element => element.replaceWith(...element.childNodes));
    for (const name of lists.attributes)
        document.querySelectorAll('[' + name + ']').forEach(element => element.removeAttribute(name));
    for (const element of document.querySelectorAll('[style]')) {
        if (element.closest('[data-vml]')) continue;
        const declarations = element.getAttribute('style').match(/(?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\))+/g) || [];
        element.setAttribute('style', declarations.filter(declaration => {
            const colon = declaration.indexOf(':');
            const value = declaration.slice(colon + 1).replace(/!important/, '').trim();
            return stays(declaration.slice(0, colon).trim().toLowerCase(), value, element);
        }).join(';'));
    }
    for (const sheet of document.styleSheets) {
        for (let index = sheet.cssRules.length - 1; index >= 0; index--) {
            const rule = sheet.cssRules[index];
            if (!(rule instanceof CSSStyleRule) || selectors.test(rule.selectorText)) { sheet.deleteRule(index); continue; }
            for (const name of Array.from(rule.style))
                if (!stays(name, rule.style.getPropertyValue(name), null)) rule.style.removeProperty(name);
        }
    }
}"""

LISTS = {
    "properties": PROPERTIES, "values": VALUES, "selectors": SELECTORS, "attributes": ATTRIBUTES,
    "unwrapped": ELEMENTS_UNWRAPPED, "removed": ELEMENTS_REMOVED}
