import Foundation

/// Asks the operator's face of one service.
struct OperatorClient: Sendable {
    let service: String
    let base: URL
    let token: String
    /// The file of the authorities to trust; `nil` for the machine's.
    var authority: String?

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
        request.body = try JSONEncoder().encode(body)
        return try await Self.answer(to: request)
    }

    private func request(_ url: URL) -> FrontDoorRequest {
        FrontDoorRequest(url: url, authority: self.authority, token: self.token)
    }

    /// The body of an answer that is no refusal.
    ///
    /// - Throws: ``OperatorRefused`` with the service's own words, or with what kept it from answering.
    static func answer(to request: FrontDoorRequest) async throws -> Data {
        let answer = try await request.answer()
        guard !(200..<300).contains(answer.status) else { return answer.body }
        struct Problem: Decodable {
            struct Field: Decodable { let field: String, message: String }
            let title: String
            let detail: String?
            let errors: [Field]?
        }
        // What is no problem document is told by its status alone.
        guard let problem = try? JSONDecoder().decode(Problem.self, from: answer.body) else {
            throw OperatorRefused(description: "the service answered \(answer.status)")
        }
        let fields = (problem.errors ?? []).map { "\n  \($0.field): \($0.message)" }.joined()
        throw OperatorRefused(description: "\(answer.status): \(problem.title). \(problem.detail ?? "")\(fields)")
    }
}
