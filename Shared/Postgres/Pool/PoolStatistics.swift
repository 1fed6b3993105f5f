/// How a pool is being used at one moment.
public struct PoolStatistics: Sendable, Hashable {
    /// Connections that are open.
    public var size: Int
    /// Open connections that nobody uses.
    public var idle: Int
    /// Connections that are lent.
    public var leased: Int
    /// Borrowers that wait.
    public var waiting: Int

    public init(size: Int, idle: Int, leased: Int, waiting: Int) {
        self.size = size
        self.idle = idle
        self.leased = leased
        self.waiting = waiting
    }
}
