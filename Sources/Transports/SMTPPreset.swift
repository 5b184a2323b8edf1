// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Curl

/// A mail provider we know, so that its name, a user and a password are all a shop must write.
public enum SMTPPreset: String, CaseIterable, Sendable {
    /// Gmail and Google Workspace.
    case gmail
    /// Naver mail.
    case naver
    /// NAVER WORKS.
    case naverWorks = "naver-works"
    /// Daum and Hanmail (Kakao).
    case daum
    /// Amazon SES.
    case ses
    /// Twilio SendGrid.
    case sendgrid
    /// Mailgun.
    case mailgun
    /// Microsoft 365.
    case outlook

    /// The regions to choose from: nil where there are none, empty where any name may be written.
    public var regions: [String]? {
        switch self {
        case .ses: []
        case .mailgun: ["us", "eu"]
        default: nil
        }
    }

    /// The server's name.
    ///
    /// - Parameter region: The region, where the provider has some; Mailgun's default is `us`.
    /// - Returns: nil when the region is missing or unknown.
    public func host(region: String?) -> String? {
        switch self {
        case .gmail: "smtp.gmail.com"
        case .naver: "smtp.naver.com"
        case .naverWorks: "smtp.worksmobile.com"
        case .daum: "smtp.daum.net"
        case .ses: region.flatMap { SMTPPreset.isRegion($0) ? "email-smtp." + $0 + ".amazonaws.com" : nil }
        case .sendgrid: "smtp.sendgrid.net"
        case .mailgun:
            switch region ?? "us" {
            case "us": "smtp.mailgun.org"
            case "eu": "smtp.eu.mailgun.org"
            default: nil
            }
        case .outlook: "smtp.office365.com"
        }
    }

    /// The server's port.
    public var port: Int { self == .daum ? 465 : 587 }

    /// How the connection is protected.
    public var security: SMTPRelay.Security { self == .daum ? .implicitTLS : .startTLS }

    /// The user, where the provider has the same one for everybody.
    public var user: String? { self == .sendgrid ? "apikey" : nil }

    /// How many connections the provider lets an account open.
    public var connections: Int { self == .outlook ? 3 : 4 }

    /// How many mails an ordinary account may send a day; nil where it depends on the plan or is not published.
    public var dailyQuota: Int? {
        switch self {
        case .gmail: 500
        case .outlook: 10_000
        default: nil
        }
    }

    /// What a person must know before it works.
    public var notes: String {
        switch self {
        case .gmail:
            "Use an app password (2-step verification must be on) or xoauth2. 500 mails a day, 2,000 with Workspace."
        case .naver:
            "Turn POP3/SMTP on in the mail settings; with 2-step login use an application password. The sender is the "
                + "account's own address."
        case .naverWorks: "An administrator allows SMTP; use an external-app password."
        case .daum: "Turn IMAP/SMTP on in the mail settings and use an app password."
        case .ses:
            "User and password are SES SMTP credentials, not an access key. In the sandbox only verified addresses "
                + "receive mail, 200 a day. SES replaces the Message-ID; the id in its answer is kept."
        case .sendgrid: "The password is an API key with the right to send mail; the user is always apikey."
        case .mailgun: "User and password are the domain's SMTP credentials; region is us or eu."
        case .outlook:
            "Microsoft is ending password logins: prefer xoauth2. 10,000 recipients a day, 30 mails a minute, three "
                + "connections."
        }
    }

    private static func isRegion(_ region: String) -> Bool {
        !region.isEmpty && region.utf8.count <= 32
            && region.allSatisfy { $0 == "-" || ($0.isASCII && ($0.isLowercase || $0.isNumber)) }
    }
}
