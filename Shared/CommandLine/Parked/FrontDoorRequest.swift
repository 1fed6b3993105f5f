import Foundation
import Transfers

/// One request to the front door.
struct FrontDoorRequest: Sendable {
    /// The variable that names a file of authorities (PEM), instead of those that the machine trusts.
    static let authorityVariable = "LAYAK_FRONT_DOOR_CA"
    /// For one answer, all in all.
    private static let patience: Duration = .seconds(15)

    var url: URL
    var authority: String?
    var token: String?
    /// JSON; with it the request is a POST.
    var body: Data?

    struct Answer: Sendable {
        let status: Int
        let body: Data
    }

    /// The answer, whatever its status.
    ///
    /// - Throws: ``OperatorRefused`` when none came.
    func answer() async throws -> Answer {
        // A transfer blocks, so it has a thread of its own, which ends with the answer or the patience.
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try self.perform() }) }
        }
    }

    private func perform() throws -> Answer {
        guard let transfer = Transfer() else { throw OperatorRefused(description: "libcurl cannot be used") }
        let answer = transfer.perform(self.options)
        switch answer.end {
        case .completed: return Answer(status: answer.code, body: Data(answer.body))
        case .unusable: throw OperatorRefused(description: "the front door cannot be asked: \(answer.words)")
        default: throw OperatorRefused(description: "the front door does not answer: \(answer.words)")
        }
    }

    private var options: [TransferOption] {
        var lines = ["Accept: application/json"]
        if let token = self.token { lines.append("Authorization: Bearer \(token)") }
        if self.body != nil { lines.append("Content-Type: application/json") }
        var options: [TransferOption] = [
            .url(self.url.absoluteString), .schemes("http,https"), .headers(lines), .patience(Self.patience),
        ]
        if let authority = self.authority, !authority.isEmpty { options.append(.authority(file: authority)) }
        if let body = self.body { options.append(.body([UInt8](body))) }
        return options
    }
}
