// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Templates
import Values

/// Measures templates and letters and prints one JSON object; `make bench` builds and runs it.
///
///     parcelpost-letters TEMPLATES LETTER FIXTURE MAILS
///
/// TEMPLATES is a folder of template sets and fixtures, LETTER a milestone or any letter's name, MAILS how many are written.
@main
struct ParcelpostLetters {
    static func main() {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            guard arguments.count == 4, let mails = arguments.last.flatMap({ Int($0) }), mails >= LetterBench.rounds
            else {
                throw MeasuringFailure(
                    "parcelpost-letters TEMPLATES LETTER FIXTURE MAILS, and at least \(LetterBench.rounds) mails")
            }
            let words = Array(arguments)
            let bench = try LetterBench(folder: words[0], letter: words[1], fixture: words[2])
            let result = try bench.run(mails: mails)
            FileHandle.standardOutput.write(Data(result.bytes + [0x0A]))
        } catch {
            FileHandle.standardError.write(Data("parcelpost-letters: \(error)\n".utf8))
            exit(1)
        }
    }
}
