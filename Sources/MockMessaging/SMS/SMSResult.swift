// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a carrier says of a text message in the end (NHN's error table, Result Code of Receiving).
struct SMSResult: Hashable, Sendable {
    /// Four digits, or `E` and three.
    let code: String
    /// Its words.
    let name: String

    /// The message is there.
    static let success = SMSResult(code: "1000", name: "성공")

    /// Whether the recipient has it.
    var isGood: Bool { code == "1000" }

    /// The result of a code; one that is not in the table has other words or none.
    static func of(_ code: String, words: String? = nil) -> SMSResult {
        SMSResult(code: code, name: words.flatMap { $0.isEmpty ? nil : $0 } ?? table[code] ?? "Other errors")
    }

    private static let table: [String: String] = {
        var table: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            table[String(line.prefix(4))] = String(line.dropFirst(5))
        }
        return table
    }()

    private static let lines = """
        1000 성공
        1001 Server Busy
        1002 Receiving number format error
        1003 Reply-to number format error
        1019 Exceeded TTL
        2000 Delivery time exceeded
        2001 Delivery failed (mobile network)
        2002 Delivery failed (mobile network -> device)
        2003 Device power off
        2004 Device message buffer full
        2005 Grey area
        2006 Message deleted
        2007 Temporary device issue
        3000 Unavailable to transfer
        3001 No subscriber available
        3002 Adult authentication failed
        3003 Recipient number format error or missing (unavailable number)
        3004 Temporary service suspension on device
        3005 Device call processing status, not reach to the device
        3006 Incoming call denied
        3007 Device unavailable to receive callback URL
        3008 Other device issues
        3009 Message format error
        3010 Device not supporting MMS
        3011 Server error
        3012 Spam
        3013 Service rejected
        3014 Others
        3015 No transfer route available
        3016 Size restriction failed for attached file
        3017 Number format error based on sender number tampering prevention service
        3018 Individual subscriber phone number subscribed to the sender number tampering prevention service
        3019 Sender numbers that KISA or the Ministry of Science and ICT has blocked for all customers
        4001 Signature format error
        4002 Error in sender number
        4003 Error in recipient number
        4004 Temporary device issue
        4005 No subscriber available
        4006 Failure due to receiver error
        4007 Failure due to telecom provider
        4008 Spam
        4009 Temporary network error
        4010 Failure due to abnormal transfer pattern
        E900 Other sending errors
        E911 No attached file extension available
        E913 Attached file size is 0
        E915 Duplicate messages
        E919 Resending message is prohibited during when delivery is restricted
        E999 Other errors
        """
}
