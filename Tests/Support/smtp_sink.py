"""Starts Postfix's smtp-sink on a free port of loopback and prints {"port": N} once it listens.

    smtp_sink.py [SMTP-SINK ARGUMENT...]

smtp-sink cannot pick a port itself, so one is taken and given back just before; it replaces this process.
"""
import json
import os
import shutil
import socket
import sys

probe = socket.socket()
probe.bind(("127.0.0.1", 0))
port = probe.getsockname()[1]
probe.close()

if os.fork() == 0:
    if os.fork() == 0:
        for attempt in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                print(json.dumps({"port": port}), flush=True)
                os._exit(0)
            except ConnectionRefusedError:
                os.sched_yield()
                __import__("time").sleep(0.02)
        os._exit(1)
    os._exit(0)
os.wait()
silence = os.open(os.devnull, os.O_WRONLY)
program = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
user = ["-u", "nobody"] if os.geteuid() == 0 else []
os.dup2(silence, 1)
os.execv(program, [program, *user, *sys.argv[1:], f"127.0.0.1:{port}", "1000"])
