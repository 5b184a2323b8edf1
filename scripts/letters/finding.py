# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""What a check found, and how every check runs: first against letters that are broken on purpose, then for real.

A check that doesn't complain of a broken letter has failed itself, whatever it says of the others.
"""

import argparse
import dataclasses
import email
import email.policy
import shutil
import sys
import tempfile
import time
from pathlib import Path

from harness import Failure, paint

from . import matrix


MOST_LINES = 40


@dataclasses.dataclass(frozen=True)
class Finding:
    """A fault of one letter."""

    letter: str
    rule: str
    message: str
    where: str = ""  # what differs from letter to letter, such as a line

    def __str__(self):
        return f"{self.letter}{self.where and ':' + self.where}: {self.message} [{self.rule}]"


@dataclasses.dataclass(frozen=True)
class Broken:
    """A letter broken on purpose: how, the rule that must complain, and a word of the complaint."""

    name: str
    rule: str
    word: str = ""
    html: object = None  # a function from the HTML to the broken HTML
    eml: object = None  # a function from the mail's bytes to the broken bytes


def break_letters(good, cases, folder):
    """Writes one letter for each case: the good one with one thing broken."""
    letters = []
    for case in cases:
        letter = dataclasses.replace(good, letter=f"broken-{case.name}", folder=folder)
        html, eml = good.html, good.eml
        if case.html:
            html = case.html(html)
        if case.eml:
            eml = case.eml(eml)
        if html == good.html and eml == good.eml:
            raise Failure(f"The self-test `{case.name}` no longer breaks {good.name}: what it looks for is not there.")
        letter.path("html").write_text(html, encoding="utf-8")
        letter.path("eml").write_bytes(eml)
        letters.append(letter)
    return letters


def examine(name, check, cases, letters):
    """Broken letters and real ones in one go, since starting a judge is what takes time; answers the exit status.

    `check(letters)` gives (findings, notes); notes are sentences for the reader.
    """
    began = time.monotonic()
    good = next(letter for letter in letters if letter.letter == matrix.EVERY_FIXTURE_ON and letter.is_ordinary)
    folder = Path(tempfile.mkdtemp(prefix="broken-letters."))
    try:
        broken = break_letters(good, cases, folder)
        findings, notes = check([*broken, *letters])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    deaf, failed = [], []
    for case, letter in zip(cases, broken):
        heard = [finding for finding in findings if finding.letter == letter.name]
        if not any(finding.rule == case.rule and case.word in finding.message for finding in heard):
            deaf.append(f"{name} didn't complain of the broken letter `{case.name}` with `{case.rule}`, only: "
                        f"{'; '.join(map(str, heard)) or 'nothing'}.")
    names = {letter.name for letter in broken}
    failed = [finding for finding in findings if finding.letter not in names]
    for note in notes:
        print(f"  {note}")
    for sentence in deaf:
        print(paint(f"error: {sentence}", "bad"))
    lines = list(folded(failed))
    for line in lines[:MOST_LINES]:
        print(paint(f"error: {line}", "bad"))
    if len(lines) > MOST_LINES:
        print(f"  and {len(lines) - MOST_LINES} more; --only WORD looks at fewer letters")
    word = "FAILED" if deaf or failed else "passed"
    print(f"{name}: {word}: {len(letters)} letters, {len(failed)} findings; "
          f"{len(cases) - len(deaf)} of {len(cases)} broken letters seen; {time.monotonic() - began:.1f} s.")
    return 1 if deaf or failed else 0


def folded(findings):
    """The same fault in many letters as one line."""
    grouped = {}
    for finding in findings:
        letter = finding.letter + (finding.where and f":{finding.where}")
        grouped.setdefault((finding.rule, finding.message), []).append(letter)
    for (rule, message), letters in sorted(grouped.items(), key=lambda entry: -len(entry[1])):
        shown = ", ".join(letters[:3]) + (f" and {len(letters) - 3} more" if len(letters) > 3 else "")
        yield f"{message} [{rule}] in {shown}"


def before_end(addition):
    """A change for `Broken`: something more at the end of the letter."""
    return lambda html: html.replace("</body>", addition + "</body>")


def in_mail(change):
    """A change for `Broken`: of the mail's text as a reader's program takes it apart and puts it together."""
    def changed(eml):
        message = email.message_from_bytes(eml, policy=email.policy.SMTP)
        change(message)
        return message.as_bytes()
    return changed


def main(name, check, cases, about, always_all=False):
    """The command line of a check."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder that letters.matrix filled")
    parser.add_argument("--all", action="store_true", help="every letter x locale x fixture, not only the chosen ones")
    parser.add_argument("--only", help="only letters whose name, as in delivered.ko.ordinary, holds this word")
    options = parser.parse_args()
    try:
        letters = matrix.read(options.folder)
        if not (options.all or always_all):
            letters = [letter for letter in letters if letter.is_chosen]
        if options.only:
            wanted = [letter for letter in letters if options.only in letter.name]
            good = [letter for letter in letters if letter.letter == matrix.EVERY_FIXTURE_ON and letter.is_ordinary]
            letters = wanted + [letter for letter in good if letter not in wanted]
        return examine(name, check, cases, letters)
    except Failure as failure:
        print(paint(f"error: {name}: {failure}", "bad"))
        return 1


def run(*arguments, **more):
    sys.exit(main(*arguments, **more))
