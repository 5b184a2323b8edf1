"""An HTTP server for the tests; prints {"port": N} when it listens and logs each path, before it answers, to argv[1].

    /echo          the request as JSON          /mirror        the request's body
    /bytes/N       N bytes                      /status/N      an empty answer with that status
    /hang          never answers                /steps/N       N pieces, each after a request for /step
    /drop          half of an answer
"""
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

log_file = open(sys.argv[1], "a", buffering=1)
steps = threading.Semaphore(0)


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
        elif self.path == "/step":
            steps.release()
            self.answer(204)
        elif self.path.startswith("/steps/"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for number in range(int(self.path[7:])):
                steps.acquire()
                piece = f"piece {number};".encode()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        elif self.path == "/drop":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"half")
            self.close_connection = True
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
