"""Records what others make of HTML and CSS: soupsieve of selectors, css-inline of inlining.

    pip install beautifulsoup4==4.15.0 soupsieve==4.1.2 lxml==6.1.3 css-inline==0.24.0 tinycss2==1.5.1
    python3 Tests/Support/markup_oracles.py > Tests/Support/markup_oracles.json

The documents are made from a fixed seed, so that the file changes only when the makers do.
"""
import json
import random

import css_inline
import tinycss2
from bs4 import BeautifulSoup

PICK = random.Random(20261122)
TYPES = ["div", "p", "span", "b", "a", "section", "em"]
CLASSES = ["x", "y", "z", "long-name", "_u"]
IDS = ["one", "two"]
VALUES = {
    "color": ["red", "blue", "#1f2328", "rgb(1, 2, 3)"],
    "margin": ["0", "4px 8px", "1px 2px 3px"],
    "margin-left": ["5px", "auto"],
    "padding": ["0", "8px 16px"],
    "padding-top": ["3px", "9px"],
    "font-family": ['"Noto Sans KR", Arial, sans-serif', "monospace"],
    "width": ["100%", "50px"],
    "text-align": ["left", "center"],
}
BLOCKS = ["div", "section"]
PHRASES = ["span", "b", "em"]


def element(number, depth, inline):
    number[0] += 1
    name = PICK.choice(PHRASES if inline else BLOCKS + ["p"])
    if name == "span" and PICK.random() < 0.3 and not inline == "a":
        name = "a"
    written = f' data-n="{number[0]}"'
    if PICK.random() < 0.6:
        written += f' class="{" ".join(PICK.sample(CLASSES, PICK.randint(1, 2)))}"'
    if number[1] and PICK.random() < 0.15:
        written += f' id="{number[1].pop()}"'
    if name == "a":
        written += f' href="{PICK.choice(["https://a.kr/x", "http://b.kr", "tel:1"])}"'
    if PICK.random() < 0.2:
        written += f' title="{PICK.choice(["ab cd", "ab-cd", "cd"])}" lang="{PICK.choice(["ko", "en-GB"])}"'
    if number[2] and PICK.random() < 0.25:
        written += ' style="' + declarations(1, '"').replace('"', "'") + '"'
    inner = ""
    for _ in range(PICK.randint(0, 3) if depth < 4 else 0):
        inner += element(number, depth + 1, "a" if name == "a" or inline == "a" else name in PHRASES + ["p"])
    return f"<{name}{written}>{inner or 't'}</{name}>"


def compound(full):
    text = PICK.choice(TYPES + ["*", "", "", ""])
    if PICK.random() < 0.6 or not text:
        text += "." + PICK.choice(CLASSES)
    if PICK.random() < 0.15:
        text += "#" + PICK.choice(IDS)
    if full and PICK.random() < 0.3:
        text += PICK.choice(
            ["[href]", "[title]", '[href^="https:"]', "[href$=kr]", '[href*="b.k"]', "[title~=cd]", "[lang|=en]",
             "[title='ab cd']", "[lang=EN-gb i]"])
    if PICK.random() < (0.5 if full else 0.2):
        text += PICK.choice(
            [":first-child", ":last-child", ":nth-child(odd)", ":nth-child(even)", ":nth-child(2n+1)", ":nth-child(-n+2)",
             ":nth-child(3)", ":nth-child(n + 2)", ":nth-last-child(2)", ":first-of-type", ":last-of-type",
             ":nth-of-type(2)", ":nth-last-of-type(2n)", ":not(.x)", ":not(b)", ":not(.y, #one)", ":not([title])"]
            if full else [":first-child", ":last-child", ":nth-child(2n+1)", ":not(.x)"])
    return text


def selector(full=False):
    text = compound(full)
    for _ in range(PICK.choice([0, 0, 1, 1, 2])):
        text += PICK.choice([" ", " ", " > ", ">", " + ", "~"]) + compound(full)
    return text


def declarations(most, _quote):
    out = []
    for name in PICK.sample(list(VALUES), PICK.randint(1, most + 1)):
        important = " !important" if PICK.random() < 0.15 and most > 1 else ""
        out.append(f"{name}: {PICK.choice(VALUES[name])}{important}")
    return "; ".join(out)


def document(styled):
    number = [0, IDS[:], styled]
    return "".join(element(number, 0, False) for _ in range(4))


def selectors():
    cases = []
    for _ in range(16):
        html = document(False)
        soup = BeautifulSoup(f"<html><body>{html}</body></html>", "lxml")
        asked = []
        for _ in range(24):
            text = selector(full=True)
            asked.append({"selector": text, "matches": [int(e["data-n"]) for e in soup.select(text) if e.has_attr("data-n")]})
        cases.append({"html": html, "asked": asked})
    return cases


def value(tokens):
    text = tinycss2.serialize(tokens).strip().replace('"', "'")
    return text.replace(", ", ",")


def settled(style):
    """One declaration for each property: what is undone by a later one or its shorthand goes."""
    out = {}
    for node in tinycss2.parse_blocks_contents(style):
        if node.type != "declaration":
            continue
        important = node.important
        held = out.get(node.lower_name)
        if held and held[1] and not important:
            continue
        shorthand = next((s for s in ("margin", "padding") if node.lower_name.startswith(s + "-")), None)
        if shorthand in out and out[shorthand][1] and not important:
            continue
        for other in [n for n in out if n == node.lower_name or n.startswith(node.lower_name + "-")]:
            if not out[other][1] or important:
                del out[other]
        out[node.lower_name] = (value(node.value), important)
    return {name: text + ("!important" if important else "") for name, (text, important) in out.items()}


def inlining():
    cases = []
    while len(cases) < 36:
        rules = []
        for _ in range(PICK.randint(2, 9)):
            chosen = ", ".join(selector() for _ in range(PICK.choice([1, 1, 2])))
            rules.append(f"{chosen} {{ {declarations(3, None)} }}")
        css = "\n".join(rules)
        html = f"<html><head><title>t</title><style>\n{css}\n</style></head><body>{document(True)}</body></html>"
        inlined = BeautifulSoup(css_inline.inline(html), "lxml")
        expected = {e["data-n"]: settled(e["style"]) for e in inlined.select("[data-n][style]")}
        cases.append({"html": html, "styles": expected})
    return cases


print(json.dumps({"selectors": selectors(), "inlining": inlining()}, ensure_ascii=False, indent=0))
