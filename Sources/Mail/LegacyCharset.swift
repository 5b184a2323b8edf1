// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A character set of before Unicode that mails are still written in; glibc's iconv reads it.
///
/// Only names of this list ever reach iconv, never a label of a mail: glibc loads a module by the name it is given.
public enum LegacyCharset: String, CaseIterable, Hashable, Sendable {
    /// Korean as Windows writes it, EUC-KR included: nearly all mail labelled EUC-KR is this.
    case cp949 = "CP949"
    /// Korean in seven bits (RFC 1557).
    case iso2022KR = "ISO-2022-KR"
    /// Korean by letters, rare.
    case johab = "JOHAB"
    /// Japanese.
    case eucJP = "EUC-JP"
    /// Japanese in seven bits (RFC 1468).
    case iso2022JP = "ISO-2022-JP"
    /// Japanese as Windows writes it.
    case cp932 = "CP932"
    /// Chinese, GB 2312 and GBK included.
    case gb18030 = "GB18030"
    /// Chinese of Taiwan.
    case big5 = "BIG5"
    /// Chinese of Hong Kong.
    case big5HKSCS = "BIG5-HKSCS"
    /// Western European as Windows writes it.
    case windows1252 = "CP1252"
    /// Central European as Windows writes it.
    case windows1250 = "CP1250"
    /// Cyrillic as Windows writes it.
    case windows1251 = "CP1251"
    /// Central European.
    case latin2 = "ISO-8859-2"
    /// Cyrillic.
    case iso88595 = "ISO-8859-5"
    /// Western European with the euro.
    case latin9 = "ISO-8859-15"
    /// Russian.
    case koi8R = "KOI8-R"
    /// Thai.
    case tis620 = "TIS-620"
    /// UTF-16 with or without a byte order mark.
    case utf16 = "UTF-16"
    /// UTF-16, high byte first.
    case utf16BE = "UTF-16BE"
    /// UTF-16, low byte first.
    case utf16LE = "UTF-16LE"
    /// UTF-7 (RFC 2152).
    case utf7 = "UTF-7"

    /// Finds the set by its lower-case label.
    init?(label: String) {
        guard let set = Self.labels[label] else { return nil }
        self = set
    }

    /// IANA's names and what mailers write instead.
    private static let labels: [String: LegacyCharset] = {
        var labels: [String: LegacyCharset] = [
            "euc-kr": .cp949, "euckr": .cp949, "euc_kr": .cp949, "cseuckr": .cp949, "ks_c_5601-1987": .cp949,
            "ks_c_5601-1989": .cp949, "ks_c_5601": .cp949, "ksc5601": .cp949, "ksc_5601": .cp949, "ks_c-5601": .cp949,
            "korean": .cp949, "iso-ir-149": .cp949, "cp949": .cp949, "ms949": .cp949, "x-windows-949": .cp949,
            "windows-949": .cp949, "uhc": .cp949, "x-uhc": .cp949, "csiso2022kr": .iso2022KR, "ksc5601_1992": .johab,
            "x-johab": .johab, "eucjp": .eucJP, "x-euc-jp": .eucJP, "shift_jis": .cp932, "shift-jis": .cp932,
            "sjis": .cp932, "x-sjis": .cp932, "ms_kanji": .cp932, "windows-31j": .cp932, "csiso2022jp": .iso2022JP,
            "gb2312": .gb18030, "gbk": .gb18030, "cp936": .gb18030, "euc-cn": .gb18030, "x-gbk": .gb18030,
            "big-5": .big5, "cn-big5": .big5, "x-x-big5": .big5, "cp950": .big5, "windows-1252": .windows1252,
            "windows-1250": .windows1250, "windows-1251": .windows1251, "latin2": .latin2, "latin-9": .latin9,
            "latin9": .latin9, "koi8": .koi8R, "windows-874": .tis620, "unicode-1-1-utf-7": .utf7,
        ]
        for set in allCases { labels[ASCII.lowercased(set.rawValue)] = set }
        return labels
    }()

    /// Reads bytes as text; what is not valid becomes U+FFFD, and so does everything on a system without the module.
    func decode(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "" }
        let converter = iconv_open("UTF-8", rawValue)
        guard let converter, Int(bitPattern: converter) != -1 else { return String(decoding: bytes, as: UTF8.self) }
        defer { iconv_close(converter) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2 + 16)
        var source = bytes
        source.withUnsafeMutableBytes { source in
            withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { room in
                var input = source.baseAddress?.assumingMemoryBound(to: CChar.self)
                var left = source.count
                while left > 0 {
                    var target = room.baseAddress?.assumingMemoryBound(to: CChar.self)
                    var space = room.count
                    let before = left
                    let result = iconv(converter, &input, &left, &target, &space)
                    let problem = errno
                    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<(room.count - space)]))
                    if result != -1 { break }
                    if problem == E2BIG, left < before || space < room.count { continue }
                    // An invalid or cut sequence: one byte is given up, and the reading goes on behind it.
                    output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                    input = input.map { $0 + 1 }
                    left -= 1
                }
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
