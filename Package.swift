// swift-tools-version: 6.2
import PackageDescription

/// One block of settings for every target of ours (docs/architecture.md, "Settings").
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
    // Without it a generic byte loop called across a target is many times slower.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdHTTP2 = Target.Dependency.product(name: "HummingbirdHTTP2", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A library of the house.
///
/// It names only rooms of lower floors.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a room.
func tests(_ name: String, _ dependencies: [Target.Dependency], scripts: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: dependencies + ["TestSupport"], exclude: scripts, swiftSettings: settings)
}

let package = Package(
    name: "parcelpost",
    products: [
        .executable(name: "parcelpost", targets: ["parcelpost"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", exact: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // ground: C libraries of the system
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

        // floor 0
        room("Values"),
        room("Cryptography", ["COpenSSL"]),

        // floor 1
        room("Shipping", ["Values"]),
        room("Mail", ["Values"]),
        .target(
            name: "Markup", dependencies: ["Values", "CXML"], exclude: ["Assets"], swiftSettings: settings),
        room("Settings", ["Values", yams]),
        room("Curl", ["Values", "CCurl"]),

        // floor 2
        room("Notices", ["Values", "Cryptography", "Shipping", "Mail"]),
        room("Webhooks", ["Values", "Cryptography", "Shipping"]),
        .target(
            name: "Web",
            dependencies: [
                "Values", "Settings", hummingbird, hummingbirdCore, hummingbirdHTTP2, hummingbirdTLS, httpTypes,
                lifecycle, logging, nioCore, nioHTTP1, nioHTTP2, nioHTTPTypes, nioSSL,
            ],
            exclude: ["Assets"], swiftSettings: settings),

        // floor 3
        room("Storage", ["Values", "Cryptography", "Shipping", "Notices", grdb]),
        room("Transports", ["Values", "Mail", "Settings", "Curl", "Notices"]),
        room("Templates", ["Values", "Shipping", "Mail", "Markup", "Settings", "Notices", yams]),
        room(
            "MockWorld",
            [
                "Values", "Cryptography", "Mail", "Settings", "Curl", "Web", grdb, hummingbird, httpTypes, lifecycle,
                logging, nioCore, nioPosix, yams,
            ]),

        // floor 4
        room(
            "MockSMTP",
            ["Values", "Cryptography", "Mail", "Settings", "Curl", "MockWorld", lifecycle, nioCore, nioPosix, nioSSL]),
        room(
            "MockMessaging", ["Values", "Cryptography", "Settings", "Curl", "Web", "MockWorld", hummingbird, httpTypes]),
        room("MockPush", ["Values", "Cryptography", "Settings", "Curl", "Web", "MockWorld", hummingbird, httpTypes]),
        room(
            "MockTracking",
            [
                "Values", "Cryptography", "Shipping", "Settings", "Curl", "Web", "MockWorld", hummingbird, httpTypes,
                lifecycle,
            ]),
        .target(
            name: "MockConsole",
            dependencies: [
                "Values", "Cryptography", "Shipping", "Mail", "Markup", "Settings", "Curl", "Web", "MockWorld",
                hummingbird, httpTypes, lifecycle, logging, nioCore,
            ],
            exclude: ["Page/Assets"], swiftSettings: settings),
        room(
            "Gateway",
            [
                "Values", "Cryptography", "Shipping", "Mail", "Settings", "Curl", "Notices", collections, lifecycle,
                logging,
            ]),

        // floor 5
        room(
            "GatewayServer",
            [
                "Values", "Cryptography", "Shipping", "Mail", "Settings", "Notices", "Webhooks", "Templates", "Web",
                "Gateway",
                hummingbird, httpTypes, lifecycle, logging, nioCore,
            ]),
        room(
            "MockProviders",
            [
                "Values", "Cryptography", "Settings", "Curl", "Web", "MockWorld", "MockSMTP", "MockMessaging",
                "MockPush", "MockTracking", "MockConsole", hummingbird, lifecycle, logging,
            ]),

        // floor 6
        .executableTarget(
            name: "parcelpost",
            dependencies: [
                "Values", "Cryptography", "Shipping", "Mail", "Settings", "Curl", "Notices", "Webhooks", "Storage",
                "Transports", "Templates", "Markup", "Web", "Gateway", "GatewayServer", "MockWorld", "MockSMTP",
                "MockTracking", "MockProviders", argumentParser,
                hummingbird, lifecycle, logging, unixSignals,
            ],
            swiftSettings: settings),

        // what `make bench` builds, and nothing else does
        .executableTarget(
            name: "parcelpost-load", dependencies: ["Values", "Cryptography", argumentParser, nioCore, nioPosix],
            path: "Benchmarks/parcelpost-load", swiftSettings: settings),
        .executableTarget(
            name: "parcelpost-letters", dependencies: ["Values", "Shipping", "Mail", "Notices", "Templates"],
            path: "Benchmarks/parcelpost-letters", swiftSettings: settings),

        // tests
        .target(
            name: "TestSupport", dependencies: ["Values", "Shipping"], path: "Tests/Support/TestSupport",
            swiftSettings: settings),
        .target(
            name: "MockTestSupport",
            dependencies: ["MockWorld", "Curl", "Settings", "Values", "Web", hummingbird, logging],
            path: "Tests/Support/MockTestSupport", swiftSettings: settings),
        tests("Values", ["Values"]),
        tests("Cryptography", ["Cryptography", "Values"]),
        tests("Shipping", ["Shipping", "Values"]),
        tests("Mail", ["Mail", "Values"], scripts: ["check_mail.py"]),
        tests("Markup", ["Markup", "Values"]),
        tests("Settings", ["Settings", "Values"]),
        tests("Curl", ["Curl", "Values"]),
        tests("Notices", ["Notices", "Shipping", "Values", "Mail"]),
        tests("Webhooks", ["Webhooks", "Shipping", "Values", "Cryptography"]),
        tests("Storage", ["Storage", "Notices", "Shipping", "Values", "Cryptography", grdb]),
        tests("Transports", ["Transports", "Notices", "Mail", "Curl", "Settings", "Values"]),
        tests("Templates", ["Templates", "Notices", "Shipping", "Mail", "Markup", "Values", mustache]),
        tests(
            "Web",
            [
                "Web", "Settings", "Values", hummingbird, hummingbirdTesting, httpTypes, lifecycle, logging, nioCore,
                nioPosix,
            ]),
        tests(
            "Gateway",
            ["Gateway", "Curl", "Notices", "Shipping", "Settings", "Storage", "Values", "Mail", lifecycle, logging]),
        tests(
            "GatewayServer",
            [
                "GatewayServer", "Gateway", "Notices", "Shipping", "Settings", "Storage", "Templates", "Webhooks",
                "Values", "Web", "Cryptography", hummingbird, hummingbirdTesting, httpTypes, lifecycle, logging,
                nioCore,
            ]),
        tests(
            "MockWorld",
            [
                "MockWorld", "MockTestSupport", "Curl", "Mail", "Settings", "Values", "Web", hummingbird, httpTypes,
                logging,
            ]),
        tests(
            "MockSMTP",
            [
                "MockSMTP", "MockTestSupport", "MockWorld", "Cryptography", "Mail", "Curl", "Settings", "Values", "Web",
                hummingbird, httpTypes, logging,
            ]),
        tests(
            "MockMessaging",
            [
                "MockMessaging", "MockTestSupport", "MockWorld", "Curl", "Settings", "Values", "Web", hummingbird,
                hummingbirdTesting,
                httpTypes, logging, nioCore,
            ]),
        tests(
            "MockPush",
            [
                "MockPush", "MockTestSupport", "MockWorld", "Cryptography", "Curl", "Settings", "Values", "Web",
                hummingbird,
                hummingbirdTesting, httpTypes, logging, nioCore,
            ]),
        tests(
            "MockTracking",
            [
                "MockTracking", "MockTestSupport", "MockWorld", "Cryptography", "Curl", "Settings", "Shipping",
                "Values", "Web", hummingbird,
                hummingbirdTesting, httpTypes, logging, nioCore,
            ]),
        tests(
            "MockConsole",
            [
                "MockConsole", "MockTestSupport", "MockWorld", "Curl", "Mail", "Settings", "Values", "Web", hummingbird,
                hummingbirdTesting, httpTypes, logging, nioCore,
            ]),
        tests(
            "MockProviders",
            [
                "MockProviders", "MockWorld", "MockSMTP", "MockTracking", "Mail", "Curl", "Settings", "Shipping",
                "Values",
                "Web", hummingbird, hummingbirdTesting, lifecycle, logging,
            ]),
        tests(
            "EndToEnd", ["Values", "Cryptography", "Shipping", "Curl", "parcelpost"], scripts: ["reading_sink.py"]),
    ]
)
