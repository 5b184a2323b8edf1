// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Notices
import Values

/// The exit codes of the command line (DESIGN, "Command line").
enum CommandFailure {
    /// The thing asked about has problems.
    static let problems = ExitCode(1)
    /// The call's words are off.
    static let usage = ExitCode(64)
    /// The settings are wrong.
    static let configuration = ExitCode(78)

    /// Says what is wrong and gives the exit code to throw.
    static func report(_ text: String, _ code: ExitCode = problems) -> ExitCode {
        Terminal.complain("parcelpost: " + text)
        return code
    }

    /// Says all that is wrong, one problem a line, and gives the exit code to throw.
    static func report(_ problems: Problems, _ code: ExitCode = configuration) -> ExitCode {
        for problem in problems.list { Terminal.complain(problem.description) }
        let count = problems.list.count
        Terminal.complain("parcelpost: \(count) problem\(count == 1 ? "" : "s"); nothing was started.")
        return code
    }
}

/// Runs a command's work and turns what it throws into one clear sentence and an exit code.
func reporting(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let problems as Problems {
        throw CommandFailure.report(problems)
    } catch let failure as StoreFailure {
        throw CommandFailure.report(failure.reason)
    } catch let error as ValueError {
        throw CommandFailure.report(error.reason, CommandFailure.usage)
    }
}
