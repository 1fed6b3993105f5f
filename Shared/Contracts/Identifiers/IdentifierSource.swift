public import Foundation

/// Makes identifiers; a parameter wherever one is needed, so that a test can foresee them.
public struct IdentifierSource: Sendable {
    private let make: @Sendable (Date) -> UUID

    /// A source that asks `make` for each identifier, given the present time.
    public init(_ make: @escaping @Sendable (Date) -> UUID) { self.make = make }

    /// UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, 74 random bits from the system.
    public static let system = IdentifierSource { now in
        var random = SystemRandomNumberGenerator()
        return UUID.version7(at: now, high: random.next(), low: random.next())
    }

    /// A fresh identifier of the kind that the caller expects.
    public func next<Kind>(at now: Date, as kind: Kind.Type = Kind.self) -> ID<Kind> { ID(self.make(now)) }

    /// A fresh UUID for something that has no kind of its own.
    public func uuid(at now: Date) -> UUID { self.make(now) }
}

extension UUID {
    /// UUID version 7 (RFC 9562 §5.7) with the given random bits.
    public static func version7(at time: Date, high: UInt64, low: UInt64) -> UUID {
        let milliseconds = UInt64(max(0, time.timeIntervalSince1970 * 1000))
        let first = (milliseconds & 0xFFFF_FFFF_FFFF) << 16 | 0x7000 | (high & 0x0FFF)
        let second = 0x8000_0000_0000_0000 | (low & 0x3FFF_FFFF_FFFF_FFFF)
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return UUID(
            uuid: (
                byte(first, 0), byte(first, 1), byte(first, 2), byte(first, 3), byte(first, 4), byte(first, 5),
                byte(first, 6), byte(first, 7), byte(second, 0), byte(second, 1), byte(second, 2), byte(second, 3),
                byte(second, 4), byte(second, 5), byte(second, 6), byte(second, 7)
            ))
    }

    /// UUID version 5 (RFC 9562 §5.5): the same name in the same space always gives the same identifier.
    ///
    /// - Parameter digest: the first 16 bytes of SHA-1 (or any agreed hash) over space and name.
    public static func named(digest: [UInt8]) -> UUID {
        precondition(digest.count >= 16, "a name-based UUID needs 16 bytes of digest")
        var b = Array(digest.prefix(16))
        b[6] = (b[6] & 0x0F) | 0x50
        b[8] = (b[8] & 0x3F) | 0x80
        return UUID(
            uuid: (b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15])
        )
    }
}
