#!/usr/bin/env python3
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Measures the gateway on this machine, load generator and mail server included.

1. intake: signed webhooks that bring a new scan and no mail, acknowledged after their durable commit
2. road:   signed webhooks that each bring a mail, until Postfix's smtp-sink has accepted the last one
3. beside: Postfix's smtp-source into the same smtp-sink, with mails of the same size over as many connections
4. once:   the road again into a sink that tells mails apart by Message-ID: none missing, none twice

Every number is measured in this run; nothing is carried over. See Benchmarks/README.md.
"""

import argparse
import datetime
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time

from harness import BINARIES, BINARY, ROOT, Failure, Workshop, base_url, call, call_raw, gateway_settings, paint, print_table

LOAD = BINARIES / "parcelpost-load"
OUT = ROOT / "bench-out"
AIMS = {"webhooks": 10_000, "mails": 3_000, "rss_mb": 80}


class Bench:
    def __init__(self, options):
        self.options = options
        # In the checkout and not in /tmp, which may be memory: a commit is durable only on a disk.
        OUT.mkdir(exist_ok=True)
        self.workshop = Workshop("run", parent=OUT)
        self.report = {
            "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "machine": machine(OUT), "options": vars(options), "runs": {}}
        self.wrong = []

    def run(self):
        for program in (BINARY, LOAD):
            if not program.exists():
                raise Failure(f"{program} is not there. Run `make bench`, which builds it.")
        warn_before_midnight()
        self.road()
        self.once()
        self.print()
        (OUT / "report.json").write_text(json.dumps(self.report, indent=2, ensure_ascii=False) + "\n")
        print("\nThe whole report: bench-out/report.json")
        if self.wrong:
            raise Failure("\n".join(self.wrong))

    # --- parts -----------------------------------------------------------------------------------------------------

    def gateway(self, name, smtp):
        """A fresh gateway with a fresh store, both in a folder of their own."""
        folder = self.workshop.folder / name
        folder.mkdir()
        settings, secret, key = gateway_settings(folder, smtp, connections=self.options.smtp_connections)
        config = folder / "parcelpost.yaml"
        config.write_text(settings, encoding="utf-8")
        server = self.workshop.start(name, [BINARY, "serve", "--config", config])
        return server, base_url(server.addresses["http"]), secret, {"Authorization": "Bearer " + key}, key

    def load(self, *arguments):
        command = [LOAD, *map(str, arguments), "--connections", str(self.options.connections)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=900)
        if done.returncode != 0:
            raise Failure(f"parcelpost-load {arguments[0]} failed: {done.stderr.strip()}")
        result = json.loads(done.stdout)
        bad = {status: count for status, count in result["statuses"].items() if not status.startswith("2")}
        if bad or result["problems"]:
            self.wrong.append(f"parcelpost-load {arguments[0]}: answers {bad}, problems {result['problems']}.")
        return result

    def register(self, url, key, count, first):
        return self.load(
            "register", "--url", url, "--api-key", key, "--count", count, "--first", first, "--retry-refused")

    def webhooks(self, url, secret, count, first, stages, warmup=0):
        return self.load(
            "webhooks", "--url", f"{url}/webhooks/default/delivery", "--secret", secret, "--count", count, "--first",
            first, "--warmup", warmup, "--retry-refused", "--stages", *stages)

    def drain(self, url, headers, patience=300):
        """Waits until the gateway holds and owes nothing; polled slowly, not to disturb what is measured."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            status, idle = call("GET", f"{url}/v1/idle", headers=headers)
            if status == 200 and idle["idle"]:
                return
            time.sleep(0.1)
        self.wrong.append(f"The gateway was still busy after {patience} seconds.")

    def journal_sent(self, url, headers):
        """When the gateway wrote down each accepted mail: (first, last, how many, their Message-IDs)."""
        after, times, ids = 0, [], set()
        while True:
            raw = call_raw(f"{url}/v1/journal?after={after}&limit=10000", headers)
            lines = raw.decode().splitlines()
            for line in lines:
                record = json.loads(line)
                after = record["id"]
                if record["kind"] == "sent":
                    times.append(datetime.datetime.fromisoformat(record["at"].replace("Z", "+00:00")))
                    ids.add(record.get("messageId"))
            if not lines:
                break
        return (min(times), max(times), len(times), ids) if times else (None, None, 0, ids)

    # --- runs ------------------------------------------------------------------------------------------------------

    def road(self):
        sink, smtp = self.smtp_sink("sink")
        server, url, secret, headers, key = self.gateway("gateway", smtp)
        time.sleep(1)
        idle_memory = server.memory()
        mails, scans = self.options.mails, self.options.webhooks

        print(f"registering {mails} shipments …", flush=True)
        self.report["runs"]["register"] = self.register(url, key, mails, 0)

        print(f"road: {mails} webhooks that each bring a mail …", flush=True)
        cpu_before, started = server.cpu_seconds(), time.monotonic()
        began = datetime.datetime.now(datetime.timezone.utc)
        intake = self.webhooks(url, secret, mails, 0, ["PICKED_UP"])
        self.drain(url, headers)
        elapsed = time.monotonic() - started
        cpu = server.cpu_seconds() - cpu_before
        first, last, sent, ids = self.journal_sent(url, headers)
        if sent != mails or len(ids) != mails:
            self.wrong.append(f"road: {mails} mails were due, {sent} are in the journal, {len(ids)} different ones.")
        seconds = (last - began).total_seconds() if last else 0
        self.report["runs"]["road"] = {
            "mails": sent, "secondsFromFirstWebhookToLastMail": round(seconds, 3),
            "mailsPerSecond": round(sent / seconds, 1) if seconds > 0 else 0, "secondsUntilIdle": round(elapsed, 3),
            "gatewayCPUSeconds": round(cpu, 2), "webhooks": intake}

        # smtp-sink is the same process; its own work is in both numbers.
        size = self.mail_size()
        print(f"beside: smtp-source, {mails} mails of {size} bytes over {self.options.smtp_connections} connections …")
        self.report["runs"]["beside"] = self.smtp_source(smtp, mails, size)

        print(f"intake: {scans} webhooks with a new scan and no mail …", flush=True)
        # Each parcel was told of PICKED_UP; IN_TRANSIT is the same milestone, so nothing more is mailed.
        rounds = max(1, -(-scans // mails))
        cpu_before = server.cpu_seconds()
        results = [
            self.webhooks(url, secret, mails, 0, ["IN_TRANSIT"], warmup=mails // 10 if number == 0 else 0)
            for number in range(rounds)]
        self.drain(url, headers)
        best = results[0] if rounds == 1 else merge(results)
        best["gatewayCPUSeconds"] = round(server.cpu_seconds() - cpu_before, 2)
        self.report["runs"]["intake"] = best
        self.report["memory"] = {"idle": idle_memory, "afterLoad": server.memory()}
        server.stop()
        sink.stop()

    def once(self):
        count = max(1_000, self.options.mails // 4)
        print(f"once: {count} parcels through three stages into a counting sink …", flush=True)
        sink = self.workshop.start("counting-sink", [LOAD, "sink", "--listen", "127.0.0.1:0"])
        server, url, secret, headers, key = self.gateway("gateway-once", sink.addresses["smtp"])
        self.register(url, key, count, 0)
        for stage in ("PICKED_UP", "OUT_FOR_DELIVERY", "DELIVERED"):
            self.webhooks(url, secret, count, 0, [stage])
            self.drain(url, headers)
        counted = json.loads(call_raw(base_url(sink.addresses["http"]) + "/"))
        counted["due"] = 3 * count
        if counted["distinct"] != 3 * count or counted["duplicates"] or counted["withoutMessageID"]:
            self.wrong.append(f"once: {3 * count} different mails were due; the sink counted {counted}.")
        self.report["runs"]["once"] = counted
        server.stop()
        sink.stop()

    def mail_size(self):
        """Bytes of one mail of ours, as a sink sees it: one parcel through a gateway of its own."""
        sink = self.workshop.start("measuring-sink", [LOAD, "sink", "--listen", "127.0.0.1:0"])
        server, url, secret, headers, key = self.gateway("gateway-size", sink.addresses["smtp"])
        self.register(url, key, 1, 0)
        self.webhooks(url, secret, 1, 0, ["PICKED_UP"])
        self.drain(url, headers)
        counted = json.loads(call_raw(base_url(sink.addresses["http"]) + "/"))
        server.stop()
        sink.stop()
        if counted["mails"] != 1:
            raise Failure(f"One mail was due to be weighed; the sink counted {counted}.")
        return counted["bytes"]

    def smtp_sink(self, name):
        """Postfix's own sink on a free port."""
        for _ in range(5):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                address = "127.0.0.1:%d" % probe.getsockname()[1]
            user = ["-u", "nobody"] if os.geteuid() == 0 else []
            server = self.workshop.start(name, ["smtp-sink", *user, address, "1000"], ready=False)
            if wait_for_port(address, server):
                return server, address
        raise Failure("smtp-sink would not start; `make setup` installs it.")

    def smtp_source(self, smtp, count, size):
        connections = str(self.options.smtp_connections)
        command = [
            "smtp-source", "-d", "-s", connections, "-m", str(count), "-l", str(size), "-f", "shop@example.com",
            "-t", "customer@example.com", smtp]
        rates = []
        for _ in range(3):
            started = time.monotonic()
            done = subprocess.run(command, capture_output=True, text=True, timeout=600)
            if done.returncode != 0:
                raise Failure(f"smtp-source failed: {done.stderr.strip()}")
            rates.append(count / (time.monotonic() - started))
        return {
            "mails": count, "bytes": size, "connections": int(connections), "runs": [round(rate, 1) for rate in rates],
            "mailsPerSecond": round(statistics.median(rates), 1)}

    # --- what a person sees ----------------------------------------------------------------------------------------

    def print(self):
        runs, memory = self.report["runs"], self.report["memory"]
        intake, road, beside = runs["intake"], runs["road"], runs["beside"]
        ratio = road["mailsPerSecond"] / beside["mailsPerSecond"]
        self.report["ratioToSmtpSource"] = round(ratio, 3)
        peak = max(part.get("VmHWM", 0) for part in memory.values()) / 1e6
        rows = [
            ("webhooks with a scan, durable", f"{intake['perSecond']:,.0f} /s", f">= {AIMS['webhooks']:,} /s",
             intake["perSecond"] >= AIMS["webhooks"]),
            ("  answered, p50 / p99 / max", "{p50:.1f} / {p99:.1f} / {max:.1f} ms".format(**intake["milliseconds"]),
             "p99 <= 25 ms", intake["milliseconds"]["p99"] <= 25),
            ("  the gateway's CPU a webhook",
             f"{intake['gatewayCPUSeconds'] / (rounds_of(intake) * road['mails']) * 1e6:.0f} µs", "", None),
            ("webhooks with a mail, durable", f"{road['webhooks']['perSecond']:,.0f} /s", "", None),
            ("  answered, p50 / p99 / max",
             "{p50:.1f} / {p99:.1f} / {max:.1f} ms".format(**road["webhooks"]["milliseconds"]), "", None),
            ("webhook to accepted mail", f"{road['mailsPerSecond']:,.0f} /s", f">= {AIMS['mails']:,} /s",
             road["mailsPerSecond"] >= AIMS["mails"]),
            ("  the gateway's CPU a webhook with its mail",
             f"{road['gatewayCPUSeconds'] / max(road['mails'], 1) * 1e6:.0f} µs", "", None),
            (f"smtp-source, {beside['bytes']:,} bytes a mail", f"{beside['mailsPerSecond']:,.0f} /s", "", None),
            ("  ours beside it", f"{ratio:.2f}", "", None),
            ("mails missing / twice", "{} / {}".format(
                runs["once"]["due"] - runs["once"]["distinct"], runs["once"]["duplicates"]), "0 / 0", not self.wrong),
            ("memory idle (VmRSS)", f"{memory['idle']['VmRSS'] / 1e6:.0f} MB", "", None),
            ("memory at most (VmHWM)", f"{peak:.0f} MB", f"<= {AIMS['rss_mb']} MB", peak <= AIMS["rss_mb"]),
        ]
        shown = [(what, got, aim, "" if met is None else "met" if met else "not met") for what, got, aim, met in rows]
        self.report["table"] = [dict(zip(("what", "measured", "aim", "verdict"), row)) for row in shown]
        facts = self.report["machine"]
        print(f"\n{facts['cpu']}, {facts['cores']} cores, {facts['memoryGB']} GB, {facts['system']}, "
              f"store on {facts['storeFileSystem']}; "
              f"{self.options.connections} webhook connections, {self.options.smtp_connections} SMTP connections\n")
        print_table(("what", "measured", "aim", ""), shown, right=(1,), colours=lambda row, column: {
            "met": "good", "not met": "bad"}.get(row[3]) if column == 3 else None)


def rounds_of(run):
    return len(run.get("rounds", [run]))


def merge(results):
    """Several equal runs as one: the median of each number."""
    middle = dict(results[0])
    middle["perSecond"] = statistics.median(result["perSecond"] for result in results)
    middle["milliseconds"] = {
        name: statistics.median(result["milliseconds"][name] for result in results)
        for name in results[0]["milliseconds"]}
    middle["measured"] = sum(result["measured"] for result in results)
    middle["rounds"] = [{"perSecond": result["perSecond"], **result["milliseconds"]} for result in results]
    return middle


def wait_for_port(address, server):
    host, port = address.rsplit(":", 1)
    end = time.monotonic() + 5
    while time.monotonic() < end and server.alive():
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.02)
    return False


def machine(folder):
    cpu = "unknown CPU"
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("model name"):
                cpu = line.split(":", 1)[1].strip()
                break
    kind = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True).stdout.strip()
    return {
        "storeFileSystem": kind, "cpu": cpu, "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release()}",
        "memoryGB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)}


def warn_before_midnight():
    """out_for_delivery is told on its day only, so a run across midnight in Seoul would miss mails."""
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9)))
    if now.hour == 23 and now.minute >= 50:
        raise Failure("It is minutes before midnight in Seoul, when today's mails end. Measure after midnight.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--webhooks", type=int, default=100_000, help="how many webhooks that bring no mail")
    parser.add_argument("--mails", type=int, default=20_000, help="how many webhooks that bring a mail")
    parser.add_argument("--connections", type=int, default=64, help="webhook connections")
    parser.add_argument("--smtp-connections", type=int, default=8, help="connections to the mail server")
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
