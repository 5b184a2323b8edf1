"""An HTTP server for the tests; prints {"port": N} when it listens and logs each path, before it answers, to argv[1].

    /echo          the request as JSON          /mirror        the request's body
    /bytes/N       N bytes                      /status/N      an empty answer with that status
    /hang          never answers
"""
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

log_file = open(sys.argv[1], "a", buffering=1)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", kind="application/octet-stream"):
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", "/echo")
        self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        log_file.write(self.path + "\n")
        if self.path.startswith("/bytes/"):
            self.answer(200, b"x" * int(self.path[7:]))
        elif self.path.startswith("/status/"):
            self.answer(int(self.path[8:]))
        elif self.path == "/mirror":
            self.answer(200, body)
        elif self.path == "/hang":
            threading.Event().wait()
        else:
            seen = {
                "method": self.command, "path": self.path, "body": body.decode(),
                "headers": {name.lower(): value for name, value in self.headers.items()}}
            self.answer(200, json.dumps(seen).encode(), "application/json")

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any


class Server(ThreadingHTTPServer):
    request_queue_size = 512
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
print(json.dumps({"port": server.server_address[1]}), flush=True)
server.serve_forever()
