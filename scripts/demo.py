#!/usr/bin/env python3
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Shows the whole road on this machine: three parcels, their signed webhooks, the mails.

Starts the mock providers and the gateway on free ports with a store in a temporary folder, registers three shipments over
the API, has the mock play their journeys (a duplicate, a reordered and wrongly signed webhooks among them), and works out
for itself which mails must come of it. Exits 0 only if exactly those came. Leaves the mails in demo-out/.
"""

import argparse
import collections
import datetime
import email
import email.policy
import re
import shutil
import sys
import time
import urllib.parse

from harness import (
    BINARY, ROOT, Failure, Workshop, base_url, call, call_raw, clip, gateway_settings, paint, print_table)

OUT = ROOT / "demo-out"
KST = datetime.timezone(datetime.timedelta(hours=9))
SEED = 7
# One webhook after another, with time for its mail: what is overtaken by a newer milestone is not mailed any more.
PAUSE = "350ms"

PARCELS = [
    {
        "courier": "cj", "name": "CJ대한통운", "number": "686530129012", "faults": ["duplicate"],
        "registration": {
            "orders": [
                {"id": "20261121-0031", "items": [
                    {"name": "제주 한라봉 선물세트 3kg", "quantity": 1, "priceWon": 39000},
                    {"name": "감귤칩", "option": "30g × 5봉", "quantity": 2, "priceWon": 9900}]},
                {"id": "20261121-0047", "items": [
                    {"name": "수제 한라봉청", "option": "500ml", "quantity": 1, "priceWon": 15000}]},
            ],
            "orderer": {"name": "김하늘", "email": "haneul.kim@example.com", "phone": "010-2345-6789"},
            "receiver": {"name": "김하늘", "address": "서울특별시 송파구 올림픽로 300, 1203호"},
        },
    },
    {
        "courier": "post", "name": "우체국택배", "number": "6091234567890", "faults": ["reorder"],
        "registration": {
            "orders": [{"id": "20261121-0052", "items": [
                {"name": "핸드드립 원두 '새벽'", "option": "200g · 홀빈", "quantity": 2, "priceWon": 14000}]}],
            "orderer": {"name": "이서준", "email": "seojun.lee@example.com", "phone": "010-8765-4321"},
        },
    },
    {
        "courier": "hanjin", "name": "한진택배", "number": "421234567890", "faults": ["wrong-sign"],
        "registration": {
            "orders": [{"id": "20261121-0060", "items": [
                {"name": "무선 모과나무 스탠드 조명", "option": "내추럴", "quantity": 1, "priceWon": 86000}]}],
            "orderer": {"name": "박지우", "email": "jiwoo.park@example.com", "phone": "010-5555-0199"},
        },
    },
]

MILESTONES = {
    "PICKED_UP": "shipped", "IN_TRANSIT": "shipped", "OUT_FOR_DELIVERY": "out_for_delivery", "DELIVERED": "delivered"}
# What the subject of each milestone's mail says.
SUBJECTS = {"shipped": "출발했어요", "out_for_delivery": "오늘 도착해요", "delivered": "배송이 완료됐어요"}
ORDER = list(SUBJECTS)


def expect(sent, now):
    """What must become of each webhook, by our own reading of docs/rules.md: (verdict, milestone or None)."""
    told = collections.defaultdict(list)
    today = now.astimezone(KST).date()
    for one in sent:
        milestone = MILESTONES.get(one["status"])
        already = told[one["trackingNumber"]]
        if one.get("fault") in ("wrong-sign", "stale"):
            yield "refused", None
        elif milestone is None:
            yield "nothing to tell", None
        elif milestone in already:
            yield "duplicate", None
        elif already and ORDER.index(milestone) < max(map(ORDER.index, already)):
            yield "late", None
        elif milestone == "out_for_delivery" and scanned(one).date() < today:
            # Nobody is told on the next day that a parcel comes "today"; it counts as told all the same.
            already.append(milestone)
            yield "expired", None
        else:
            already.append(milestone)
            yield "mailed", milestone


def scanned(one):
    return datetime.datetime.fromisoformat(one["scannedAt"].replace("Z", "+00:00")).astimezone(KST)


class Mail:
    """A mail as the inbox holds it, read by Python's own parser."""

    def __init__(self, raw):
        self.raw = raw
        message = email.message_from_bytes(raw, policy=email.policy.default)
        self.subject = str(message["Subject"])
        self.to = str(message["To"].addresses[0].addr_spec)
        self.id = str(message["Message-ID"]).strip()
        part = message.get_body(("html",))
        self.html = part.get_content() if part else ""
        part = message.get_body(("plain",))
        self.text = part.get_content() if part else ""
        self.milestone = next((name for name, word in SUBJECTS.items() if word in self.subject), None)

    def parcel(self):
        """The parcel whose number stands in the text, however it is grouped."""
        digits = re.sub(r"(?<=\d)[- ](?=\d)", "", self.text)
        return next((parcel for parcel in PARCELS if parcel["number"] in digits), None)


