"""A gateway's journal for the tests, over HTTP; prints {"port": N} when it listens.

    argv[1]   what it does: plain, cut-off, half, not-json, loop, away (closes without an answer), html

    POST /lines         JSON lines, each put behind the others with the next id, unless it has one
    GET  /v1/journal    ?after=&limit=, as a gateway does; the key is "good"
    GET  /v1/idle       {"idle": true}
    GET  /asked         how often the journal was asked for
    POST /many?count=   so many deliveries that were sent
"""
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

mode = sys.argv[1]
lock = threading.Lock()
lines = []
asked = 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", promised=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Content-Length", str(len(body) if promised is None else promised))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        global asked
        path = urlsplit(self.path)
        query = parse_qs(path.query)
        if path.path == "/asked":
            return self.answer(200, str(asked).encode())
        if self.headers.get("Authorization") != "Bearer good":
            return self.answer(401, b"{}")
        if mode == "away":
            self.close_connection = True
            return self.connection.close()
        if mode == "html":
            return self.answer(404, b"<html>")
        if path.path == "/v1/idle":
            return self.answer(200, b'{"idle":true}')
        with lock:
            asked += 1
            after, limit = int(query["after"][0]), int(query["limit"][0])
            # The ids rise by one from 1.
            page = lines[after:after + limit] if mode != "loop" else lines[:limit]
        body = b"".join(line + b"\n" for line in page)
        if mode == "cut-off" and body:
            return self.answer(200, body[:-20])
        if mode == "half" and body:
            self.close_connection = True
            return self.answer(200, body[:-20], promised=len(body))
        if mode == "not-json":
            body += b"<html>\n"
        self.answer(200, body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path)
        with lock:
            if path.path == "/many":
                for number in range(int(parse_qs(path.query)["count"][0])):
                    for kind in ("decided", "sent"):
                        line = {"id": len(lines) + 1, "kind": kind, "deliveryId": number + 1, "text": "t"}
                        if kind == "sent":
                            line["messageId"] = f"d{number + 1}@shop.example"
                        lines.append(json.dumps(line).encode())
            else:
                for line in body.decode().splitlines():
                    lines.append(json.dumps({"id": len(lines) + 1, **json.loads(line)}).encode())
        self.answer(200, b"{}")


class Server(ThreadingHTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
print(json.dumps({"port": server.server_address[1]}), flush=True)
server.serve_forever()
