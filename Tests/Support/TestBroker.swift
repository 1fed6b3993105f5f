public import AMQP
public import Foundation
import FoundationNetworking

/// The RabbitMQ that the tests share, from `LAYAK_TEST_AMQP` and `LAYAK_TEST_AMQP_MANAGEMENT`.
public struct TestBroker: Sendable {
    /// Why a test cannot run.
    public struct Failure: Error, CustomStringConvertible {
        /// A sentence for the reader of the test's output.
        public let description: String
    }

    /// How an administrator connects; the virtual host is to be replaced.
    public let configuration: AMQPConfiguration
    private let management: URL
    private let authorization: String

    /// - Throws: ``Failure`` that names the variable that is missing.
    public init() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let amqp = environment["LAYAK_TEST_AMQP"], let management = environment["LAYAK_TEST_AMQP_MANAGEMENT"]
        else {
            throw Failure(
                description:
                    "this test needs RabbitMQ: run `make test`, or set LAYAK_TEST_AMQP (an administrator's URL) "
                    + "and LAYAK_TEST_AMQP_MANAGEMENT (http://user:password@host:port)")
        }
        try self.init(configuration: .parse(url: amqp), management: management)
    }

    /// A broker of the caller's own.
    public init(configuration: AMQPConfiguration, management: String) throws {
        guard var parts = URLComponents(string: management), let user = parts.user, let password = parts.password else {
            throw Failure(description: "LAYAK_TEST_AMQP_MANAGEMENT is not http://user:password@host:port")
        }
        (parts.user, parts.password) = (nil, nil)
        guard let url = parts.url else {
            throw Failure(description: "LAYAK_TEST_AMQP_MANAGEMENT is not http://user:password@host:port")
        }
        self.configuration = configuration
        self.management = url
        self.authorization = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }

    /// Asks the management API; `path` is percent-encoded and begins after `/api/`.
    ///
    /// - Returns: the answer's body.
    /// - Throws: ``Failure`` for any answer that is not 2xx, but for 404 to a DELETE.
    @discardableResult
    public func manage(_ method: String, _ path: String, body: String? = nil) async throws -> Data {
        guard let url = URL(string: self.management.absoluteString.trimmingSuffix("/") + "/api/" + path) else {
            throw Failure(description: "not a path of the management API: \(path)")
        }
        var request = URLRequest(url: url, timeoutInterval: 30)
        request.httpMethod = method
        request.setValue(self.authorization, forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body.map { Data($0.utf8) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) || (method == "DELETE" && status == 404) else {
            throw Failure(
                description:
                    "RabbitMQ answered \(status) to \(method) \(path): \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        self.hasSuffix(suffix) ? String(self.dropLast(suffix.count)) : self
    }
}
