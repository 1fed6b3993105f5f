internal import CMalloc
internal import Threading

/// Gives memory that nobody uses back to the machine, every minute. A moment in which much was under way (a broker that
/// came back, a batch of large forms) leaves its mark on the heap: the C library keeps the pages between what is still in use,
/// and a process that once needed 10 MB would show 10 MB for ever.
public struct HeapKeeper: Sendable {
    /// How long what was freed may stay.
    public static let interval: Duration = .seconds(60)

    /// A keeper that does nothing until it runs.
    public init() {}

    /// Runs until the task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            Self.giveBack()
            await Beat.rest(atMost: Self.interval)
        }
    }

    /// Gives back whole pages of all arenas, also those in the middle.
    static func giveBack() { _ = malloc_trim(0) }
}
