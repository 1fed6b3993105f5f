import Foundation
import FoundationNetworking

/// Asks the operator's face of one service.
struct OperatorClient: Sendable {
    let base: URL
    let token: String

    func get(_ path: String, _ query: [String: String] = [:]) async throws -> Data {
        var parts = URLComponents(url: self.base.appending(path: path), resolvingAgainstBaseURL: false)
        if !query.isEmpty {
            parts?.queryItems = query.sorted { $0.key < $1.key }.map { URLQueryItem(name: $0.key, value: $0.value) }
            // A plus is a space to whoever reads a query.
            let encoded = parts?.percentEncodedQuery?.replacing("+", with: "%2B")
            parts?.percentEncodedQuery = encoded
        }
        guard let url = parts?.url else { throw OperatorRefused(description: "this cannot be asked") }
        return try await Self.answer(to: self.request(url))
    }

    func post(_ path: String, _ body: some Encodable) async throws -> Data {
        var request = self.request(self.base.appending(path: path))
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONEncoder().encode(body)
        return try await Self.answer(to: request)
    }

    private func request(_ url: URL) -> URLRequest {
        var request = URLRequest(url: url, timeoutInterval: 15)
        request.setValue("Bearer \(self.token)", forHTTPHeaderField: "Authorization")
        return request
    }

    /// The body of an answer that is no refusal.
    ///
    /// - Throws: ``OperatorRefused`` with the service's own words, or with what kept it from answering.
    static func answer(to request: URLRequest) async throws -> Data {
        let answer: (data: Data, response: URLResponse)
        do {
            answer = try await URLSession.shared.data(for: request)
        } catch {
            throw OperatorRefused(description: "the front door does not answer: \(error.localizedDescription)")
        }
        let status = (answer.response as? HTTPURLResponse)?.statusCode ?? 0
        guard !(200..<300).contains(status) else { return answer.data }
        struct Problem: Decodable {
            struct Field: Decodable { let field: String, message: String }
            let title: String
            let detail: String?
            let errors: [Field]?
        }
        // What is no problem document is told by its status alone.
        guard let problem = try? JSONDecoder().decode(Problem.self, from: answer.data) else {
            throw OperatorRefused(description: "the service answered \(status)")
        }
        let fields = (problem.errors ?? []).map { "\n  \($0.field): \($0.message)" }.joined()
        throw OperatorRefused(description: "\(status): \(problem.title). \(problem.detail ?? "")\(fields)")
    }
}
