public import AMQP
import Foundation

/// A RabbitMQ node of a test's own, for what must not be done to the shared one.
public final class OwnBroker {
    /// How its administrator connects, on the virtual host `/`.
    public let configuration: AMQPConfiguration
    private let folder: URL
    private let server: Process
    private let environment: [String: String]
    private static let scripts = "/usr/lib/rabbitmq/bin/"

    /// Runs a test with a node that is up, and stops it with everything it started.
    public static func with(_ body: (OwnBroker) async throws -> Void) async throws {
        let broker = try OwnBroker()
        do {
            try await broker.awaitStart()
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
            "ERL_EPMD_ADDRESS": "127.0.0.1", "RABBITMQ_PID_FILE": self.folder.appending(path: "pid").path,
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

    /// Until the node is there, `await_startup` fails at once.
    private func awaitStart() async throws {
        let deadline = ContinuousClock.now + .seconds(90) * TestPatience.factor
        while true {
            do {
                try await self.control("await_startup", "--timeout", "60")
                return
            } catch  where ContinuousClock.now < deadline && self.server.isRunning {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// Asks `rabbitmqctl`.
    public func control(_ arguments: String...) async throws {
        let status = try await self.run(Self.scripts + "rabbitmqctl", ["--quiet"] + arguments)
        guard status == 0 else {
            throw TestBroker.Failure(description: "rabbitmqctl \(arguments[0]) ended with \(status)")
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
        // Nothing in it is worth a clean end. The script that was started is not the node: its own file names the node.
        // A node that never wrote it has never run.
        let file = self.folder.appending(path: "pid")
        if let text = try? String(contentsOf: file, encoding: .utf8),
            let pid = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
        {
            kill(pid, SIGKILL)
        }
        if self.server.isRunning { self.server.terminate() }
        let deadline = ContinuousClock.now + .seconds(10)
        // The port mapper refuses to go while it knows a node.
        while ContinuousClock.now < deadline {
            let port = self.environment["ERL_EPMD_PORT"] ?? ""
            // A mapper that cannot be asked is asked again until the deadline.
            if let status = try? await self.run("/usr/bin/epmd", ["-port", port, "-kill"]), status == 0 { break }
        }
        // A folder left over must not hide why the test failed.
        try? FileManager.default.removeItem(at: self.folder)
    }
}
