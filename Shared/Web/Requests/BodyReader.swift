internal import Contracts
internal import Hummingbird

/// Collects a body up to a limit.
enum BodyReader {
    /// - Throws: `Problem.tooLarge`, before reading when the head already says so; `Problem.unreadable` for a compressed body.
    static func read(_ request: Request, limit: Int, words: String) async throws -> [UInt8] {
        if let declared = request.headers[.contentLength].flatMap({ Int($0) }), declared > limit {
            throw Problem.tooLarge(limit: words)
        }
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            throw Problem.unreadable("Kiriman terkompresi tidak diterima.")
        }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= limit else { throw Problem.tooLarge(limit: words) }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }
}
