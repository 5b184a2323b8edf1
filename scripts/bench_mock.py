#!/usr/bin/env python3
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Measures the mock providers on this machine, load generator included.

1. mail:     Postfix's smtp-source with mails of 10 KB into the mock, and beside it, in the same run and in turns, into Postfix's
             smtp-sink (which keeps nothing) and Python's aiosmtpd (which keeps nothing either)
2. memory:   VmRSS empty, and what 1,000 kept mails of 10 KB add
3. alimtalk: NHN's API, 1,000 recipients a request
4. page:     first contentful paint of the inbox with 10,000 messages in headless Chromium

Every number is measured in this run; nothing is carried over. The report is bench-out/mock.json.
"""

import argparse
import concurrent.futures
import datetime
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time

from bench import machine, wait_for_port
from harness import BINARY, ROOT, Failure, Workshop, base_url, call, paint, print_table

OUT = ROOT / "bench-out"
AIMS = {"mails": 5_000, "recipients": 5_000, "paint_ms": 300, "rss_mb": 60}

AIOSMTPD = """\
import sys, time
from aiosmtpd.controller import Controller
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
controller = Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1]), data_size_limit=1 << 20)
controller.start()
while True:
    time.sleep(3600)
"""


class Bench:
    def __init__(self, options):
        self.options = options
        OUT.mkdir(exist_ok=True)
        self.workshop = Workshop("mock", parent=OUT)
        self.report = {
            "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "machine": machine(OUT), "options": vars(options), "runs": {}}
        self.wrong = []

    def run(self):
        if not BINARY.exists():
            raise Failure(f"{BINARY} is not there. Run `make build`.")
        if not shutil.which("smtp-source"):
            raise Failure("smtp-source is missing. `make setup` installs Debian's postfix.")
        self.mail()
        self.memory()
        self.alimtalk()
        if not self.options.no_page:
            self.page()
        self.print()
        (OUT / "mock.json").write_text(json.dumps(self.report, indent=2, ensure_ascii=False) + "\n")
        print("\nThe whole report: bench-out/mock.json")
        if self.wrong:
            raise Failure("\n".join(self.wrong))

    # --- parts -----------------------------------------------------------------------------------------------------

    def mock(self, name):
        return self.workshop.start(
            name, [BINARY, "mock", "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--no-tls",
                   "--max-messages", str(self.options.keep)])

    def peer(self, name, command):
        """A server that cannot choose a port itself."""
        for _ in range(5):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            server = self.workshop.start(name, [part.replace("PORT", str(port)) for part in command], ready=False)
            if wait_for_port(f"127.0.0.1:{port}", server):
                return server, f"127.0.0.1:{port}"
        raise Failure(f"{name} would not start; `make setup` installs it.")

    def source(self, smtp, count):
        """Mails a second of one run of smtp-source."""
        command = [
            "smtp-source", "-d", "-s", str(self.options.connections), "-m", str(count), "-l", str(self.options.bytes),
            "-f", "shop@example.com", "-t", "customer@example.com", smtp]
        started = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if done.returncode != 0:
            raise Failure(f"smtp-source failed: {done.stderr.strip()}")
        return count / (time.monotonic() - started)

    # --- runs ------------------------------------------------------------------------------------------------------

    def mail(self):
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        mock = self.mock("mock-mail")
        sink, sink_address = self.peer("smtp-sink", ["smtp-sink", *user, "127.0.0.1:PORT", "1000"])
        python = ROOT / ".venv" / "bin" / "python3"
        peers = {"mock": mock.addresses["smtp"], "smtp-sink": sink_address}
        aio = None
        if python.exists():
            aio, peers["aiosmtpd"] = self.peer("aiosmtpd", [str(python), "-c", AIOSMTPD, "PORT"])
        runs = {name: [] for name in peers}
        counts = {name: self.options.mails if name != "aiosmtpd" else max(1_000, self.options.mails // 10) for name in peers}
        for round_number in range(self.options.rounds + 1):
            for name, address in peers.items():
                print(f"mail: {counts[name]} mails of {self.options.bytes} bytes into {name} …", flush=True)
                rate = self.source(address, counts[name])
                # The first round warms up.
                if round_number > 0:
                    runs[name].append(round(rate, 1))
        url = base_url(mock.addresses["http"])
        status, kept = call("GET", url + "/api/messages?limit=1")
        if status != 200 or not kept["messages"]:
            self.wrong.append(f"mail: the mock kept nothing ({status}).")
        self.report["runs"]["mail"] = {
            name: {"runs": rates, "mailsPerSecond": round(statistics.median(rates), 1)} for name, rates in runs.items()}
        for server in (mock, sink, aio):
            if server:
                server.stop()

    def memory(self):
        mock = self.mock("mock-memory")
        time.sleep(1)
        empty = mock.memory()["VmRSS"]
        steps, sent = [], 0
        for kept in (1_000, 10_000):
            self.source(mock.addresses["smtp"], kept - sent)
            sent = kept
            time.sleep(1)
            now = mock.memory()["VmRSS"]
            steps.append({"messages": kept, "rss": now})
        last = steps[-1]
        self.report["runs"]["memory"] = {
            "emptyRSS": empty, "steps": steps,
            "bytesPer1000Mails": round((last["rss"] - empty) / last["messages"] * 1_000)}
        mock.stop()

    def alimtalk(self):
        mock = self.mock("mock-alimtalk")
        host, port = mock.addresses["http"].split("://")[-1].rstrip("/").rsplit(":", 1)
        path = "/alimtalk/v2.3/appkeys/benchappkey000001/messages"
        headers = {"Content-Type": "application/json;charset=UTF-8", "X-Secret-Key": "bench"}
        words = {"쇼핑몰명": "달빛상점", "고객명": "홍길동", "상품명": "겨울 니트", "택배사": "CJ대한통운", "운송장번호": "6865-3012-9012",
                 "배송조회링크": "https://notify.example.com/t/abc"}

        def body(first, count):
            return json.dumps({
                "senderKey": "b" * 40, "templateCode": "DELIVERY_OUT",
                "recipientList": [
                    {"recipientNo": f"010{first + index:08d}", "templateParameter": words}
                    for index in range(count)]}, ensure_ascii=False).encode()

        per_request, requests = 1_000, max(1, self.options.recipients // 1_000)
        bodies = [body(10_000_000 + number * per_request, per_request) for number in range(requests)]

        def worker(part):
            connection = http.client.HTTPConnection(host, int(port), timeout=60)
            taken = 0
            for one in part:
                connection.request("POST", path, one, headers)
                answer = json.loads(connection.getresponse().read())
                if not answer["header"]["isSuccessful"]:
                    raise Failure(f"alimtalk: {answer['header']}.")
                taken += sum(1 for result in answer["message"]["sendResults"] if result["resultCode"] == 0)
            return taken

        print(f"alimtalk: {requests * per_request} recipients, {per_request} a request …", flush=True)
        worker(bodies[:1])
        started = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            taken = sum(pool.map(worker, [bodies[number::4] for number in range(4)]))
        seconds = time.monotonic() - started
        if taken < requests * per_request * 0.9:
            self.wrong.append(f"alimtalk: of {requests * per_request} recipients only {taken} were taken.")
        self.report["runs"]["alimtalk"] = {
            "recipients": requests * per_request, "taken": taken, "seconds": round(seconds, 3),
            "recipientsPerSecond": round(requests * per_request / seconds, 1)}
        mock.stop()

    def page(self):
        from playwright.sync_api import sync_playwright

        mock = self.mock("mock-page")
        self.source(mock.addresses["smtp"], 10_000)
        url = base_url(mock.addresses["http"]) + "/"
        chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if not chromium:
            raise Failure("Chromium is missing. Run `make setup`.")
        print("page: the inbox with 10,000 messages in Chromium …", flush=True)
        times = []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for number in range(self.options.paints + 1):
                # A context of its own: nothing is cached.
                context = browser.new_context(viewport={"width": 1280, "height": 800})
                page = context.new_page()
                page.goto(url, wait_until="domcontentloaded")
                paint_ms = page.evaluate(
                    """() => new Promise(done => new PerformanceObserver(list => {
                        const first = list.getEntriesByName("first-contentful-paint")[0]
                        if (first) done(first.startTime)
                    }).observe({type: "paint", buffered: true}))""")
                if number > 0:
                    times.append(round(paint_ms, 1))
                context.close()
            browser.close()
        self.report["runs"]["page"] = {
            "messages": 10_000, "firstContentfulPaintMilliseconds": times, "median": statistics.median(times),
            "worst": max(times)}
        mock.stop()

    # --- what a person sees ----------------------------------------------------------------------------------------

    def print(self):
        runs = self.report["runs"]
        mail, memory, alimtalk = runs["mail"], runs["memory"], runs["alimtalk"]
        rate = mail["mock"]["mailsPerSecond"]
        rows = [(f"mails of {self.options.bytes:,} bytes kept in memory", f"{rate:,.0f} /s", f">= {AIMS['mails']:,} /s",
                 rate >= AIMS["mails"])]
        for name in ("smtp-sink", "aiosmtpd"):
            if name in mail:
                other = mail[name]["mailsPerSecond"]
                mail[name]["ratio"] = round(rate / other, 3)
                rows.append((f"  {name}, which keeps nothing", f"{other:,.0f} /s", "", None))
                rows.append(("  the mock beside it", f"{rate / other:.2f}", "", None))
        rows += [
            ("alimtalk recipients", f"{alimtalk['recipientsPerSecond']:,.0f} /s", f">= {AIMS['recipients']:,} /s",
             alimtalk["recipientsPerSecond"] >= AIMS["recipients"]),
            ("memory empty (VmRSS)", f"{memory['emptyRSS'] / 1e6:.0f} MB", f"<= {AIMS['rss_mb']} MB",
             memory["emptyRSS"] <= AIMS["rss_mb"] * 1e6),
            ("  1,000 kept mails add", f"{memory['bytesPer1000Mails'] / 1e6:.1f} MB", "", None),
        ]
        if "page" in runs:
            rows.append(("inbox of 10,000, first paint (median)", f"{runs['page']['median']:.0f} ms",
                         f"<= {AIMS['paint_ms']} ms", runs["page"]["median"] <= AIMS["paint_ms"]))
        shown = [(what, got, aim, "" if met is None else "met" if met else "not met") for what, got, aim, met in rows]
        self.report["table"] = [dict(zip(("what", "measured", "aim", "verdict"), row)) for row in shown]
        facts = self.report["machine"]
        print(f"\n{facts['cpu']}, {facts['cores']} cores, {facts['memoryGB']} GB, {facts['system']}; "
              f"{self.options.connections} SMTP connections\n")
        print_table(("what", "measured", "aim", ""), shown, right=(1,), colours=lambda row, column: {
            "met": "good", "not met": "bad"}.get(row[3]) if column == 3 else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=20_000, help="mails a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds that count; one more warms up")
    parser.add_argument("--bytes", type=int, default=10_240, help="the size of a mail")
    parser.add_argument("--connections", type=int, default=8, help="SMTP connections")
    parser.add_argument("--recipients", type=int, default=20_000, help="alimtalk recipients")
    parser.add_argument("--paints", type=int, default=5, help="how often the page is opened")
    parser.add_argument("--keep", type=int, default=100_000, help="the most messages the mock keeps")
    parser.add_argument("--no-page", action="store_true", help="leave the browser out")
    bench = Bench(parser.parse_args())
    try:
        bench.run()
    except Failure as failure:
        bench.workshop.print_logs()
        print(paint(f"\nThe measuring failed.\n{failure}", "bad"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nended", file=sys.stderr)
        return 130
    finally:
        bench.workshop.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
