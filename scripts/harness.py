# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""What the demo and the benchmark share: servers that always end, small HTTP calls, aligned tables."""

import atexit
import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARIES = Path(os.environ.get("PARCELPOST_BINARIES", ROOT / ".build" / "release"))
BINARY = BINARIES / "parcelpost"


class Failure(Exception):
    """Something a person must read; the message is one or more whole sentences."""


# --- servers ---------------------------------------------------------------------------------------------------------


class Server:
    """A child process with its output in a file."""

    def __init__(self, name, process, log):
        self.name, self.process, self.log = name, process, log
        self.addresses = {}

    @property
    def pid(self):
        return self.process.pid

    def alive(self):
        return self.process.poll() is None

    def tail(self, lines=40):
        text = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(text[-lines:])

    def memory(self):
        """Resident memory now and at most, in bytes (VmRSS, VmHWM of /proc)."""
        found = {}
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name in ("VmRSS", "VmHWM"):
                found[name] = int(rest.split()[0]) * 1024
        return found

    def cpu_seconds(self):
        """User and system time used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self, patience=15.0):
        if not self.alive():
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Workshop:
    """A temporary folder and the servers in it; whatever happens, they end with this process."""

    def __init__(self, name, parent=None):
        self.folder = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=parent))
        self.servers = []
        atexit.register(self.close)
        # Also where the shell that started us has it ignored, as in the background.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(143))

    def start(self, name, arguments, ready=True, env=None):
        """Starts a program; with `ready`, `--ready-file` is added and waited for."""
        ready_file = self.folder / f"{name}.ready.json"
        if ready:
            arguments = [*arguments, "--ready-file", ready_file]
        log = self.folder / f"{name}.log"
        with log.open("wb") as output:
            # A session of its own: Ctrl-C reaches us alone, and we end the others in order.
            process = subprocess.Popen(
                [str(argument) for argument in arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                cwd=self.folder, env={**os.environ, **(env or {})}, start_new_session=True)
        server = Server(name, process, log)
        self.servers.append(server)
        if ready:
            self.await_ready(server, ready_file)
        return server

    @staticmethod
    def await_ready(server, ready_file, patience=20.0):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if ready_file.exists():
                with contextlib.suppress(ValueError):
                    server.addresses = json.loads(ready_file.read_text())
                    return
            if not server.alive():
                raise Failure(f"{server.name} ended at once with status {server.process.returncode}.")
            time.sleep(0.02)
        raise Failure(f"{server.name} was not ready within {patience:.0f} seconds.")

    def print_logs(self):
        for server in self.servers:
            state = "running" if server.alive() else f"ended with status {server.process.returncode}"
            print(f"\n--- the last lines of {server.name} ({state})", file=sys.stderr)
            print(server.tail(), file=sys.stderr)

    def close(self):
        # The last started ends first: the gateway before the mail server it sends to.
        while self.servers:
            self.servers.pop().stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def base_url(address):
    """`127.0.0.1:8080` or a URL, as a URL without a slash at the end."""
    text = address if "://" in address else f"http://{address}"
    return text.rstrip("/")


def host_port(address):
    """`127.0.0.1:2525` of an address or a URL."""
    return address.split("://", 1)[-1].rstrip("/")


# --- HTTP ------------------------------------------------------------------------------------------------------------


def call(method, url, body=None, headers=None, timeout=30):
    """One request to a server of ours; answers (status, decoded JSON or text)."""
    data = body
    headers = dict(headers or {})
    if body is not None and not isinstance(body, bytes):
        data = json.dumps(body, ensure_ascii=False).encode()
        headers.setdefault("Content-Type", "application/json")
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as answer:
            status, raw = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, raw = error.code, error.read()
    except (urllib.error.URLError, OSError) as error:
        raise Failure(f"{method} {url.split('?')[0]} got no answer: {error}.") from error
    try:
        return status, json.loads(raw)
    except ValueError:
        return status, raw.decode("utf-8", errors="replace")


def call_raw(url, headers=None, timeout=60):
    """The bytes at a URL of ours."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, headers=headers or {}), timeout=timeout) as answer:
        return answer.read()


# --- the gateway's settings ------------------------------------------------------------------------------------------


def gateway_settings(folder, smtp, connections=None):
    """A `parcelpost.yaml` for one shop on free ports with its store in a folder, its webhook secret and its API key.

    The secrets are made up for this run and stand in the file itself, so that other commands can use it as it is.
    """
    host, port = host_port(smtp).rsplit(":", 1)
    webhook_secret, api_key = "whsec_" + secrets.token_hex(24), "pp_" + secrets.token_hex(24)
    connections = f", connections: {connections}" if connections else ""
    text = f"""\
server:
  listen: 127.0.0.1:0
  publicURL: http://127.0.0.1:8080
  environment: development
store: sqlite:{folder}/parcelpost.db
webhooks:
  deliveryapi:
    secrets: ["{webhook_secret}"]
transports:
  email: {{ host: {host}, port: {port}, security: plain{connections} }}
shops:
  default:
    name: 달빛상점
    from: hello@dalbit.example
    brand: {{ color: "#3b5bdb", siteURL: "https://dalbit.example" }}
    reviewURL: https://dalbit.example/reviews
    apiKeys: ["{api_key}"]
"""
    return text, webhook_secret, api_key


# --- tables ----------------------------------------------------------------------------------------------------------


def width(text):
    """Columns in a terminal: wide and full-width characters take two."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text)


def clip(text, columns):
    """The text, cut with an ellipsis where it would be wider."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > columns - 1:
            break
        kept += character
    return kept + "…"


def pad(text, columns, right=False):
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


COLOURS = {"good": "32", "bad": "31", "quiet": "2", "bold": "1", "warn": "33"}


def paint(text, colour):
    """Colour on a terminal only, and never alone: the word says the same."""
    if not colour or not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{COLOURS[colour]}m{text}\033[0m"


def print_table(head, rows, right=(), colours=None, indent="  "):
    """Aligned columns; `colours(row, column)` may name a colour."""
    widths = [max(width(str(row[column])) for row in [head, *rows]) for column in range(len(head))]
    line = "  ".join(pad(title, widths[column], column in right) for column, title in enumerate(head))
    print(indent + paint(line.rstrip(), "bold"))
    print(indent + paint("  ".join("─" * columns for columns in widths), "quiet"))
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            text = pad(str(cell), widths[column], column in right)
            if column == len(row) - 1 and column not in right:
                text = text.rstrip()
            cells.append(paint(text, colours(row, column) if colours else None))
        print(indent + "  ".join(cells).rstrip())
