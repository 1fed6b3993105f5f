import Foundation
import Seeds

extension SeededRandom {
    /// A stream of its own for every combination: taking something out of a schedule does not change the luck of the rest.
    init(_ seed: UInt64, _ salts: UInt64...) { self.init(seed: seed, salts: salts) }

    /// From 0 up to, but not including, 1.
    mutating func unit() -> Double { Double(self.next() >> 11) / 9_007_199_254_740_992 }

    mutating func chance(_ probability: Double) -> Bool { self.unit() < probability }

    mutating func between(_ low: Micros, _ high: Micros) -> Micros {
        low + Micros(self.next() % UInt64(max(1, high - low)))
    }

    mutating func identifier() -> UUID {
        let (one, two) = (self.next(), self.next())
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (index * 8)) }
        return UUID(
            uuid: (
                byte(one, 0), byte(one, 1), byte(one, 2), byte(one, 3), byte(one, 4), byte(one, 5),
                byte(one, 6) & 0x0F | 0x70, byte(one, 7), byte(two, 0) & 0x3F | 0x80, byte(two, 1), byte(two, 2),
                byte(two, 3), byte(two, 4), byte(two, 5), byte(two, 6), byte(two, 7)
            ))
    }
}

/// Microseconds of virtual time since the beginning of a run.
typealias Micros = Int64

extension Micros {
    static func milliseconds(_ count: Int64) -> Micros { count * 1_000 }
    static func seconds(_ count: Int64) -> Micros { count * 1_000_000 }

    init(_ duration: Duration) {
        self = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
    }

    var duration: Duration { .microseconds(self) }

    /// `12.345678s`.
    var text: String {
        let fraction = String(self % 1_000_000)
        return "\(self / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction + "s"
    }
}
