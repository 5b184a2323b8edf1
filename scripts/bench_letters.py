#!/usr/bin/env python3
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Measures how long a letter takes to write, beside Jinja2 and css-inline in the same run.

The same letter with ten scans stands in Benchmarks/letters/ as a Mustache template and as Jinja2 templates with the same CSS; both
must say the same and weigh about the same, or the run fails. Jinja2 gets its facts ready-made (dates in words, days grouped,
columns padded), which our renderer makes itself in the time that is measured. CPU time of one process, the median of
20 rounds. Needs .build/release/parcelpost-letters, which `make bench` builds, and the Python environment of `make setup`.
"""

import argparse
import datetime
import html.parser
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
import unicodedata
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from importlib.metadata import version

from harness import BINARIES, ROOT, Failure, Workshop, pad, paint, print_table, width

try:
    import css_inline
    import jinja2
    import yaml
except ImportError:
    css_inline = jinja2 = yaml = None

PROGRAM = BINARIES / "parcelpost-letters"
LETTERS = ROOT / "Benchmarks" / "letters"
OUT = ROOT / "bench-out"
ROUNDS = 20
AIMS = {"whole": 100.0, "load": 200_000.0}


# --- the letter's facts, ready-made for Jinja2 --------------------------------------------------------------------------


def korean_moment(moment, weekdays):
    half = "오전" if moment.hour < 12 else "오후"
    return f"{moment.month}월 {moment.day}일({weekdays[moment.weekday()]}) {half} {moment.hour % 12 or 12}:{moment.minute:02}"


def ready_facts(fixture):
    """What our views make of a fixture, made beforehand."""
    words = yaml.safe_load((ROOT / "templates" / "default" / "locales" / "ko.yaml").read_text(encoding="utf-8"))
    weekdays = "월화수목금토일"
    read = datetime.datetime.fromisoformat
    scans = [
        {"at": read(scan["time"]), "time": scan["time"][11:], "place": scan.get("location", "-"), "text": scan["text"],
         "note": words["scans"].get(scan["text"])}
        for scan in reversed(fixture["scans"])]
    place_width = max(width(scan["place"]) for scan in scans)
    days = {}
    for scan in scans:
        scan["timeColumn"], scan["placeColumn"] = pad(scan["time"], 5), pad(scan["place"], place_width)
        days.setdefault(scan["at"].date(), []).append(scan)
    number = fixture["trackingNumber"]
    name = fixture["orderer"]["name"]
    return {
        "brand": {"name": fixture["shop"]["name"]},
        "arrived": korean_moment(read(fixture["deliveredAt"]), weekdays),
        "links": {"track": "https://notify.example.com/t/5Qk2mZr8Yw",
                  "unsubscribe": "https://notify.example.com/u/ZGVmYXVsdHwxfG9yZGVyZXI"},
        "courier": {"name": "CJ대한통운", "phone": {"text": "1588-1255", "dial": "15881255"}},
        "number": "-".join(number[start:start + 4] for start in range(0, len(number), 4)),
        "receiver": f"{name[0]}*{name[-1]}", "safePlace": fixture["orderer"].get("safePlace"),
        "contents": [
            {"items": [{"option": None, **item, "price": f"{item['priceWon']:,}" if "priceWon" in item else None} for item in order["items"]]}
            for order in fixture["orders"]],
        "days": [
            {"heading": f"{day.month}월 {day.day}일 {weekdays[day.weekday()]}요일", "scans": of_day}
            for day, of_day in days.items()],
        "sender": fixture["shop"]["from"], "recipient": fixture["orderer"]["email"]}


# --- Jinja2 -----------------------------------------------------------------------------------------------------------


class Jinja:
    """The letter in Jinja2; statements are comments, so that an HTML parser leaves them where they stand in tables."""

    def __init__(self, style):
        html_source = (LETTERS / "measured.html.jinja").read_text(encoding="utf-8").replace("STYLE", style)
        text_source = (LETTERS / "measured.text.jinja").read_text(encoding="utf-8")
        marks = {"block_start_string": "<!--%", "block_end_string": "%-->", "trim_blocks": True}
        environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, **marks)
        self.inliner = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)
        began = time.process_time()
        self.inlined = environment.from_string(self.inliner.inline(html_source))
        self.text = jinja2.Environment(autoescape=False, undefined=jinja2.StrictUndefined, **marks).from_string(text_source)
        self.load_seconds = time.process_time() - began
        self.plain = environment.from_string(html_source)

    def letter(self, facts):
        return self.inlined.render(facts), self.text.render(facts)

    def naive_letter(self, facts):
        return self.inliner.inline(self.plain.render(facts)), self.text.render(facts)


def mail_bytes(facts, html_part, text_part):
    """The mail as a Python program makes it."""
    message = EmailMessage(policy=SMTP)
    message["Date"] = formatdate(1_795_000_000, localtime=False)
    message["From"] = f"{facts['brand']['name']} <{facts['sender']}>"
    message["To"] = facts["recipient"]
    message["Subject"] = f"[{facts['brand']['name']}] 배송이 완료됐어요"
    message["Message-ID"] = "<measured@parcelpost.example>"
    message["List-Unsubscribe"] = f"<{facts['links']['unsubscribe']}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text_part)
    message.add_alternative(html_part, subtype="html")
    return message.as_bytes()


def measure(work, count):
    """Microseconds of CPU for one call: the median of rounds."""
    work()
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(count // ROUNDS):
            work()
        rounds.append((time.process_time() - began) / (count // ROUNDS) * 1e6)
    return statistics.median(rounds)


def measure_jinja(facts, style, count):
    jinja = Jinja(style)
    html_part, text_part = jinja.letter(facts)
    naive_html, _ = jinja.naive_letter(facts)
    return {
        "html": html_part, "text": text_part, "naiveHTML": naive_html, "htmlBytes": len(html_part.encode()),
        "textBytes": len(text_part.encode()), "mailBytes": len(mail_bytes(facts, html_part, text_part)),
        "load": jinja.load_seconds * 1e6,
        "letter": measure(lambda: jinja.letter(facts), count),
        "bytes": measure(lambda: mail_bytes(facts, html_part, text_part), count),
        "whole": measure(lambda: mail_bytes(facts, *jinja.letter(facts)), count),
        "naiveLetter": measure(lambda: jinja.naive_letter(facts), count // 2),
        "naiveWhole": measure(lambda: mail_bytes(facts, *jinja.naive_letter(facts)), count // 2)}


# --- ours --------------------------------------------------------------------------------------------------------------


def count_allocations_library(folder):
    compiler = shutil.which("clang") or shutil.which("cc")
    if compiler is None:
        raise Failure("No C compiler to count allocations with; Swift brings clang.")
    library = folder / "count_allocations.so"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, LETTERS / "count_allocations.c"], check=True)
    return library


def run_ours(folder, letter, fixture, mails, preload=None):
    environment = {**os.environ, **({"LD_PRELOAD": str(preload)} if preload else {})}
    done = subprocess.run([PROGRAM, folder, letter, fixture, str(mails)], capture_output=True, text=True, env=environment,
                          timeout=600)
    if done.returncode != 0:
        raise Failure(f"parcelpost-letters failed:\n{done.stderr.strip()[-3000:]}")
    return json.loads(done.stdout)


def measure_ours(workshop, style, mails):
    """(the measured letter, the letter that ships, loading the templates that ship)"""
    folder = workshop.folder / "templates"
    shutil.copytree(ROOT / "templates", folder)
    shutil.copyfile(LETTERS / "ten-scans.json", folder / "fixtures" / "ten-scans.json")
    ships = run_ours(folder, "delivered", "ten-scans", mails)
    source = (LETTERS / "measured.mustache").read_text(encoding="utf-8").replace("STYLE", style)
    (folder / "default" / "email" / "measured.mustache").write_text(source, encoding="utf-8")
    measured = run_ours(folder, "measured", "ten-scans", mails)
    counted = run_ours(folder, "measured", "ten-scans", 1_000, preload=count_allocations_library(workshop.folder))
    if "allocations" not in counted:
        raise Failure("The allocations were not counted.")
    measured.update({name: counted[name] for name in ("allocations", "allocatedBytes")})
    return measured, ships


# --- both say the same -------------------------------------------------------------------------------------------------


class Words(html.parser.HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.parts, self.silent = [], 0
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self.silent += tag in ("style", "title", "script")

    def handle_endtag(self, tag):
        self.silent -= tag in ("style", "title", "script")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def words(source):
    text = unicodedata.normalize("NFC", "".join(Words(source).parts)).replace("\u2060", "")
    return re.sub(r"\s+", "", text)


def compare(ours, theirs):
    if words(ours["html"]) != words(theirs["html"]) or words(ours["html"]) != words(theirs["naiveHTML"]):
        raise Failure(f"The letters differ, so their times mean nothing:\n{words(ours['html'])}\n{words(theirs['html'])}")
    for name, source in (("ours", ours["html"]), ("Jinja2's", theirs["html"]), ("the naive one", theirs["naiveHTML"])):
        if source.count('style="') < 40:
            raise Failure(f"The CSS was not inlined into {name} letter.")
    ratio = ours["htmlBytes"] / theirs["htmlBytes"]
    if not 0.7 <= ratio <= 1.4:
        raise Failure(f"The letters weigh too differently: {ours['htmlBytes']} and {theirs['htmlBytes']} bytes.")


# --- what a person sees ------------------------------------------------------------------------------------------------


def show(ours, ships, theirs):
    def row(what, key, other=None):
        mine, their, naive = ours[key], theirs[key], theirs.get(other)
        return (what, f"{mine:,.0f} µs", f"{their:,.0f} µs", f"{their / mine:.1f}",
                f"{naive:,.0f} µs" if naive else "", f"{naive / mine:.1f}" if naive else "")
    rows = [
        row("HTML and text", "letter", "naiveLetter"), row("the mail's bytes", "bytes"),
        row("both", "whole", "naiveWhole")]
    print()
    print_table(("CPU for one mail", "ours", "inlined at load", "ratio", "inlined each time", "ratio"), rows,
                right=(1, 2, 3, 4, 5))
    print()
    verdict = {True: "met", False: "not met"}
    more = [
        ("HTML, text, mail", "{htmlBytes:,} / {textBytes:,} / {mailBytes:,} bytes".format(**ours), ""),
        ("  Jinja2's", "{htmlBytes:,} / {textBytes:,} / {mailBytes:,} bytes".format(**theirs), ""),
        ("ours, HTML, text and bytes", f"{ours['whole']:.0f} µs",
         f"<= {AIMS['whole']:.0f} µs: {verdict[ours['whole'] <= AIMS['whole']]}"),
        ("  allocations", f"{ours['allocations']:,.0f}, {ours['allocatedBytes'] / 1024:,.0f} KB", ""),
        ("the letter that ships (delivered, same scans)", f"{ships['whole']:.0f} µs for {ships['htmlBytes']:,} bytes of HTML", ""),
        ("loading the templates that ship", f"{ships['load'] / 1e3:.0f} ms",
         f"<= {AIMS['load'] / 1e3:.0f} ms: {verdict[ships['load'] <= AIMS['load']]}"),
        ("  Jinja2 and css-inline, this one letter", f"{theirs['load'] / 1e3:.1f} ms", ""),
    ]
    print_table(("what", "measured", "aim"), more, right=(1,))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=20_000, help="how many of our mails to write in each kind of run")
    options = parser.parse_args()
    try:
        if css_inline is None:
            raise Failure("Jinja2, css-inline or PyYAML are missing. Run `make setup` and use .venv/bin/python.")
        if not PROGRAM.exists():
            raise Failure(f"{PROGRAM} is not there. Run `make bench`, which builds it.")
        workshop = Workshop("letters")
        style = (LETTERS / "style.css").read_text(encoding="utf-8")
        fixture = json.loads((LETTERS / "ten-scans.json").read_text(encoding="utf-8"))
        print(f"letters: {options.letters} of ours, then with Jinja2 {version('jinja2')} and css-inline {version('css-inline')} "
              f"on Python {platform.python_version()} …", flush=True)
        ours, ships = measure_ours(workshop, style, options.letters)
        theirs = measure_jinja(ready_facts(fixture), style, max(ROUNDS, options.letters // 10))
        compare(ours, theirs)
        show(ours, ships, theirs)
        OUT.mkdir(exist_ok=True)
        kept = {name: {key: value for key, value in run.items() if key not in ("html", "text", "naiveHTML")}
                for name, run in (("ours", ours), ("ships", ships), ("jinja2", theirs))}
        (OUT / "letters.json").write_text(json.dumps(kept, indent=2) + "\n")
        print("\nThe whole report: bench-out/letters.json")
    except Failure as failure:
        print(paint(f"\nThe measuring failed.\n{failure}", "bad"), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
