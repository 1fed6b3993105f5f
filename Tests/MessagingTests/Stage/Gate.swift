import Foundation

/// Holds a synchronous closure until a test lets it go.
final class Gate: @unchecked Sendable {
    // Unchecked because NSCondition guards both flags.
    private let condition = NSCondition()
    private var isOpen = false
    private var arrived = false

    var hasArrived: Bool {
        self.condition.withLock { self.arrived }
    }

    func arrive() {
        self.condition.withLock { self.arrived = true }
    }

    func open() {
        self.condition.withLock {
            self.isOpen = true
            self.condition.broadcast()
        }
    }

    func waitUntilOpen() {
        self.condition.withLock {
            while !self.isOpen { self.condition.wait() }
        }
    }
}
