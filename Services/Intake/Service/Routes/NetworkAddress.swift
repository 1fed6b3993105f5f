import Hummingbird

/// The visitor's network address as our own front door names it: the last entry of `X-Forwarded-For`, which the visitor
/// cannot choose.
enum NetworkAddress {
    static func of(_ request: Request) -> String {
        guard let list = RequestHeader.value(RequestHeader.forwardedFor, of: request) else { return "direct" }
        let last = list.split(separator: ",").last.map { $0.filter { !$0.isWhitespace } } ?? ""
        return last.isEmpty ? "direct" : String(last.prefix(64))
    }
}
