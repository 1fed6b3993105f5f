import AMQP
import Configuration
import Contracts
import Foundation
import Postgres
import Synchronization
import Testing
import Web

@testable import ServiceHost

/// A complete environment that nobody can connect with.
let soundEnvironment: [String: String] = [
    "LAYAK_DATABASE": "postgresql://intake_service:rahasia-db@127.0.0.1:1/intake",
    "LAYAK_DATABASE_OWNER": "postgresql://intake_owner:rahasia-db@127.0.0.1:1/intake",
    "LAYAK_AMQP": "amqp://intake:rahasia-amqp@127.0.0.1:1/layak", "LAYAK_HTTP_HOST": "127.0.0.1",
    "LAYAK_HTTP_PORT": "0",
    "LAYAK_PUBLIC_URL": "https://layak.example",
    "LAYAK_TOKEN_PUBLIC_KEY": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "LAYAK_LOG_LEVEL": "critical",
]

func reader(_ change: [String: String?] = [:]) -> SettingsReader {
    var environment = soundEnvironment
    for (key, value) in change { environment[key] = value }
    return SettingsReader(ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: environment)))
}

@Suite("Settings")
struct SettingsTests {
    @Test("A sound environment is read as it is meant")
    func sound() throws {
        let settings = try ServiceSettings(reader(), service: .intake)
        #expect(settings.database.poolSize == 8 && settings.database.applicationName == "layak-intake")
        #expect(settings.broker.virtualHost == "layak" && settings.port == 0)
        #expect(settings.publicURL == "https://layak.example")
        #expect(
            try ServiceSettings(reader(["LAYAK_PUBLIC_URL": "https://layak.example/"]), service: .intake).publicURL
                == "https://layak.example")
    }

    @Test(
        "A missing or wrong value stops the start with code 78, its name and a remedy, and shows no secret",
        arguments: [
            ("LAYAK_DATABASE", nil), ("LAYAK_DATABASE", ""), ("LAYAK_DATABASE", "bukan conninfo rahasia-db"),
            ("LAYAK_DATABASE", "postgresql://127.0.0.1/intake"), ("LAYAK_DATABASE", "user=intake"), ("LAYAK_AMQP", nil),
            ("LAYAK_AMQP", "http://rahasia-amqp"), ("LAYAK_AMQP", "amqp://127.0.0.1/layak"),
            ("LAYAK_AMQP", "amqp://intake:rahasia-amqp@127.0.0.1:x/layak"), ("LAYAK_HTTP_PORT", nil),
            ("LAYAK_HTTP_PORT", "abc"),
            ("LAYAK_HTTP_PORT", "-1"), ("LAYAK_HTTP_PORT", "65536"), ("LAYAK_HTTP_PORT", "80 81"),
            ("LAYAK_PUBLIC_URL", nil),
            ("LAYAK_PUBLIC_URL", "layak.example"), ("LAYAK_PUBLIC_URL", "ftp://layak.example"),
            ("LAYAK_PUBLIC_URL", "https://layak.example/x"), ("LAYAK_PUBLIC_URL", "https://"),
            ("LAYAK_PUBLIC_URL", "https://u:p@layak.example"), ("LAYAK_TOKEN_PUBLIC_KEY", nil),
            ("LAYAK_TOKEN_PUBLIC_KEY", "pendek"), ("LAYAK_DATABASE_POOL", "0"), ("LAYAK_DATABASE_POOL", "1000"),
            ("LAYAK_DATABASE_POOL", "banyak"), ("LAYAK_LOG_LEVEL", "loud"),
        ] as [(String, String?)])
    func refused(key: String, value: String?) async {
        let said = Mutex<[String]>([])
        let code = await Self.runner().run(["serve"], reader: reader([key: value])) { line in
            said.withLock { $0.append(line) }
        }
        let text = said.withLock { $0.joined(separator: "\n") }
        #expect(code == 78)
        #expect(text.contains(key), "\(text)")
        #expect(text.contains("Example:") || text.contains("for example:"))
        #expect(!text.contains("rahasia"))
        if let value, value.count > 8 { #expect(!text.contains(value)) }
    }

    @Test(
        "What is missing is told with an example of the service's own, not of another one's",
        arguments: [ServiceName.intake, .review, .notify, .rating])
    func ownExample(service: ServiceName) async {
        let lacking = reader(["LAYAK_DATABASE": nil, "LAYAK_AMQP": nil])
        let text = await Self.said(by: Self.runner(service), ["serve"], lacking)
        #expect(text.contains("postgresql://\(service)_service:…@127.0.0.1:5432/\(service)"), "\(text)")
        #expect(text.contains("amqp://\(service):…@"))
        let owner = await Self.said(by: Self.runner(service), ["migrate"], reader(["LAYAK_DATABASE_OWNER": nil]))
        #expect(owner.contains("postgresql://\(service)_owner:…@127.0.0.1:5432/\(service)"), "\(owner)")
    }

    @Test("All settings that are missing are named at once, those that only this service reads too")
    func allMissing() async {
        let own = SettingKey("LAYAK_LINK_KEY", "key of rating links", example: "32 bytes in base64", isSecret: true)
        let runner = ServiceRunner(name: .rating, summary: "x", keys: [own], migrations: []) { _, _ in
            throw UsageError("not reached")
        }
        let nothing = SettingsReader(ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: [:])))
        let text = await Self.said(by: runner, ["serve"], nothing)
        for name in [
            "LAYAK_DATABASE", "LAYAK_AMQP", "LAYAK_HTTP_PORT", "LAYAK_PUBLIC_URL", "LAYAK_TOKEN_PUBLIC_KEY",
            "LAYAK_LINK_KEY",
        ] { #expect(text.contains("\(name) is missing"), "\(name)") }
        // What has a default, or is for another subcommand, is not asked for.
        for name in ["LAYAK_HTTP_HOST", "LAYAK_LOG_LEVEL", "LAYAK_DATABASE_OWNER"] {
            #expect(!text.contains("\(name) is missing"), "\(name)")
        }
    }

    @Test("A key that a service reads itself is refused in the same way")
    func ownKey() async {
        let key = SettingKey("LAYAK_LINK_KEY", "key of rating links", example: "32 bytes in base64", isSecret: true)
        let runner = ServiceRunner(name: .rating, summary: "x", keys: [key], migrations: []) { reader, _ in
            _ = try reader.bytes(key, atLeast: 32)
            throw UsageError("not reached")
        }
        for value in [nil, "cGVuZGVr", "***"] as [String?] {
            let said = Mutex("")
            let code = await runner.run([], reader: reader(["LAYAK_LINK_KEY": value])) { line in
                said.withLock { $0 += line }
            }
            #expect(code == 78 && said.withLock { $0 }.contains("LAYAK_LINK_KEY"))
        }
        let bytes = Data((0..<32).map { UInt8($0) | 0xF8 }).base64EncodedString()
        let plain = reader(["LAYAK_LINK_KEY": bytes])
        let url = reader([
            "LAYAK_LINK_KEY": bytes.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        ])
        #expect(throws: Never.self) { try plain.bytes(key, atLeast: 32) == url.bytes(key, atLeast: 32) }
    }

    @Test("An unknown subcommand, or arguments where there are none, is code 64")
    func usage() async {
        for arguments in [["jalan"], ["serve", "now"], ["migrate", "x"]] {
            #expect(await Self.runner().run(arguments, reader: reader()) { _ in } == 64)
        }
    }

    @Test("Migrate needs the owner's connection string, and serve does not")
    func owner() async throws {
        let said = Mutex("")
        let code = await Self.runner().run(["migrate"], reader: reader(["LAYAK_DATABASE_OWNER": nil])) { line in
            said.withLock { $0 += line }
        }
        #expect(code == 78 && said.withLock { $0 }.contains("LAYAK_DATABASE_OWNER"))
        _ = try ServiceSettings(reader(["LAYAK_DATABASE_OWNER": nil]), service: .intake)
    }

    @Test("Help lists every key that is read, and no secret has a default")
    func help() {
        let help = Self.runner().help
        for key in SettingKey.common(of: .intake) { #expect(help.contains(key.name) && help.contains(key.meaning)) }
        for key in SettingKey.common(of: .intake) where key.isSecret {
            if case .fallback = key.need { Issue.record("\(key.name) is a secret with a default") }
        }
        #expect(help.contains("migrate") && help.contains("serve"))
    }

    /// What a run that stops with code 78 says.
    private static func said(
        by runner: ServiceRunner, _ arguments: [String], _ reader: SettingsReader
    ) async -> String {
        let said = Mutex("")
        let code = await runner.run(arguments, reader: reader) { line in said.withLock { $0 += line } }
        #expect(code == 78)
        return said.withLock { $0 }
    }

    static func runner(_ name: ServiceName = .intake) -> ServiceRunner {
        ServiceRunner(name: name, summary: "test", migrations: []) { _, dependencies in
            ServiceDefinition(router: GuardedRouter(site: dependencies.site))
        }
    }
}
