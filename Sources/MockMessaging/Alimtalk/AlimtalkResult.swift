// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What Kakao says of a message in the end (NHN's error table, Delivery Result Code).
struct AlimtalkResult: Hashable, Sendable {
    /// Four digits.
    let code: String
    /// Its words.
    let name: String

    init(_ code: String, _ name: String) {
        self.code = code
        self.name = name
    }

    /// The message is there.
    static let success = AlimtalkResult("1000", "Success")

    /// Whether the recipient has it, as far as is known; 3005 was sent and not confirmed.
    var isGood: Bool { code == "1000" || code == "3005" }

    /// The result of a code; one that is not in the table has other words or none.
    static func of(_ code: String, words: String? = nil) -> AlimtalkResult {
        AlimtalkResult(code, words.flatMap { $0.isEmpty ? nil : $0 } ?? table[code] ?? "Unknown")
    }

    private static let table: [String: String] = {
        var table: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            table[String(line.prefix(4))] = String(line.dropFirst(5))
        }
        return table
    }()

    private static let lines = """
        1000 Success
        1001 Request Body is not in JSON format
        1002 Invalid hub partner key
        1003 Invalid outgoing profile key
        1004 Cannot find name from the Request Body (JSON)
        1006 Deleted outgoing profile
        1007 Blocked outgoing profile
        1011 Contract information not found
        1012 Request the user key of invalid format
        1013 Invalid app connection
        1014 Invalid business registration number
        1015 Invalid app user id request
        1016 Business registration number mismatch
        1020 The phone number or app user ID is invalid or missing
        1021 Blocked KakaoTalk channel
        1022 Closed KakaoTalk channel
        1023 Deleted KakaoTalk channel
        1024 KakaoTalk channel pending deletion
        1025 Message delivery failure due to channel sanction status
        1027 Message delivery failure due to channel message sanction status
        1028 The targeting option is unavailable
        1030 Invalid parameter request
        1033 Template message type and chat_bubble_type parameter mismatch
        2001 Message could not be sent (an unexpected error occurred)
        2003 Message transmission failure
        2005 Failed to read image information due to an internal Kakao system error
        3000 An unexpected error occurred
        3005 Message sent but not confirmed (success uncertain)
        3006 Message delivery failed due to internal system error
        3008 Phone number error
        3010 An unexpected error occurred
        3011 Message does not exist
        3012 Kakao communication failure
        3013 Message is empty
        3014 Message length limit error
        3015 Cannot find template
        3016 Message content does not match template
        3018 Unable to send message
        3019 Unable to send message: not a KakaoTalk user
        3020 Unable to send message: AlimTalk messages are blocked
        3021 Unable to send message: KakaoTalk minimum version not supported
        3022 Not available for sending
        3023 Message grammar error (JSON format error)
        3024 Unable to send image included in message
        3025 Variable character limit exceeded
        3026 Bot handoff button extra, event character limit exceeded
        3027 Message buttons/quick reply links do not match the template
        3028 Message highlight title does not match template
        3029 Message highlight title length limit exceeded (50 characters)
        3030 Message type and template highlight type do not match
        3031 Header does not match template
        3032 Header length limit exceeded (16 characters)
        3033 Item highlight does not match template
        3034 Item highlight title length limit exceeded
        3035 Item highlight description length limit exceeded
        3036 Item list does not match template
        3037 The item description length in the item list exceeds the limit (23 characters)
        3038 Item summary information does not match template
        3039 Description length limit for item summary information exceeded (14 characters)
        3040 The description of the item summary information contains characters that are not allowed
        3042 Main link does not match the template
        4000 Cannot find message delivery result
        4001 Unknown message status
        4100 requestId error
        4101 Request date error
        4102 Template request error
        4103 Cannot find valid hub partner
        4104 Cannot find valid outgoing profile
        4120 Error creating message request payload
        4121 Message sending destination error
        4122 Message result query error
        4130 requestId pattern error
        4131 Duplicated requestId
        4132 Template variable mismatch
        4133 Stopped template
        4134 Changed template
        4137 Message request failed
        4139 Message request failed
        4140 Message request failed
        4141 Message request failed
        4142 Message request failed
        4161 Message being processed
        9998 There is a problem with the system, and the person in charge is checking it
        9999 There is a problem with the system, and the person in charge is checking it (an unknown error)
        """
}
