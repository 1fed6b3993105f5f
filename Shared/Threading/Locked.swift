import Foundation

/// A value that is reached only under a lock.
///
/// An `NSLock`, because ThreadSanitizer reports false races for `Synchronization.Mutex` on Linux.
public final class Locked<Value>: @unchecked Sendable {
    // unchecked because `value` is touched only between lock() and unlock().
    private let lock = NSLock()
    private var value: Value

    /// Guards `value`.
    public init(_ value: Value) { self.value = value }

    /// Runs `body` alone. It must be short, and must not take the same lock again.
    public func withLock<T>(_ body: (inout Value) throws -> T) rethrows -> T {
        self.lock.lock()
        defer { self.lock.unlock() }
        return try body(&self.value)
    }
}
