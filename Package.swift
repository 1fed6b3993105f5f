// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The target graph is the architecture: imports point one way, a service never imports another,
// and each C library is seen by exactly one target (libcurl by two: one sends mails, one is the operator's tool).

/// `LAYAK_CORE_ONLY=1` leaves out Hummingbird and everything built on it, for quick work on the core.
let coreOnly = ProcessInfo.processInfo.environment["LAYAK_CORE_ONLY"] == "1"

/// `LAYAK_RULES_ONLY=1` leaves nothing but the pure rules and their tests, which need no package of others: `make coverage`.
let rulesOnly = ProcessInfo.processInfo.environment["LAYAK_RULES_ONLY"] == "1"

/// `LAYAK_MUTANTS=1` compiles the defects in that `make faults-mutants` chooses from; never set for a product.
let mutants = ProcessInfo.processInfo.environment["LAYAK_MUTANTS"] == "1"

// MARK: - Products of other packages

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

// MARK: - The core: threads, broker, database, messages, and the pure rules

var targets: [Target] = [
    .systemLibrary(name: "CRabbitMQ", path: "Shared/CRabbitMQ", providers: [.apt(["librabbitmq-dev"])]),
    .systemLibrary(name: "CLibPQ", path: "Shared/CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
        name: "CPangoCairo", path: "Shared/CPangoCairo", pkgConfig: "pangocairo",
        providers: [.apt(["libpango1.0-dev", "libcairo2-dev"])]),
    .systemLibrary(
        name: "CQRencode", path: "Shared/CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(
        name: "CCurl", path: "Shared/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
        name: "CArgon2", path: "Shared/CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),

    // A part of the C library that Swift's own module of it leaves out.
    .systemLibrary(name: "CMalloc", path: "Shared/CMalloc"),

    .target(name: "Mutants", path: "Shared/Mutants"),
    .target(name: "Threading", path: "Shared/Threading", exclude: ["README.md"]),
    .target(
        name: "AMQP", dependencies: ["Threading", "Mutants", "CRabbitMQ", log], path: "Shared/AMQP",
        exclude: ["README.md"]),
    .target(
        name: "Postgres", dependencies: ["Threading", "CLibPQ", log, crypto], path: "Shared/Postgres",
        exclude: ["README.md"]),
    .target(
        name: "Contracts", path: "Shared/Contracts", exclude: ["README.md"],
        resources: [.copy("asyncapi.yaml"), .copy("openapi.yaml"), .copy("schemas")]),
    .target(
        name: "Messaging", dependencies: ["Contracts", "Threading", "Mutants", log], path: "Shared/Messaging",
        exclude: ["README.md"]),
    .target(
        name: "MessagingLive",
        dependencies: [
            "Messaging", "Contracts", "AMQP", "Postgres", "Threading", "Mutants", "CMalloc", log, metrics,
        ],
        path: "Shared/MessagingLive", exclude: ["README.md"]),
    .target(
        name: "WorkingDays", dependencies: ["Contracts"], path: "Shared/WorkingDays", exclude: ["README.md"],
        resources: [.copy("Data")]),
    .target(
        name: "ActivityForm", dependencies: ["Contracts"], path: "Shared/ActivityForm", exclude: ["README.md"],
        resources: [.copy("Data")]),
    .target(
        name: "Standards", dependencies: ["Contracts"], path: "Shared/Standards", exclude: ["README.md"],
        resources: [.copy("Data")]),
    .target(name: "Satisfaction", path: "Shared/Satisfaction", exclude: ["README.md"]),
    .target(
        name: "PersonalData", dependencies: ["Contracts", "WorkingDays"], path: "Shared/PersonalData",
        exclude: ["README.md"], resources: [.copy("Data")]),
    .target(
        name: "Letterpress", dependencies: ["CPangoCairo", "CQRencode"], path: "Shared/Letterpress",
        exclude: ["README.md"]),
    .target(name: "Transfers", dependencies: ["CCurl"], path: "Shared/Transfers", exclude: ["README.md"]),
    .target(name: "Mail", dependencies: ["Threading", "Transfers"], path: "Shared/Mail", exclude: ["README.md"]),
    .target(
        name: "Passwords", dependencies: ["CArgon2", "Threading"], path: "Shared/Passwords", exclude: ["README.md"]),
    .executableTarget(
        name: "layak",
        dependencies: [
            "ActivityForm", "AMQP", "Contracts", "Messaging", "Satisfaction", "Standards", "Transfers", "WorkingDays",
            arguments, crypto, log,
        ],
        path: "Shared/CommandLine",
        exclude: ["README.md"]),

    .target(name: "Seeds", path: "Tests/Seeds"),
    .target(
        name: "TestSupport",
        dependencies: ["AMQP", "Postgres", "Contracts", "Messaging", "MessagingLive", "Threading", log],
        path: "Tests/Support"),
    .executableTarget(
        name: "simulate", dependencies: ["Messaging", "Contracts", "AMQP", "Threading", "Mutants", "Seeds"],
        path: "Tests/Faults/Simulation", exclude: ["README.md"]),
    .testTarget(
        name: "CommandLineTests",
        dependencies: [
            "layak", "ActivityForm", "AMQP", "Messaging", "Contracts", "Satisfaction", "Standards", "TestSupport",
            "WorkingDays", arguments, log,
        ],
        path: "Tests/CommandLineTests"),
    .testTarget(name: "ThreadingTests", dependencies: ["Threading"], path: "Tests/ThreadingTests"),
    .testTarget(
        name: "AMQPTests", dependencies: ["AMQP", "Threading", "TestSupport", log], path: "Tests/AMQPTests"),
    .testTarget(
        name: "PostgresTests", dependencies: ["Postgres", "Seeds", "Threading", "TestSupport", log],
        path: "Tests/PostgresTests"),
    .testTarget(
        name: "ContractsTests", dependencies: ["Contracts", "Seeds"], path: "Tests/ContractsTests",
        resources: [.copy("Golden")]),
    .testTarget(
        name: "MessagingTests",
        dependencies: [
            "Messaging", "MessagingLive", "Contracts", "AMQP", "Postgres", "Mutants", "Seeds", "TestSupport",
            "Threading", log,
        ],
        path: "Tests/MessagingTests"),
    .testTarget(
        name: "WorkingDaysTests", dependencies: ["WorkingDays", "Contracts", "Seeds"], path: "Tests/WorkingDaysTests"),
    .testTarget(
        name: "ActivityFormTests", dependencies: ["ActivityForm", "Contracts", "Seeds"],
        path: "Tests/ActivityFormTests",
        resources: [.copy("Fixtures")]),
    .testTarget(
        name: "StandardsTests", dependencies: ["Standards", "Contracts", "Seeds"], path: "Tests/StandardsTests"),
    .testTarget(name: "SatisfactionTests", dependencies: ["Satisfaction"], path: "Tests/SatisfactionTests"),
    .testTarget(
        name: "PersonalDataTests", dependencies: ["PersonalData", "Contracts", "WorkingDays"],
        path: "Tests/PersonalDataTests"),
    .testTarget(name: "LetterpressTests", dependencies: ["Letterpress"], path: "Tests/LetterpressTests"),
    .testTarget(name: "TransfersTests", dependencies: ["Transfers"], path: "Tests/TransfersTests"),
    .testTarget(name: "MailTests", dependencies: ["Mail", "TestSupport"], path: "Tests/MailTests"),
    .testTarget(name: "PasswordsTests", dependencies: ["Passwords"], path: "Tests/PasswordsTests"),
    .executableTarget(
        name: "Benchmarks",
        dependencies: [
            "ActivityForm", "AMQP", "Contracts", "Messaging", "MessagingLive", "Postgres", "Standards", "Threading",
            "WorkingDays", arguments, log,
        ],
        path: "Tests/Benchmarks/Core"),
]

if mutants && coreOnly {
    // The two defects of sending mails are seen by the rules of sending; nothing else of the services is needed.
    targets += [
        .target(
            name: "NotifyDomain", dependencies: ["Contracts", "Mutants", "Standards"], path: "Services/Notify/Domain"),
        .testTarget(
            name: "NotifyDomainTests", dependencies: ["NotifyDomain", "Contracts", "Standards"],
            path: "Tests/NotifyDomainTests"),
    ]
}

// MARK: - The services

/// The toolchain's own linker needs half the time of the usual one for a debug build.
let quickLink: [LinkerSetting] = [
    .unsafeFlags(["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"], .when(configuration: .debug))
]

/// A service is a pure domain and one executable; nothing else may import either.
func service(
    _ name: String, domain: [Target.Dependency] = [], uses: [Target.Dependency] = [], resources: [Resource] = [],
    testFiles: [Resource]? = nil, notForTests: [String] = []
) -> [Target] {
    [
        .target(
            name: "\(name)Domain", dependencies: ["Contracts", "Mutants"] + domain, path: "Services/\(name)/Domain"),
        .executableTarget(
            name: name,
            dependencies: [
                .target(name: "\(name)Domain"), "Contracts", "Messaging", "MessagingLive", "Postgres", "Web",
                "ServiceHost", "Mutants", hummingbird, lifecycle, configuration, log, mustache,
            ] + domain + uses,
            path: "Services/\(name)/Service", resources: [.copy("Templates")] + resources,
            linkerSettings: quickLink),
        .testTarget(
            name: "\(name)DomainTests", dependencies: [.target(name: "\(name)Domain"), "Contracts"] + domain,
            path: "Tests/\(name)DomainTests"),
        .testTarget(
            name: "\(name)Tests",
            dependencies: [
                .target(name: name), .target(name: "\(name)Domain"), "Contracts", "Messaging", "MessagingLive",
                "Postgres", "Web", "ServiceHost", "Seeds", "TestSupport", "ServiceStage", hummingbird,
                hummingbirdTesting, configuration, log,
            ] + domain + uses,
            path: "Tests/\(name)Tests", exclude: notForTests, resources: testFiles),
    ]
}

if !coreOnly {
    targets += [
        .target(
            name: "Web", dependencies: ["Contracts", hummingbird, mustache, jwt, crypto, log], path: "Shared/Web",
            exclude: ["README.md"], resources: [.copy("Templates"), .copy("Assets")]),
        .target(
            name: "ServiceHost",
            dependencies: [
                "Web", "Contracts", "Messaging", "MessagingLive", "AMQP", "Postgres", "Threading", hummingbird,
                lifecycle, signals, configuration, log, metrics,
            ],
            path: "Shared/ServiceHost", exclude: ["README.md"]),
        .target(
            name: "ServiceStage",
            dependencies: [
                "Web", "ServiceHost", "Contracts", "Messaging", "MessagingLive", "Postgres", "TestSupport", hummingbird,
                hummingbirdTesting, log,
            ],
            path: "Tests/ServiceStage"),
        .testTarget(
            name: "WebTests", dependencies: ["Web", "Contracts", hummingbird, hummingbirdTesting, log],
            path: "Tests/WebTests"),
        .testTarget(
            name: "ServiceHostTests",
            dependencies: [
                "ServiceHost", "Web", "Contracts", "Messaging", "MessagingLive", "AMQP", "Postgres", "TestSupport",
                hummingbird, hummingbirdTesting, configuration, log, metrics,
            ],
            path: "Tests/ServiceHostTests"),
    ]
    targets += service(
        "Intake", domain: ["ActivityForm", "Standards"], uses: ["Passwords", "PersonalData", crypto, jwt],
        testFiles: [.copy("Similar/labelled")], notForTests: ["Similar/README.md", "Similar/make_others.py"])
    targets += service("Review", domain: ["ActivityForm", "Standards", "WorkingDays"], uses: ["Letterpress", crypto])
    targets += service("Notify", domain: ["Standards"], uses: ["Mail", "Threading", crypto])
    targets += service(
        "Rating", domain: ["Satisfaction", "WorkingDays"], uses: [crypto], resources: [.copy("Data")])
}

if rulesOnly {
    let rules = ["ActivityForm", "PersonalData", "Satisfaction", "Standards", "WorkingDays"]
    let domains = ["Intake", "Notify", "Rating", "Review"].map { "\($0)Domain" }
    let kept = Set(rules + domains + (rules + domains).map { "\($0)Tests" } + ["Contracts", "Mutants", "Seeds"])
    targets = targets.filter { kept.contains($0.name) }
}

// MARK: - The same settings for every target

for target in targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
    if mutants { target.swiftSettings?.append(.define("LAYAK_MUTANTS")) }
}

let package = Package(
    name: "layak",
    dependencies: rulesOnly
        ? []
        : [
            .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
            .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
            .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
            .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        ]
            + (coreOnly
                ? []
                : [
                    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
                    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
                    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
                    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
                    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
                ]),
    targets: targets
)
