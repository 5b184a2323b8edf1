// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension NHNRefusal {
    /// The SMS API's codes (its error table); the alimtalk API has others of the same numbers.
    enum SMS {
        static let badAppKey = NHNRefusal(-1000, "Invalid appKey.")
        static let noService = NHNRefusal(-1001, "Service does not exist.")
        static let badSearch = NHNRefusal(-1005, "Service parameter is invalid.")
        static let badType = NHNRefusal(-1006, "MessageType is invalid.")
        static let badDate = NHNRefusal(-2000, "Date format error.")
        static let noRecipients = NHNRefusal(-2001, "RecipientList can not be null.")
        static let badFileName = NHNRefusal(-2002, "Invalid attach file name.")
        static let badFileType = NHNRefusal(-2003, "Attach file required jpg or jpeg.")
        static let noFile = NHNRefusal(-2004, "File is expired or does not exist.")
        static let badFileSize = NHNRefusal(-2005, "The file size must be greater than 0 and less than 300KB.")
        static let badRequestID = NHNRefusal(-2008, "Invalid requestId.")
        static let noConditions = NHNRefusal(
            -2011, "RequestId or start/endRequestDate or start/endCreateDate must be required.")
        static let badConditions = NHNRefusal(-2012, "Search parameter is invalid.(requestId and mtPr).")
        static let noBody = NHNRefusal(-2014, "The title or body can not be empty.")
        static let tooLong = NHNRefusal(-2015, "Title or Body exceed maximum byte.")
        static let tooMany = NHNRefusal(-2016, "The max recipient size is 1000.")
        static let noNumber = NHNRefusal(-2018, "RecipientNo can not be empty.")
        static let badNumber = NHNRefusal(-2019, "RecipientNo is invalid.")
        static let past = NHNRefusal(-2022, "RequestDate is not before currentDate.")
        static let unsendable = NHNRefusal(-2023, "Unacceptable characters in title and body.")
        static let abroad = NHNRefusal(-2024, "LMS/MMS Type is not sent to outside of Korea.")
        static let overLimit = NHNRefusal(
            -2052, "Blocked due to exceeding the monthly message sending limit for the organization.")
        static let noTemplate = NHNRefusal(-2110, "Template is not exist.")
        static let noSendNo = NHNRefusal(-2312, "Not regist sendno.")
        static let blockedSendNo = NHNRefusal(-2313, "This sendno is blocked.")
        static let longRange = NHNRefusal(-4000, "Search is possible within one month.")
        static let refused = NHNRefusal(-6001, "Recipient Number is refused.")
        static let noAdWords = NHNRefusal(-6003, "The body must contain block guide ment.")
        static let noUnsubscribeNo = NHNRefusal(-6004, "This is not a joined unsubscribeNo.")
        static let noAuthWord = NHNRefusal(-8000, "The body must contain auth guide ment.")
        static let notJSON = NHNRefusal(-9996, "Only application/json Content-type is supported.")
        static let badJSON = NHNRefusal(-9997, "Invalid API parameters.")
        static let noAPI = NHNRefusal(-9998, "Not exist API.")
    }
}
