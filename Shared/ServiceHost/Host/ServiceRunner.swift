internal import AMQP
internal import Configuration
public import Contracts
public import Foundation
internal import Logging
internal import Messaging
internal import MessagingLive
internal import Metrics
public import Postgres
internal import ServiceLifecycle
internal import Web

/// The `main` of a service: reads its configuration, then serves, migrates or runs one of the service's own subcommands.
///
/// Start: database (answers, schema up to date) → topology (a difference refuses to start; a broker that cannot be reached
/// does not) → HTTP. Stop on SIGTERM or SIGINT: not ready → no new connections → running requests and handlers finish →
/// exit 0, within ten seconds.
public struct ServiceRunner: Sendable {
    private let name: ServiceName
    private let summary: String
    private let keys: [SettingKey]
    private let migrations: [Migration]
    private let bundles: [Bundle]
    private let texts: [String: String]
    private let commands: [ServiceCommand]
    /// How long a start waits for the database.
    var databasePatience: Duration = .seconds(30)
    private let build: @Sendable (SettingsReader, ServiceDependencies) async throws -> ServiceDefinition

    /// A service's `main`.
    ///
    /// - Parameters:
    ///   - summary: what the service is, for `--help`.
    ///   - keys: the keys that only this service reads.
    ///   - migrations: all of them, those of `MessagingSchema` included.
    ///   - bundles: `Bundle.module`, with the service's templates.
    ///   - texts: the service's texts, by key.
    ///   - build: the composition root. Reads the service's own keys; a ``SettingError`` stops the start.
    public init(
        name: ServiceName, summary: String, keys: [SettingKey] = [], migrations: [Migration], bundles: [Bundle] = [],
        texts: [String: String] = [:], commands: [ServiceCommand] = [],
        build: @escaping @Sendable (SettingsReader, ServiceDependencies) async throws -> ServiceDefinition
    ) {
        self.name = name
        self.summary = summary
        self.keys = keys
        self.migrations = migrations
        self.bundles = bundles
        self.texts = texts
        self.commands = commands
        self.build = build
    }

    /// Runs the process.
    public func main(arguments: [String] = Array(CommandLine.arguments.dropFirst())) async -> Never {
        // A reader of ours that went away must not end the process.
        signal(SIGPIPE, SIG_IGN)
        let reader = SettingsReader.environment(secrets: SettingKey.common(of: self.name) + self.keys)
        let code = await self.run(arguments, reader: reader, say: { StandardError.write($0 + "\n") })
        // Not `exit`: it has libcrypto free what it keeps for each thread, and a connection's thread that ends at that
        // moment frees the same. A command that had done its work crashed so in `OPENSSL_cleanup`.
        fflush(nil)
        _exit(code)
    }

    /// The same without ending the process: its exit code.
    func run(_ arguments: [String], reader: SettingsReader, say: @escaping @Sendable (String) -> Void) async -> Int32 {
        let command = arguments.first ?? "serve"
        if ["--help", "-h", "help"].contains(command) {
            print(self.help)
            return ExitCode.success
        }
        do {
            let level = try reader.parsed(.logLevel, as: "trace, debug, info, notice, warning, error or critical") {
                Logger.Level(rawValue: $0.lowercased())
            }
            ProcessWideLogging.start(level: level)
            var logger = Logger(label: "layak.\(self.name)")
            logger[metadataKey: "service"] = .string(self.name.name)
            switch command {
            case "serve":
                guard arguments.count <= 1 else { throw UsageError("serve takes no arguments") }
                try await self.serve(reader, logger)
            case "migrate":
                guard arguments.count <= 1 else { throw UsageError("migrate takes no arguments") }
                try await self.migrate(reader)
            default:
                guard let own = self.commands.first(where: { $0.name == command }) else {
                    throw UsageError("no subcommand \(command)")
                }
                let settings = try ServiceSettings(reader, service: self.name)
                let dependencies = try await self.dependencies(settings, logger)
                do {
                    try await own.body(Array(arguments.dropFirst()), reader, dependencies)
                    await dependencies.database.close()
                } catch {
                    await dependencies.database.close()
                    throw error
                }
            }
            return ExitCode.success
        } catch let error as SettingError {
            say("\(self.name): configuration: \(error)")
            return ExitCode.configuration
        } catch let error as UsageError {
            say("\(self.name): \(error). Usage:\n\(self.help)")
            return ExitCode.usage
        } catch let error as StartRefused {
            say("\(self.name): \(error.sentence)")
            return error.code
        } catch let error as Problem {
            let fields = error.errors.map { "\n  \($0.field): \($0.message)" }.joined()
            say("\(self.name): \(error.title). \(error.detail ?? "")\(fields)")
            return ExitCode.failure
        } catch {
            say("\(self.name): \(command) failed: \(SafeErrorText.of(error))")
            return ExitCode.failure
        }
    }

