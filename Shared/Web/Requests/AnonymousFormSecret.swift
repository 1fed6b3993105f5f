internal import Foundation
internal import Synchronization

/// The double-submit secret of a visitor who is not signed in: taken from the cookie, or made when a page first needs it.
final class AnonymousFormSecret: Sendable {
    private struct State {
        var value: String?
        var made = false
    }

    private let state: Mutex<State>

    /// Takes over the cookie's value when it looks like one of ours.
    init(cookie: String?) {
        let known = cookie.flatMap { text in
            text.utf8.count == 43 && text.utf8.allSatisfy { $0 < 128 } && Base64URL.decode(text) != nil ? text : nil
        }
        self.state = Mutex(State(value: known))
    }

    /// The secret for the form that is being rendered.
    func use() -> String {
        self.state.withLock { state in
            if let value = state.value { return value }
            var random = SystemRandomNumberGenerator()
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            let value = Base64URL.encode(Data(bytes))
            state.value = value
            state.made = true
            return value
        }
    }

    /// The secret that came with the request.
    var present: String? { self.state.withLock { $0.made ? nil : $0.value } }

    /// The secret that the browser does not have yet.
    var fresh: String? { self.state.withLock { $0.made ? $0.value : nil } }
}
