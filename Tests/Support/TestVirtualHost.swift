public import AMQP
import Foundation

/// A virtual host of a test's own, made before it and dropped after it, with everything in it.
public struct TestVirtualHost: Sendable {
    /// How an administrator connects to it.
    public let configuration: AMQPConfiguration
    /// Its name.
    public let name: String
    /// The broker that it is on.
    public let broker: TestBroker

    /// Runs a test with a configuration of a fresh virtual host.
    public static func with<T>(_ body: (AMQPConfiguration) async throws -> T) async throws -> T {
        try await self.withHost { try await body($0.configuration) }
    }

    /// Runs a test with a fresh virtual host and the means to disturb it.
    ///
    /// - Parameter broker: the shared one unless said otherwise.
    public static func withHost<T>(
        on broker: TestBroker? = nil, _ body: (TestVirtualHost) async throws -> T
    ) async throws -> T {
        let broker = try broker ?? TestBroker()
        let name = "test-\(UUID().uuidString.lowercased())"
        try await broker.manage("PUT", "vhosts/\(name)")
        try await broker.manage(
            "PUT", "permissions/\(name)/\(broker.configuration.user)",
            body: #"{"configure":".*","write":".*","read":".*"}"#)
        var configuration = broker.configuration
        configuration.virtualHost = name
        let host = TestVirtualHost(configuration: configuration, name: name, broker: broker)
        do {
            let result = try await body(host)
            try await broker.manage("DELETE", "vhosts/\(name)")
            return result
        } catch {
            // The test's own error matters more than a virtual host that stays.
            _ = try? await broker.manage("DELETE", "vhosts/\(name)")
            throw error
        }
    }

    /// Closes every connection to this virtual host by force, as an operator would, once the broker lists `count` of them.
    public func closeConnections(expecting count: Int = 1, within limit: Duration = .seconds(60)) async throws {
        let deadline = ContinuousClock.now + limit * TestPatience.factor
        while true {
            let names = try await self.connectionNames()
            if names.count >= count {
                for name in names { try await self.broker.manage("DELETE", "connections/\(name)") }
                return
            }
            guard ContinuousClock.now < deadline else {
                throw TestBroker.Failure(description: "the broker lists \(names.count) connections, not \(count)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Makes a user who may do only this here.
    ///
    /// - Returns: how this user connects.
    public func user(configure: String, write: String, read: String) async throws -> AMQPConfiguration {
        var configuration = self.configuration
        configuration.user = "user-\(UUID().uuidString.lowercased())"
        configuration.password = UUID().uuidString
        try await self.broker.manage(
            "PUT", "users/\(configuration.user)", body: #"{"password":"\#(configuration.password)","tags":""}"#)
        let rights = try JSONEncoder().encode(["configure": configure, "write": write, "read": read])
        try await self.broker.manage(
            "PUT", "permissions/\(self.name)/\(configuration.user)", body: String(decoding: rights, as: UTF8.self))
        return configuration
    }

    /// Removes a user of ``user(configure:write:read:)``.
    public func removeUser(_ configuration: AMQPConfiguration) async throws {
        try await self.broker.manage("DELETE", "users/\(configuration.user)")
    }

    private func connectionNames() async throws -> [String] {
        struct Connection: Decodable { let name: String }
        let listed = try await self.broker.manage("GET", "vhosts/\(self.name)/connections")
        return try JSONDecoder().decode([Connection].self, from: listed).compactMap {
            $0.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        }
    }
}