class Demo:
    def __init__(self, keep):
        self.keep = keep
        self.workshop = Workshop("parcelpost-demo")
        self.wrong = []

    def run(self):
        if not BINARY.exists():
            raise Failure(f"{BINARY} is not there. Run `make build` first, or `make demo`.")
        self.start()
        self.register()
        sent = self.play()
        expected = list(expect(sent, datetime.datetime.now(datetime.timezone.utc)))
        wanted = [(one["trackingNumber"], milestone) for one, (_, milestone) in zip(sent, expected) if milestone]
        mails = self.collect(len(wanted))
        self.compare(sent, expected, wanted, mails)
        self.print_webhooks(sent, expected, self.rules(sent, expected))
        self.print_mails(mails)
        self.write(mails)
        self.print_end(sent, expected, mails)
        if self.keep:
            self.stay()

    # --- the road --------------------------------------------------------------------------------------------------

    def start(self):
        mock = self.workshop.start("mock", [BINARY, "mock", "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--no-tls"])
        self.mock = base_url(mock.addresses["http"])
        settings, self.secret, key = gateway_settings(self.workshop.folder, mock.addresses["smtp"])
        config = self.workshop.folder / "parcelpost.yaml"
        config.write_text(settings, encoding="utf-8")
        gateway = self.workshop.start("gateway", [BINARY, "serve", "--config", config])
        self.gateway = base_url(gateway.addresses["http"])
        self.headers = {"Authorization": "Bearer " + key}
        print(f"mock providers at {self.mock}, gateway at {self.gateway}, store in {self.workshop.folder}")

    def register(self):
        for parcel in PARCELS:
            status, answer = call(
                "PUT", f"{self.gateway}/v1/shipments/{parcel['courier']}/{parcel['number']}", parcel["registration"],
                self.headers)
            if status not in (200, 201):
                raise Failure(f"Registering {parcel['number']} was answered with {status}: {answer}")
        print(f"{len(PARCELS)} shipments registered")

    def play(self):
        order = {
            "webhookURL": f"{self.gateway}/webhooks/default/delivery", "secret": self.secret, "scheme": "deliveryapi",
            "shape": "completed", "seed": SEED, "pause": PAUSE, "arrivesToday": True,
            "parcels": [
                {"courierCode": parcel["courier"], "trackingNumber": parcel["number"],
                 "orderId": parcel["registration"]["orders"][0]["id"], "upTo": "DELIVERED", "faults": parcel["faults"]}
                for parcel in PARCELS],
        }
        print("playing their journeys: signed webhooks, one after the other …", flush=True)
        status, answer = call("POST", f"{self.mock}/api/journeys", order, timeout=180)
        if status != 200:
            raise Failure(f"The mock would not play the journeys ({status}): {answer}")
        return answer["sent"]

    def collect(self, count):
        """Waits for the mails that must come, then until the gateway has nothing more to send, and takes all."""
        status, answer = call("GET", f"{self.mock}/api/wait?channel=email&count={count}&timeout=20s", timeout=60)
        if status != 200:
            self.wrong.append(f"The {count} mails did not all arrive within 20 seconds: {answer.get('detail', answer)}")
        end = time.monotonic() + 20
        while time.monotonic() < end:
            status, idle = call("GET", f"{self.gateway}/v1/idle", headers=self.headers)
            if status == 200 and idle["idle"]:
                break
            time.sleep(0.05)
        else:
            self.wrong.append("The gateway is still busy after 20 seconds.")
        ids, cursor = [], None
        while True:
            query = {"channel": "email", "limit": "100", **({"cursor": cursor} if cursor else {})}
            _, page = call("GET", f"{self.mock}/api/messages?{urllib.parse.urlencode(query)}")
            ids += [message["id"] for message in page["messages"]]
            cursor = page.get("nextCursor")
            if not cursor:
                break
        return [Mail(call_raw(f"{self.mock}/api/messages/{id}/raw")) for id in reversed(ids)]

    # --- is it right? ----------------------------------------------------------------------------------------------

    def compare(self, sent, expected, wanted, mails):
        for one, (verdict, _) in zip(sent, expected):
            right = 401 if verdict == "refused" else 200
            if one["code"] != right:
                self.wrong.append(
                    f"{one['status']} of {one['trackingNumber']} was answered with {one['code']}, not {right}.")
        got = []
        for mail in mails:
            parcel = mail.parcel()
            if parcel is None or mail.milestone is None:
                self.wrong.append(f"A mail of no parcel or milestone of ours arrived: {mail.subject}")
                continue
            got.append((parcel["number"], mail.milestone))
            if mail.to != parcel["registration"]["orderer"]["email"]:
                self.wrong.append(f"The mail about {parcel['number']} went to somebody else.")
            for order in parcel["registration"]["orders"]:
                for item in order["items"]:
                    if item["name"] not in mail.text:
                        self.wrong.append(f"The mail '{mail.subject}' does not name {item['name']}.")
        missing = collections.Counter(wanted) - collections.Counter(got)
        surplus = collections.Counter(got) - collections.Counter(wanted)
        self.wrong += [f"Missing: {milestone} of {number}." for number, milestone in missing.elements()]
        self.wrong += [f"Not expected: {milestone} of {number}." for number, milestone in surplus.elements()]
        times = collections.Counter(mail.id for mail in mails)
        self.wrong += [f"Arrived {count} times: {id}" for id, count in times.items() if count > 1]

    def rules(self, sent, expected):
        """The rule by which the gateway decided each webhook, from its own trace; it must have decided as we do."""
        kinds = {"mailed": "decided", "expired": "ended"}
        decisions = {}
        for parcel in PARCELS:
            _, answer = call("GET", f"{self.gateway}/v1/trace/{parcel['number']}", headers=self.headers)
            decisions[parcel["number"]] = [
                record for record in answer["trace"] if "stage" in record.get("facts", {})]
        rules = []
        for one, (verdict, _) in zip(sent, expected):
            if verdict == "refused":
                rules.append("E1")
                continue
            left = decisions[one["trackingNumber"]]
            record = left.pop(0) if left else {"kind": "nothing at all", "facts": {}}
            if record["kind"] != kinds.get(verdict, "nothing") or record["facts"].get("stage") != one["status"]:
                self.wrong.append(
                    f"{one['status']} of {one['trackingNumber']} should be '{verdict}'; the trace has: "
                    f"{record['kind']} {record.get('text', '')}")
            rules.append(record.get("rule", ""))
        return rules

    # --- what a person sees ----------------------------------------------------------------------------------------

    def print_webhooks(self, sent, expected, rules):
        names = {parcel["number"]: parcel["name"] for parcel in PARCELS}
        verdicts = {
            "mailed": "mailed: {}", "refused": "refused: wrong signature", "duplicate": "told already: no second mail",
            "late": "came late: the past is not mailed", "expired": "its day was over: not mailed",
            "nothing to tell": "recorded: nothing to tell yet"}
        colours = {"mailed": "good", "refused": "bad", "duplicate": "warn", "late": "warn", "expired": "warn"}
        rows, kinds = [], []
        for one, (verdict, milestone), rule in zip(sent, expected, rules):
            rows.append((
                f"{scanned(one):%m-%d %H:%M}", names[one["trackingNumber"]], one["trackingNumber"], one["status"],
                one.get("fault", ""), one["code"] or "-", f"{one['milliseconds']} ms", rule, verdicts[verdict].format(milestone)))
            kinds.append(verdict)
        print("\nWebhooks, in the order they were sent\n")
        positions = {id(row): kind for row, kind in zip(rows, kinds)}
        print_table(
            ("scan (KST)", "courier", "number", "status", "fault", "answer", "after", "rule", "what became of it"), rows,
            right=(5, 6),
            colours=lambda row, column: colours.get(positions[id(row)], "quiet") if column in (4, 8) else None)

    def print_mails(self, mails):
        rows = []
        for mail in mails:
            parcel = mail.parcel()
            rows.append((
                parcel["name"] if parcel else "?", mail.milestone or "?", mail.to, clip(mail.subject, 44),
                f"{len(mail.raw) / 1024:.1f} KB"))
        print("\nMails in the inbox\n")
        print_table(("courier", "milestone", "to", "subject", "size"), rows, right=(4,))

    def write(self, mails):
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.mkdir()
        for place, mail in enumerate(mails, 1):
            parcel = mail.parcel()
            name = f"{place:02}-{parcel['courier'] if parcel else 'unknown'}-{mail.milestone or 'unknown'}"
            (OUT / f"{name}.eml").write_bytes(mail.raw)
            (OUT / f"{name}.html").write_text(mail.html, encoding="utf-8")
            (OUT / f"{name}.txt").write_text(mail.text, encoding="utf-8")

    def print_end(self, sent, expected, mails):
        counts = collections.Counter(verdict for verdict, _ in expected)
        told = ", ".join(
            f"{counts[verdict]} {word}" for verdict, word in [
                ("mailed", "mailed"), ("nothing to tell", "with nothing to tell"), ("duplicate", "told already"),
                ("late", "late"), ("expired", "past their day"), ("refused", "refused")] if counts[verdict])
        print(f"\n{len(sent)} webhooks: {told}. {len(mails)} mails, as .eml, .html and .txt in demo-out/.")
        if self.wrong:
            raise Failure("\n".join(self.wrong))
        print(paint("Exactly the expected mails arrived.", "good"))
        number = PARCELS[1]["number"]
        if self.keep:
            print(
                f"\nThe inbox: {self.mock}/\n"
                f"Why a mail was sent or not: .build/release/parcelpost why {number} --config "
                f"{self.workshop.folder / 'parcelpost.yaml'}\nCtrl-C ends it all.", flush=True)
        else:
            print("The inbox is gone with the demo; `make demo KEEP=1` keeps it open at a URL it prints.")

    def stay(self):
        try:
            while all(server.alive() for server in self.workshop.servers):
                time.sleep(0.5)
        except KeyboardInterrupt:
            print("\nended")
            return
        raise Failure("A server ended by itself.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="keep the servers and the inbox until Ctrl-C")
    demo = Demo(parser.parse_args().keep)
    try:
        demo.run()
    except Failure as failure:
        demo.workshop.print_logs()
        print(paint(f"\nThe demo failed.\n{failure}", "bad"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nended", file=sys.stderr)
        return 130
    finally:
        demo.workshop.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
