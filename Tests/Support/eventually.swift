/// A condition that did not come true in time.
public struct NotInTime: Error, CustomStringConvertible {
    /// What was waited for.
    public let description: String
}

/// Waits until a condition holds, asking again and again; never longer than the deadline.
///
/// - Parameters:
///   - limit: when to give up. Generous: it is only reached when something is broken. Longer under
///     ThreadSanitizer, see ``TestPatience``.
///   - what: the condition in words, for the failure.
/// - Throws: ``NotInTime``, or what the condition throws.
public func eventually(
    within limit: Duration = .seconds(30), _ what: String = "the condition",
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit * TestPatience.factor
    while true {
        if try await condition() { return }
        guard ContinuousClock.now < deadline else {
            throw NotInTime(description: "\(what) did not come true within \(limit * TestPatience.factor)")
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}
