"""Reads mails with Python's own email package and compares them with what they were made of.

Usage: check_mail.py FOLDER; the folder holds the mails and manifest.json. Prints what is wrong, then
"N checked, M wrong"; exits 0 when nothing is wrong.
"""

import base64
import email
import email.header
import email.policy
import json
import pathlib
import re
import sys

ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=")
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def wire_problems(raw, allows_8bit):
    """What is wrong with the bytes as such (RFC 5322 section 2.1.1, RFC 2045 section 6)."""
    if not raw.endswith(b"\r\n"):
        yield "does not end in CRLF"
    if re.search(rb"\r(?!\n)|(?<!\r)\n", raw):
        yield "has a CR or LF alone"
    if CONTROLS.search(raw):
        yield "has a control character"
    lines = raw.split(b"\r\n")
    if any(len(line) > 998 for line in lines):
        yield "has a line over 998 bytes"
    header = lines[: lines.index(b"")] if b"" in lines else lines
    for line in lines[len(header):]:
        # An id is one word, and a header may have lines of 998.
        if len(line) > 76 and not line.startswith(b"Content-ID: <"):
            yield "has a body line over 76 bytes"
            break
    if any(not line.strip() for line in header) or any(line != line.rstrip() for line in header):
        yield "has a header line that is blank or ends in white space"
    for line in header:
        # A line with an encoded word has at most 76 characters (RFC 2047 section 2).
        if len(line) > 76 and ENCODED_WORD.search(line.decode("utf-8", "replace")):
            yield f"has a long line with an encoded word: {line!r}"
        for word in ENCODED_WORD.findall(line.decode("utf-8", "replace")):
            if len(word) > 75:
                yield f"has an encoded word over 75 characters: {word}"
            # Each word is text by itself (RFC 2047 section 5): it decodes strictly.
            for part, charset in email.header.decode_header(word):
                if charset is None:
                    continue
                try:
                    part.decode(charset)
                except UnicodeDecodeError:
                    yield f"has an encoded word that splits a character: {word}"
    if b"\r\n" in raw and any(byte > 0x7F for byte in raw):
        names = {line.split(b":")[0] for line in unfolded(header) if any(byte > 0x7F for byte in line)}
        if not allows_8bit:
            yield "has bytes over 127"
        elif names - {b"From", b"To", b"Reply-To"}:
            yield f"has bytes over 127 outside address fields: {names}"
        elif any(byte > 0x7F for line in lines[len(header):] for byte in line):
            yield "has bytes over 127 in its body"


def unfolded(lines):
    fields = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += line
        else:
            fields.append(line)
    return fields


def defects(message, allows_8bit):
    """All defects the parser reported, of the mail, its parts and their header fields."""
    for part in message.walk():
        for defect in part.defects:
            yield f"defect {defect!r}"
        for name, value in part.items():
            for defect in value.defects:
                # Python reports internationalised addresses as a defect; they are meant here.
                if allows_8bit and type(defect).__name__ == "NonASCIILocalPartDefect":
                    continue
                yield f"defect in {name}: {defect!r}"


def same(what, found, expected):
    if found != expected:
        yield f"{what}: expected {expected!r}, found {found!r}"


def mailbox(name, message, expected):
    values = message.get_all(name, [])
    if expected is None:
        yield from same(name, values, [])
        return
    if len(values) != 1 or len(values[0].addresses) != 1:
        yield f"{name}: expected one address, found {values!r}"
        return
    address = values[0].addresses[0]
    display_name, addr_spec = expected
    yield from same(f"{name} address", address.addr_spec, addr_spec)
    source = next(value for key, value in message.raw_items() if key == name)
    words = ENCODED_WORD.findall(source)
    if len(words) < 2:
        yield from same(f"{name} name", address.display_name, display_name)
        return
    # The structured parser keeps the white space between neighbouring encoded words in a phrase, which RFC 2047
    # section 6.2 has dropped (python/cpython#79728, #128110: "email.parser can insert extraneous spaces"). So of several
    # words it is asked for everything but spaces, and the package's own decode_header for the exact name.
    squeezed = lambda text: re.sub(r"[ \t]", "", text)
    yield from same(f"{name} name, spaces aside", squeezed(address.display_name), squeezed(display_name))
    phrase = source[: source.rindex("<")].replace("\r\n", "").strip()
    yield from same(f"{name} name", str(email.header.make_header(email.header.decode_header(phrase))), display_name)


