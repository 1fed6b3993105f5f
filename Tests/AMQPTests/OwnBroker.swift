@testable import AMQP
import Foundation
import TestSupport

/// A RabbitMQ node of a test's own, for what must not be done to the shared one.
final class OwnBroker {
    let configuration: AMQPConfiguration
    private let folder: URL
    private let server: Process
    private let environment: [String: String]
    private static let scripts = "/usr/lib/rabbitmq/bin/"

    /// Runs a test with a node that is up, and stops it with everything it started.
    static func with(_ body: (OwnBroker) async throws -> Void) async throws {
        let broker = try OwnBroker()
        do {
            try await broker.control("await_startup", "--timeout", "60")
            try await body(broker)
            await broker.stop()
        } catch {
            await broker.stop()
            throw error
        }
    }

    private init() throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "layak-broker-\(UUID().uuidString)")
        let home = self.folder.appending(path: "home")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        let port = try Loopback.freePort()
        try "listeners.tcp.1 = 127.0.0.1:\(port)\nlog.file = false\n"
            .write(to: self.folder.appending(path: "rabbitmq.conf"), atomically: true, encoding: .utf8)
        try "[].\n".write(to: self.folder.appending(path: "plugins"), atomically: true, encoding: .utf8)
        self.environment = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": home.path,
            "RABBITMQ_NODENAME": "layak-\(port)@localhost", "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_MNESIA_BASE": self.folder.appending(path: "data").path,
            "RABBITMQ_LOG_BASE": self.folder.appending(path: "log").path,
            "RABBITMQ_CONFIG_FILE": self.folder.appending(path: "rabbitmq").path,
            "RABBITMQ_ENABLED_PLUGINS_FILE": self.folder.appending(path: "plugins").path,
            "RABBITMQ_DIST_PORT": "\(try Loopback.freePort())", "ERL_EPMD_PORT": "\(try Loopback.freePort())",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none",
        ]
        self.configuration = AMQPConfiguration(
            endpoints: [.init(host: "127.0.0.1", port: port)], user: "guest", password: "guest")
        self.server = Process()
        self.server.executableURL = URL(filePath: Self.scripts + "rabbitmq-server")
        self.server.environment = self.environment
        self.server.standardInput = FileHandle.nullDevice
        self.server.standardOutput = FileHandle.nullDevice
        self.server.standardError = FileHandle.nullDevice
        try self.server.run()
    }

    /// Asks `rabbitmqctl`.
    func control(_ arguments: String...) async throws {
        let status = try await self.run(Self.scripts + "rabbitmqctl", ["--quiet"] + arguments)
        guard status == 0 else {
            throw AMQPError(code: .unreachable, message: "rabbitmqctl \(arguments[0]) ended with \(status)")
        }
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = self.environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }

    /// Stops the node and the port mapper that it started, and removes its files.
    private func stop() async {
        // Best effort from here on: what is left over is killed, and the folder goes in any case.
        _ = try? await self.run(Self.scripts + "rabbitmqctl", ["--quiet", "stop", "--no-wait"])
        let deadline = ContinuousClock.now + .seconds(20)
        while self.server.isRunning && ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(50)) }
        if self.server.isRunning { self.server.terminate() }
        _ = try? await self.run("/usr/bin/epmd", ["-port", self.environment["ERL_EPMD_PORT"] ?? "", "-kill"])
        try? FileManager.default.removeItem(at: self.folder)
    }
}
