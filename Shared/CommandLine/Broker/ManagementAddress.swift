import Foundation
import FoundationNetworking

/// The management API that `LAYAK_AMQP_MANAGEMENT` names: `http(s)://user:password@host:port` of an administrator, the only
/// one to whom RabbitMQ shows everybody's rights.
struct ManagementAddress {
    /// The variable.
    static let variable = "LAYAK_AMQP_MANAGEMENT"

    private let url: URL
    private let authorization: String

    /// - Throws: ``DefinitionsUnavailable`` when the text is not such an address.
    init(_ text: String) throws {
        guard var parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme),
            let user = parts.user, let password = parts.password, parts.host != nil
        else { throw DefinitionsUnavailable(description: "\(Self.variable) is not http(s)://user:password@host:port") }
        (parts.user, parts.password) = (nil, nil)
        parts.path = "/api/definitions"
        guard let url = parts.url else {
            throw DefinitionsUnavailable(description: "\(Self.variable) is not http(s)://user:password@host:port")
        }
        self.url = url
        self.authorization = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }

    /// Asks for everything that the broker has, for at most ten seconds.
    ///
    /// - Throws: ``DefinitionsUnavailable`` when it does not answer, or not with definitions.
    func definitions() async throws -> Data {
        var request = URLRequest(url: self.url, timeoutInterval: 10)
        request.setValue(self.authorization, forHTTPHeaderField: "Authorization")
        let answer: (data: Data, response: URLResponse)
        do {
            answer = try await URLSession.shared.data(for: request)
        } catch {
            throw DefinitionsUnavailable(
                description: "the management API does not answer: \(error.localizedDescription)")
        }
        let status = (answer.response as? HTTPURLResponse)?.statusCode ?? 0
        guard status == 200 else {
            throw DefinitionsUnavailable(
                description: "the management API answered \(status); it takes an administrator")
        }
        return answer.data
    }
}
