# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""What the page's judge sends: mails as Python's own library writes them, hostile ones, and a hundred thousand."""

import base64
import smtplib
import socket
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

TRACKING = "686530129012"
REMOTE = "https://tracker.invalid"
# What would show on the page if any of it ran.
SCRIPT = "<script>window.top.ran='{0}';window.ran='{0}'</script><img src=x onerror=\"window.ran='{0}';window.top.ran='{0}'\">"

LETTER = """<!doctype html>
<html lang="ko" dir="ltr"><head><meta charset="utf-8"><title>오늘 도착해요</title>
<style>@media (prefers-color-scheme: dark) {{ body {{ background: #0d1117 !important; color: #e6edf3 !important }}
 .card {{ background: #161b22 !important }} }}</style></head>
<body style="margin:0;background:#f6f8fa;color:#1f2328;font-family:'Apple SD Gothic Neo','Noto Sans KR',sans-serif">
<main style="max-width:600px;margin:0 auto;padding:24px"><div class="card" style="background:#ffffff;border-radius:12px;padding:24px">
<p style="margin:0 0 16px;font-weight:700">달빛상점</p><h1 style="font-size:22px;margin:0 0 8px">오늘 안에 도착해요</h1>
<p style="margin:0 0 16px">홍길동님, 주문하신 상품이 배송을 출발했어요.</p>
<p><img src="cid:parcel@dalbit.example" width="96" height="72" alt="상품: 달빛 머그컵"></p>
<p><a href="https://dalbit.example/t/{tracking}" style="display:block;background:#3b5bdb;color:#ffffff;text-align:center;padding:14px;border-radius:8px;text-decoration:none">배송 조회하기</a></p>
<p style="color:#57606a">운송장 번호 6865-3012-9012</p>{extra}</div></main></body></html>"""

REMOTE_PARTS = (
    f'<img src="{REMOTE}/open.gif" alt="" width="1" height="1"><table role="presentation" background="{REMOTE}/ground.png"><tr><td>'
    f'<div style="background-image:url({REMOTE}/style.png)">배송</div></td></tr></table>')
REMOTE_COUNT = 3


def png(width=96, height=72, color=(59, 91, 219)):
    """A picture of one colour."""
    rows = b"".join(b"\0" + bytes(color) * width for _ in range(height))
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def letter(subject="[달빛상점] 오늘 도착해요", to="hong@example.com", name="홍길동", extra="", attach=True, tags=None, event=None):
    """A letter with text, HTML, a picture that travels in it and an attachment."""
    mail = EmailMessage()
    mail["From"] = "달빛상점 <hello@dalbit.example>"
    mail["To"] = f"{name} <{to}>"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{zlib.crc32((subject + to).encode()):08x}.{TRACKING}@dalbit.example>"
    if tags:
        mail["X-Parcelpost-Tags"] = tags
    if event:
        mail["X-Parcelpost-Event"] = event
    mail.set_content(f"오늘 안에 도착해요\n\n{name}님, 주문하신 상품이 배송을 출발했어요.\n운송장 번호 {TRACKING}\nhttps://dalbit.example/t/{TRACKING}\n")
    mail.add_alternative(LETTER.format(tracking=TRACKING, extra=extra), subtype="html")
    mail.get_payload()[1].add_related(png(), "image", "png", cid="<parcel@dalbit.example>")
    if attach:
        mail.add_attachment("주문,수량\n머그컵,1\n".encode(), maintype="text", subtype="csv", filename="주문 내역.csv")
    return mail


def korean(subject, text, to, codec, label):
    """A mail in an older Korean charset, as old shops write it."""
    def encoded(words):
        return base64.b64encode(words.encode(codec)).decode()
    return "\r\n".join([
        "From: shop@example.com", f"To: {to}", f"Subject: =?{label}?B?{encoded(subject)}?=", "MIME-Version: 1.0",
        f"Content-Type: text/plain; charset={label}", "Content-Transfer-Encoding: base64", "", encoded(text), ""]).encode()