def body(message, kind):
    part = message.get_body(preferencelist=(kind,))
    return None if part is None else part.get_content().replace("\r\n", "\n")


def inline(message, expected):
    """The images beside the HTML (RFC 2387, RFC 2392)."""
    boundaries = [part.get_boundary() for part in message.walk() if part.is_multipart()]
    yield from same("boundaries", len(set(boundaries)), len(boundaries))
    for part in message.walk():
        if part.get_content_type() == "multipart/related":
            yield from same("type of multipart/related", part.get_param("type"), "text/html")
            yield from same("its children", len(part.get_payload()), 1 + len(expected))
    images = [part for part in message.walk() if part.get_content_maintype() == "image"]
    for part, image in zip(images, expected):
        yield from same("Content-ID", str(part["Content-ID"]), f"<{image['id']}>")
        yield from same("disposition", part.get_content_disposition(), "inline")
        # Not get_filename(), which takes quotes and angle brackets off a name that has them.
        yield from same("file name", part["Content-Disposition"].params.get("filename"), image["name"])
        yield from same("image", part.get_content(), base64.b64decode(image["bytes"]))


def problems(raw, expected):
    allows_8bit = expected["smtputf8"]
    yield from wire_problems(raw, allows_8bit)
    if allows_8bit:
        message = email.message_from_string(raw.decode("utf-8"), policy=email.policy.SMTPUTF8)
    else:
        message = email.message_from_bytes(raw, policy=email.policy.default)
    yield from defects(message, allows_8bit)
    yield from same("subject", str(message["Subject"]), expected["subject"])
    yield from mailbox("From", message, expected["from"])
    yield from mailbox("To", message, expected["to"])
    yield from mailbox("Reply-To", message, expected["replyTo"])
    yield from same("text", body(message, "plain"), expected["text"])
    yield from same("html", body(message, "html"), expected["html"])
    yield from same("Message-ID", str(message["Message-ID"]), expected["messageID"])
    yield from same("In-Reply-To", message["In-Reply-To"], expected["inReplyTo"])
    yield from same("References", str(message.get("References", "")).split(), expected["references"])
    date = message["Date"].datetime
    yield from same("Date", (int(date.timestamp()), int(date.utcoffset().total_seconds())),
                    (expected["epoch"], expected["offset"]))
    yield from same("Auto-Submitted", message["Auto-Submitted"], "auto-generated")
    for name in ("Bcc", "Cc", "Sender", "Return-Path"):
        yield from same(name, message[name], None)
    if expected["unsubscribe"]:
        found = re.findall(r"<([^>]*)>", str(message["List-Unsubscribe"]))
        yield from same("List-Unsubscribe", found[:1], [expected["unsubscribe"]])
        yield from same("List-Unsubscribe-Post", message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
    else:
        yield from same("List-Unsubscribe", message["List-Unsubscribe"], None)
    for name, value in expected["extra"]:
        yield from same(name, str(message[name]), value)
    kinds = [part.get_content_type() for part in message.walk()]
    images = [image["type"] for image in expected["inline"]]
    html = ["multipart/related", "text/html", *images] if images else ["text/html"]
    multipart = ["multipart/alternative", "text/plain", *html]
    yield from same("parts", kinds, ["text/plain"] if expected["html"] is None else multipart)
    yield from inline(message, expected["inline"])
    for name, count in [(name, len(message.get_all(name))) for name in set(message.keys())]:
        if count != 1:
            yield f"{name} occurs {count} times"


def main():
    folder = pathlib.Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    wrong = 0
    for expected in manifest:
        try:
            found = list(problems((folder / expected["file"]).read_bytes(), expected))
        except Exception as error:  # A mail that breaks the parser is wrong, and the others still count.
            found = [f"{type(error).__name__}: {error}"]
        if found:
            wrong += 1
            for problem in found[:5]:
                print(f"{expected['file']}: {problem[:600]}")
    print(f"{len(manifest)} checked, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
