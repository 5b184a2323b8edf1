// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Mail
import MockWorld
import NIOCore
import Values
import Web

/// A message's bytes, its HTML and its parts as answers of their own.
enum MessageFiles {
    /// The bytes as they came: a mail, or the body of a provider's request.
    static func raw(_ message: InboxMessage) -> Response {
        let bytes = message.raw
        let type: String
        if message.card == nil {
            type = "message/rfc822"
        } else {
            type =
                (try? JSON(parsing: bytes)) != nil ? "application/json; charset=utf-8" : "application/octet-stream"
        }
        let ending = message.card == nil ? "eml" : type.hasPrefix("application/json") ? "json" : "bin"
        return Response(
            status: .ok,
            headers: [
                .contentType: type, .cacheControl: "no-store",
                .contentDisposition: "inline; filename=\"\(message.id).\(ending)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The HTML as the inbox's frame shows it.
    static func html(_ message: InboxMessage) throws -> PageResponse {
        let mail = ParsedMail(message.raw)
        guard message.card == nil, let html = mail.html else {
            throw ProblemDetails.notFound("This message has no HTML part.")
        }
        return PageResponse(
            FramedHTML.page(html, parts: MailParts(mail), id: message.id), policy: .mail(remoteImages: false))
    }

    /// One leaf, to be saved; images of the common kinds are shown, because the HTML refers to them.
    static func part(_ message: InboxMessage, _ path: String) throws -> Response {
        guard message.card == nil,
            let entry = MailParts(ParsedMail(message.raw)).list.first(where: { $0.path == path })
        else {
            throw ProblemDetails.notFound("This message has no such part.")
        }
        let type = entry.part.contentType.essence
        let isImage = ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(type)
        var headers: HTTPFields = [
            .contentType: isImage ? type : "application/octet-stream", .cacheControl: "no-store",
            .contentSecurityPolicy: PagePolicy.nothing.text,
        ]
        if !isImage {
            let name = entry.part.fileName.map { PercentEncoding.encode($0) } ?? "part"
            headers[.contentDisposition] = "attachment; filename*=UTF-8''" + name
        }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: entry.part.content)))
    }
}

/// A mail's HTML as it is put into the frame.
enum FramedHTML {
    /// The HTML with the images that travel in the mail (`cid:`) pointed at its parts; nothing else is touched.
    static func page(_ html: String, parts: MailParts, id: MessageKey) -> String {
        var html = html
        let named = parts.list.prefix(100).compactMap { entry in entry.part.contentID.map { ($0, entry) } }
        // The longest first: img10 begins with img1.
        for (contentID, entry) in named.sorted(by: { $0.0.utf8.count > $1.0.utf8.count })
        where (1...250).contains(contentID.utf8.count) {
            html.replace("cid:" + contentID, with: "/api/messages/\(id)/parts/\(entry.path)")
        }
        return html
    }
}

/// Percent-encoding of everything that is not unreserved (RFC 3986 section 2.3).
enum PercentEncoding {
    static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: encoded += "%" + Hex.encode([byte]).uppercased()
            }
        }
        return encoded
    }
}