    // MARK: - serve

    private func serve(_ reader: SettingsReader, _ logger: Logger) async throws {
        try reader.demand(SettingKey.common(of: self.name) + self.keys)
        let settings = try ServiceSettings(reader, service: self.name)
        let registry = ProcessWideMetrics.start()
        let dependencies = try await self.dependencies(settings, logger)
        let definition = try await self.build(reader, dependencies)
        let readiness = Readiness()
        try await self.awaitDatabase(dependencies.database, readiness, logger)
        try await self.checkSchema(dependencies.database)
        try await self.checkPromises(of: dependencies.database, logger)
        let topology = TopologyWatch(
            needed: TopologyWatch.needed(by: self.name), configuration: settings.broker, logger: logger)
        if let differences = await topology.check(), !differences.isEmpty {
            throw StartRefused(
                code: ExitCode.configuration,
                sentence:
                    "the broker's topology differs: \(differences.joined(separator: "; ")). Run: layak broker declare")
        }
        let gaps = definition.catalogueGaps(of: self.name)
        guard gaps.isEmpty else {
            throw StartRefused(
                code: ExitCode.configuration,
                sentence: "this build does not fit the published language: \(gaps.joined(separator: "; "))")
        }
        let running = RunningService(
            dependencies: dependencies, definition: definition, host: settings.host, port: settings.port,
            databaseConfiguration: settings.database,
            messaging: self.messaging(definition, dependencies, settings, readiness), topology: topology,
            registry: registry, readiness: readiness,
            onListening: { logger.notice("listening", metadata: ["port": .stringConvertible($0)]) })
        try await running.run(handlesSignals: true)
        logger.notice("stopped")
    }

    private func awaitDatabase(_ database: Database, _ readiness: Readiness, _ logger: Logger) async throws {
        let deadline = ContinuousClock.now + self.databasePatience
        while await !database.ping() {
            guard ContinuousClock.now < deadline else {
                throw StartRefused(
                    code: ExitCode.unavailable,
                    sentence:
                        "the database of LAYAK_DATABASE did not answer for \(self.databasePatience.components.seconds) seconds. Is it running, and may this role connect?"
                )
            }
            logger.warning("waiting for the database")
            try await Task.sleep(for: .seconds(1))
        }
        readiness.database(answered: true, at: .now)
    }

    private func checkSchema(_ database: Database) async throws {
        let pending: [Migration]
        do {
            pending = try await Migrator.pending(self.migrations, in: database)
        } catch let error as MigrationError {
            throw StartRefused(code: ExitCode.configuration, sentence: "the schema does not fit: \(error.description)")
        }
        guard pending.isEmpty else {
            let names = pending.map { "\($0.number) \($0.name)" }.joined(separator: ", ")
            throw StartRefused(
                code: ExitCode.configuration,
                sentence: "the schema lacks \(names). Run: \(self.name.name.capitalized) migrate")
        }
    }

