import HTTPTypes
import Hummingbird

/// The address of a visitor, as the front door states it: only for counting tries, never kept.
enum ClientAddress {
    private static let forwardedFor = HTTPField.Name("x-forwarded-for")

    /// The front door discards what the visitor states itself, and adds the address it saw as the last.
    static func of(_ request: Request) -> String {
        guard let name = self.forwardedFor, let value = request.headers[name],
            let last = value.split(separator: ",").last
        else { return "direct" }
        return String(last.filter { $0 != " " }.prefix(64))
    }
}
