import Glibc

extension ConnectionThread {
    /// What a waiting job wants of a descriptor, and what it got.
    public struct Interest: OptionSet, Sendable {
        /// The bits of `poll(2)`.
        public let rawValue: Int16
        /// Takes the bits of `poll(2)`.
        public init(rawValue: Int16) { self.rawValue = rawValue }
        /// There is something to read, or the peer is gone.
        public static let read = Interest(rawValue: Int16(POLLIN))
        /// There is room to write, or the peer is gone.
        public static let write = Interest(rawValue: Int16(POLLOUT))
    }

    /// One suspended job.
    struct Watch {
        let descriptor: CInt
        let interest: Interest
        let deadline: ContinuousClock.Instant?
        let continuation: UnsafeContinuation<Interest, Never>
    }
}