    /// The limits and the durability that every transaction counts on are looked up where they are kept: at the server. A
    /// pooler between here and there may have dropped what the connection asked for.
    private func checkPromises(of database: Database, _ logger: Logger) async throws {
        let promises = try await database.read { try SessionPromises.read(in: $0) }
        guard promises.broken.isEmpty else {
            throw StartRefused(
                code: ExitCode.configuration,
                sentence: "the database does not keep what is needed: \(promises.broken.joined(separator: "; "))")
        }
        for doubt in promises.doubtful { logger.warning("database in doubt", metadata: ["reason": .string(doubt)]) }
        logger.notice(
            "database",
            metadata: [
                "synchronous_commit": .string(promises.synchronousCommit),
                "statement_timeout_seconds": .stringConvertible(promises.statementTimeout / .seconds(1)),
                "idle_in_transaction_timeout_seconds":
                    .stringConvertible(promises.idleInTransactionTimeout / .seconds(1)),
            ])
    }

    // MARK: - migrate

    private func migrate(_ reader: SettingsReader) async throws {
        let shape = "a libpq connection string that names user and database"
        func parse(_ text: String) throws -> (text: String, user: String)? {
            let parts = try Conninfo(text)
            guard let user = parts["user"], parts["dbname"] != nil else { return nil }
            return (text, user)
        }
        let owner = try reader.parsed(.databaseOwner(of: self.name), as: shape, parse)
        let runtime = try reader.parsed(.database(of: self.name), as: shape, parse)
        let done: [Migration]
        do {
            done = try await Migrator.apply(self.migrations, conninfo: owner.text, runtimeRole: runtime.user)
        } catch let error as MigrationError {
            throw StartRefused(code: ExitCode.failure, sentence: "migrate failed: \(error.description)")
        }
        for migration in done { print("\(self.name): applied \(migration.number) \(migration.name)") }
        if done.isEmpty { print("\(self.name): the schema is up to date") }
    }

    // MARK: - parts

    private func dependencies(_ settings: ServiceSettings, _ logger: Logger) async throws -> ServiceDependencies {
        let site = WebSite(
            publicURL: settings.publicURL, tokens: try await TokenVerifier(publicKeys: settings.tokenKeys),
            pages: try PageRenderer(bundles: self.bundles, texts: self.texts),
            translate: { error in (error as? PostgresError).flatMap { Problem($0) } },
            observe: { RequestMetrics.observe($0) })
        return ServiceDependencies(
            name: self.name, database: Database(settings.database, logger: logger), site: site,
            publicURL: settings.publicURL, logger: logger)
    }

    private func messaging(
        _ definition: ServiceDefinition, _ dependencies: ServiceDependencies, _ settings: ServiceSettings,
        _ readiness: Readiness
    ) -> any MessagingProcess {
        let setup = MessagingSetup(
            service: self.name, database: dependencies.database, logger: dependencies.logger,
            identifiers: dependencies.identifiers, now: dependencies.now)
        let runtime = MessagingRuntime(
            setup, relayDatabase: settings.database, amqp: settings.broker, eventHandlers: definition.eventHandlers,
            commandHandlers: definition.commandHandlers, timerHandlers: definition.timers,
            verifyActorToken: { try dependencies.verifyActorToken($0) })
        return LiveMessaging(
            runtime: runtime, database: dependencies.database, readiness: readiness, now: dependencies.now)
    }

    /// What `--help` prints.
    var help: String {
        var lines = ["\(self.name.name.capitalized): \(self.summary)", "", "Subcommands:"]
        func row(_ left: String, _ right: String) {
            lines.append("  " + left + String(repeating: " ", count: max(2, 34 - left.count)) + right)
        }
        row("serve", "serves until SIGTERM or SIGINT (the default)")
        row("migrate", "brings the schema up to date, as LAYAK_DATABASE_OWNER")
        for command in self.commands { row((command.name + " " + command.arguments), command.summary) }
        lines += ["", "Environment:"]
        for key in SettingKey.common(of: self.name) + self.keys {
            let need =
                switch key.need {
                case .required: "required"
                case .fallback(let text): "default \(text)"
                case .optional: "optional"
                case .command(let name): "for \(name)"
                }
            row(key.name, "\(key.meaning) (\(need)\(key.isSecret ? ", secret" : ""))")
        }
        return lines.joined(separator: "\n")
    }
}
