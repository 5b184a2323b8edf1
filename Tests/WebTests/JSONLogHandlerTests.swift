// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Logging
import Testing
import Values
import Web

struct JSONLogHandlerTests {
    private struct Failure: Error, CustomStringConvertible { var description: String { "the relay is down" } }

    @Test func aLineIsOneObjectWithDottedKeys() throws {
        let log = LogLines()
        var logger = log.logger
        logger[metadataKey: "node"] = "a"
        logger.info(
            "line one\nline two \"quoted\"",
            metadata: [
                "smtp": ["code": .stringConvertible(250), "host": "mx"], "list": ["x", "y"],
                "ratio": .stringConvertible(0.5), "fine": .stringConvertible(true), "time": "mine",
            ])
        #expect(
            log.text == """
                {"time":"1970-01-01T00:00:00.000Z","level":"info","logger":"test",\
                "message":"line one\\nline two \\"quoted\\"","fine":true,"list":["x","y"],"node":"a","ratio":0.5,\
                "smtp.code":250,"smtp.host":"mx","metadata.time":"mine"}

                """)
    }

    @Test func valuesMaskThemselves() throws {
        let log = LogLines()
        let address = try EmailAddress("hong@example.com")
        let phone = try PhoneNumber("010-1234-5678")
        log.logger.warning(
            "to \(address)",
            metadata: [
                "to": .stringConvertible(address), "phone": "\(phone)", "key": .stringConvertible(Secret("hunter2")),
            ])
        let line = try #require(log.all.first)
        #expect(line["to"]?.string == "h***@example.com")
        #expect(line["phone"]?.string == "010-****-5678")
        #expect(line["key"]?.string == "<redacted>")
        #expect(line["message"]?.string == "to h***@example.com")
        #expect(!log.text.contains("hong@"))
        #expect(!log.text.contains("hunter2"))
    }

    @Test func levelsAreKeptAndErrorsNamed() {
        let log = LogLines()
        var logger = log.logger
        logger.logLevel = .warning
        logger.info("not this")
        logger.error("this", error: Failure())
        #expect(log.all.count == 1)
        #expect(log.all[0]["error.type"]?.string == "Failure")
        #expect(log.all[0]["error.message"]?.string == "the relay is down")
    }

    @Test func whatTheLineSaysWinsOverWhatTheLoggerCarries() {
        let log = LogLines()
        var logger = log.logger
        logger[metadataKey: "shop"] = "one"
        logger.info("x", metadata: ["shop": "two"])
        logger.info("y")
        #expect(log.all.map { $0["shop"]?.string } == ["two", "one"])
    }
}