def hostile():
    """A mail with a script in every field there is."""
    s = SCRIPT.format
    boundary = "b"
    name = base64.b64encode(s("file").encode()).decode()
    html = f"""<html><head><meta http-equiv="refresh" content="0;url={REMOTE}/refresh"><base href="{REMOTE}/">
<link rel="stylesheet" href="{REMOTE}/a.css"><link rel="preconnect" href="{REMOTE}"><style>@import "{REMOTE}/b.css";</style></head>
<body onload="window.top.ran='onload'">{s('html')}<svg onload="window.top.ran='svg'"></svg><iframe src="javascript:window.top.ran='frame'"></iframe>
<iframe srcdoc="<script>window.top.ran='srcdoc'</script>"></iframe><form action="{REMOTE}/form"><button>x</button></form>
<a href="javascript:window.top.ran='link'" id="js">js</a><object data="{REMOTE}/o"></object><p>본문</p></body></html>"""
    lines = [
        f"From: \"{s('from')}\" <evil@example.com>", f"To: {s('to')} <hong@example.com>", f"Subject: {s('subject')}",
        f"Message-ID: <{s('id')}@x>", f"X-Evil: {s('header')}", f"X-Parcelpost-Tags: {s('tag')}",
        "DKIM-Signature: v=1; a=rsa-sha256; d=" + s("d") + "; s=" + s("s") + "; bh=x; b=x",
        "MIME-Version: 1.0", f'Content-Type: multipart/mixed; boundary="{boundary}"', "",
        f"--{boundary}", "Content-Type: text/plain; charset=utf-8", "", s("text") + " https://x.invalid/" + s("url"),
        f"--{boundary}", "Content-Type: text/html; charset=utf-8", "", html,
        f"--{boundary}", f'Content-Type: text/html; name="=?utf-8?b?{name}?="',
        "Content-Disposition: attachment; filename=\"x.html\"", "", s("attachment"), f"--{boundary}--", "",
    ]
    return "\r\n".join(lines).replace("\r\n", "\n").replace("\n", "\r\n").encode()


def send(address, mail, sender="hello@dalbit.example", to=("hong@example.com",)):
    """One mail by smtplib; answers the reply of a refusal, or None."""
    host, port = address.rsplit(":", 1)
    with smtplib.SMTP(host, int(port), timeout=20) as client:
        raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
        try:
            client.sendmail(sender, list(to), raw)
        except smtplib.SMTPResponseException as error:
            return error.smtp_code
    return None


def flood(address, first, count, connections=1, batch=200):
    """Many small mails, numbered from `first`: pipelined with BDAT (RFC 3030)."""
    host, port = address.rsplit(":", 1)

    def work(numbers):
        with socket.create_connection((host, int(port)), timeout=120) as connection:
            lines = connection.makefile("rb")

            def replies(wanted):
                while wanted:
                    line = lines.readline()
                    if line[:1] not in (b"2", b"3"):
                        raise RuntimeError("the mock answered " + line.decode(errors="replace").strip())
                    wanted -= line[3:4] == b" "

            replies(1)
            connection.sendall(b"EHLO judge.example\r\n")
            replies(1)
            for start in range(0, len(numbers), batch):
                part = numbers[start:start + batch]
                request = bytearray()
                for number in part:
                    body = (f"From: Shop {number % 97} <shop{number % 97}@example.com>\r\nTo: r{number}@example.com\r\n"
                            f"Subject: =?utf-8?b?{base64.b64encode(f'배송 알림 {number}'.encode()).decode()}?=\r\n"
                            f"Message-ID: <{number}@judge.example>\r\n\r\nParcel number {number} is on its way.\r\n").encode()
                    request += (f"MAIL FROM:<shop{number % 97}@example.com>\r\nRCPT TO:<r{number}@example.com>\r\n"
                                f"BDAT {len(body)} LAST\r\n").encode() + body
                connection.sendall(request)
                replies(3 * len(part))

    each = -(-count // connections)
    shares = [range(first + i * each, min(first + count, first + (i + 1) * each)) for i in range(connections)]
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(work, [share for share in shares if len(share)]))
