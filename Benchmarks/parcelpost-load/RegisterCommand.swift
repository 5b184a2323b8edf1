// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import NIOCore
import Values

/// Registers the parcels of a load over the API.
struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Register the parcels of a load: PUT /v1/shipments/cj/{number}.")

    @Option(help: "The gateway's address on this machine, e.g. http://127.0.0.1:8080.")
    var url: LoopbackURL

    @Option(help: "The API key.")
    var apiKey: String

    @OptionGroup var load: LoadOptions

    func validate() throws {
        guard apiKey.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ValidationError("--api-key has printable ASCII characters only")
        }
    }

    func run() async throws {
        print(try await LoadRunner.run(load, url, RegistrationSource(url: url, apiKey: apiKey, first: load.first)).text)
    }
}

/// Registrations of parcels with one order of three lines each.
private struct RegistrationSource: RequestSource {
    let url: LoopbackURL
    let apiKey: String
    let first: Int

    func write(_ index: Int, seconds: Int64, into buffer: inout ByteBuffer) {
        let number = ParcelNumbers.number(first + index)
        let body: JSON = [
            "orders": [
                [
                    "id": .string("ORD-\(number)"),
                    "items": [
                        ["name": "유기농 제주 감귤 5kg", "quantity": 1, "priceWon": 23_900],
                        ["name": "핸드드립 원두 200g", "option": "홀빈", "quantity": 2, "priceWon": 14_000],
                        ["name": "무표백 커피 필터 100매", "quantity": 1, "priceWon": 4500],
                    ],
                ]
            ],
            "orderer": ["name": "김하늘", "email": .string("customer\(first + index)@example.com")],
        ]
        let bytes = body.bytes
        buffer.writeString("PUT /v1/shipments/cj/\(number) HTTP/1.1\r\nHost: \(url.authority)\r\n")
        buffer.writeString("Authorization: Bearer \(apiKey)\r\nContent-Type: application/json\r\n")
        buffer.writeString("Content-Length: \(bytes.count)\r\n\r\n")
        buffer.writeBytes(bytes)
    }
}
