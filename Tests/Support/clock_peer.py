"""A clock to follow, for the tests (docs/mock-clock.md); prints {"port": N} when it listens.

    GET  /api/clock/follow   an event stream; its first event is the time told last, if there is one
    POST /api/clock/ack      is remembered
    POST /tell               {"event": ..., "data": {...}}: tells all followers; answers how many there are
    GET  /acks               what was acknowledged, as it came
    POST /hang-up            ends all followers' connections
"""
import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

lock = threading.Lock()
followers = []
first = []
acks = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, value=None):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/acks":
            with lock:
                return self.answer(200, acks)
        if not self.path.startswith("/api/clock/follow?name="):
            return self.answer(404)
        inbox = queue.Queue()
        with lock:
            followers.append(inbox)
            for told in first:
                inbox.put(told)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b": hello\n\n")
        self.close_connection = True
        while (told := inbox.get()) is not None:
            self.wfile.write(f"event: {told['event']}\r\nid: 1\r\ndata: {json.dumps(told['data'])}\r\n\r\n".encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with lock:
            if self.path == "/api/clock/ack":
                acks.append(json.loads(body))
                return self.answer(204)
            if self.path == "/tell":
                told = json.loads(body)
                if told["event"] == "time":
                    first[:] = [told]
                for inbox in followers:
                    inbox.put(told)
                return self.answer(200, len(followers))
            if self.path == "/hang-up":
                for inbox in followers:
                    inbox.put(None)
                count = len(followers)
                followers.clear()
                return self.answer(200, count)
        self.answer(404)


class Server(ThreadingHTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
print(json.dumps({"port": server.server_address[1]}), flush=True)
server.serve_forever()
