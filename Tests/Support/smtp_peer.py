"""A mail server for the tests: aiosmtpd, told by one JSON argument how to misbehave.

It prints {"port": N} when it listens and appends one JSON object a line to the file `log`: what it saw, always before it
answers, so that whoever has the answer finds the line.

    log            the file of events
    store          a folder for the messages' bytes, one file each (1.eml, 2.eml, ...)
    tls            "none", "starttls" or "implicit", with `cert` and `key`
    auth           {"user", "password", "bearer", "mechanisms": [...]}: login is required
    size           the limit announced by SIZE, 0 for none
    smtputf8, eightbit, pipelining     what EHLO offers
    replies        {"greeting" | "mail" | "data" | "ending": "550 5.1.1 ...", "rcpt": {address: reply, "*": reply}}
    drop, hang     the stage ("mail", "rcpt", "data", "ending") at which the connection is cut, or no answer comes
    messages       how many messages a connection carries before the server leaves it
    connections    how many connections are served at once; others get a 421
"""
import asyncio
import base64
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

options = json.loads(sys.argv[1])
log_file = open(options["log"], "a", buffering=1)
open_connections = 0
counters = {"connection": 0, "message": 0}


def log(event, **fields):
    log_file.write(json.dumps({"event": event, **fields}) + "\n")


class Peer(SMTP):
    number = 0
    carried = 0
    greeted = False

    def connection_made(self, transport):
        global open_connections
        if not self.number:
            open_connections += 1
            counters["connection"] += 1
            self.number = counters["connection"]
            log("connection", number=self.number, open=open_connections)
        super().connection_made(transport)

    def connection_lost(self, error):
        global open_connections
        open_connections -= 1
        log("closed", number=self.number)
        super().connection_lost(error)

    async def push(self, status):
        text = status if isinstance(status, str) else bytes(status).decode()
        if not self.greeted and text.startswith("220"):
            self.greeted = True
            limit = options.get("connections", 0)
            refusal = options.get("replies", {}).get("greeting")
            if limit and open_connections > limit:
                refusal = "421 4.7.0 Too many connections"
            if refusal:
                await super().push(refusal)
                self.transport.close()
                return
        await super().push(status)

    async def smtp_DATA(self, arg):
        answer = await stage(self, "data")
        if answer:
            await self.push(answer)
            return
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg):
        log("quit", number=self.number)
        await super().smtp_QUIT(arg)

    async def smtp_RSET(self, arg):
        log("reset", number=self.number)
        await super().smtp_RSET(arg)


async def stage(server, name, reply=None):
    if options.get("drop") == name:
        server.transport.abort()
        await asyncio.Event().wait()
    if options.get("hang") == name:
        await asyncio.Event().wait()
    return reply or options.get("replies", {}).get(name if name != "rcpt" else "")


class Handler:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        log("hello", number=server.number, name=hostname, tls=server.transport.get_extra_info("sslcontext") is not None)
        kept = []
        for line in responses:
            word = line[4:].split(" ")[0]
            if word == "SMTPUTF8" and not options.get("smtputf8", True):
                continue
            if word == "8BITMIME" and not options.get("eightbit", True):
                continue
            if word == "SIZE" and not options.get("size", 33554432):
                continue
            kept.append(line)
        if options.get("pipelining", True):
            kept.insert(1, "250-PIPELINING")
        return kept

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        log("mail", number=server.number, address=address, options=mail_options)
        answer = await stage(server, "mail")
        if answer:
            return answer
        envelope.mail_from = address
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        log("rcpt", number=server.number, address=address)
        refusals = options.get("replies", {}).get("rcpt", {})
        answer = await stage(server, "rcpt", refusals.get(address) or refusals.get("*"))
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        counters["message"] += 1
        number = counters["message"]
        if options.get("store"):
            with open(os.path.join(options["store"], f"{number}.eml"), "wb") as file:
                file.write(envelope.original_content)
        server.carried += 1
        log(
            "message", number=server.number, message=number, mail_from=envelope.mail_from, rcpt_tos=envelope.rcpt_tos,
            bytes=len(envelope.original_content), tls=server.transport.get_extra_info("sslcontext") is not None)
        answer = await stage(server, "ending")
        if options.get("messages") and server.carried >= options["messages"]:
            asyncio.get_running_loop().call_soon(server.transport.close)
        return answer or f"250 2.0.0 Ok: queued as {number:08X}"

    async def auth_XOAUTH2(self, server, args):
        fields = base64.b64decode(args[1]).decode().split("\x01")
        auth = options["auth"]
        log("auth", mechanism="XOAUTH2")
        if fields[0] == "user=" + auth["user"] and fields[1] == "auth=Bearer " + auth["bearer"]:
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False)


def authenticate(server, session, envelope, mechanism, data):
    auth = options["auth"]
    log("auth", mechanism=mechanism)
    good = data.login == auth["user"].encode() and data.password == auth["password"].encode()
    return AuthResult(success=good, handled=good)


async def main():
    context = None
    if options.get("tls", "none") != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options["cert"], options["key"])
    arguments = {
        "data_size_limit": options.get("size", 33554432) or None, "enable_SMTPUTF8": True, "hostname": "peer.test",
        "ident": "ESMTP", "timeout": 600}
    if options.get("tls") == "starttls":
        arguments |= {"tls_context": context, "require_starttls": True}
    if options.get("auth"):
        mechanisms = set(options["auth"].get("mechanisms", ["PLAIN", "LOGIN"]))
        arguments |= {
            "auth_required": True, "auth_require_tls": False, "authenticator": authenticate,
            "auth_exclude_mechanism": {"PLAIN", "LOGIN", "XOAUTH2"} - mechanisms}
    server = await asyncio.get_running_loop().create_server(
        lambda: Peer(Handler(), **arguments), "127.0.0.1", 0, ssl=context if options.get("tls") == "implicit" else None)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()


asyncio.run(main())
