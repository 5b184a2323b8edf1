# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""SpamAssassin (Debian's package and rules, no network): each mail scores under 2.0.

A mail is judged as a receiver's server would hand it over, so its Return-Path and one Received line are put before it; nothing
else is changed. The rules that hit are told with their scores.
"""

import collections
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from harness import Failure

from . import finding
from .finding import Broken, Finding, in_mail

LIMIT = 2.0
SCRIPT = Path(__file__).resolve().parent / "spam.pl"


def as_received(letter):
    """The mail with the lines that the receiver's server adds: the envelope's sender, and from whom it came when."""
    date, sender = letter.message["date"], letter.message["from"].addresses[0]
    lines = (
        f"Return-Path: <bounces@{sender.domain}>\r\n"
        f"Received: from mail.{sender.domain} (mail.{sender.domain} [IPv6:2001:db8::25])\r\n"
        "\tby mx.receiver.example (Postfix) with ESMTPS id 4F1D2C3B4A\r\n"
        f"\tfor <{letter.message['to'].addresses[0].addr_spec}>; {date}\r\n")
    return lines.encode("ascii") + letter.eml


def judge(mails, folder):
    """(version, a result for each mail); one process for all."""
    if shutil.which("spamassassin") is None:
        raise Failure("SpamAssassin is missing. Run `make setup`.")
    state = folder / "state"
    state.mkdir()
    done = subprocess.run(["perl", SCRIPT, state], input="".join(f"{mail}\n" for mail in mails), capture_output=True, text=True,
                          timeout=1800)
    lines = done.stdout.splitlines()
    if done.returncode != 0 or len(lines) != len(mails) + 1:
        raise Failure(f"SpamAssassin judged {max(0, len(lines) - 1)} of {len(mails)} mails: {done.stderr.strip()[-2000:]}")
    return json.loads(lines[0])["version"], [json.loads(line) for line in lines[1:]]


def check(letters):
    folder = Path(tempfile.mkdtemp(prefix="spam."))
    try:
        mails = []
        for letter in letters:
            mails.append(folder / f"{letter.name}.eml")
            mails[-1].write_bytes(as_received(letter))
        version, results = judge(mails, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found, hits, worst = [], collections.Counter(), (0.0, "none")
    for letter, result in zip(letters, results):
        scored = {rule: score for rule, score in result["rules"].items() if abs(score) >= 0.01}
        if result["score"] >= LIMIT:
            rules = ", ".join(f"{rule} {score:g} ({result['meaning'][rule]})" for rule, score in sorted(scored.items()))
            found.append(Finding(letter.name, "spam", f"scores {result['score']:.1f}, under {LIMIT} is wanted: {rules}"))
        if not letter.letter.startswith("broken-"):
            hits.update(f"{rule} {score:g}" for rule, score in scored.items())
            worst = max(worst, (result["score"], letter.name))
    told = ", ".join(f"{rule} ({count})" for rule, count in hits.most_common()) or "none"
    return found, [f"SpamAssassin {version}, local rules; highest score {worst[0]:.1f} ({worst[1]})", f"rules that hit: {told}"]


def become_spam(message):
    """A mail as junk folders know it, without the string that exists for such tests."""
    del message["subject"], message["list-unsubscribe"], message["message-id"]
    message["Subject"] = "FREE VIAGRA!!! 100% RISK FREE, ACT NOW, YOU WON $$$"
    body = ("<html><body><font size=7 color=red>CLICK HERE!!! Buy viagra cialis, no prescription needed! Lowest price, money back "
            "guarantee! Dear friend, you have won the lottery, $1,000,000.00 USD million dollars, reply with your bank account. "
            '<a href="http://203.0.113.7/a.exe">http://bank.example/</a></font></body></html>')
    message.get_body(("html",)).set_content(body, subtype="html")


BROKEN = [Broken("spam", "spam", eml=in_mail(become_spam))]

if __name__ == "__main__":
    finding.run("SpamAssassin", check, BROKEN, __doc__)
