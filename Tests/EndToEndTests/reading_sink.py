"""An SMTP server that reads each mail with Python's email package and prints what it read, one JSON line a mail."""
import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP


class Reader:
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        parts = [part for part in mail.walk() if not part.is_multipart()]
        print(json.dumps({
            "subject": str(mail["subject"]), "from": str(mail["from"]), "to": str(mail["to"]),
            "types": [part.get_content_type() for part in parts],
            "text": parts[0].get_content(), "defects": [repr(d) for part in mail.walk() for d in part.defects],
        }, ensure_ascii=False), flush=True)
        return "250 2.0.0 taken"


async def main():
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Reader(), enable_SMTPUTF8=True), "127.0.0.1", int(sys.argv[1]))
    async with server:
        await server.serve_forever()


asyncio.run(main())
