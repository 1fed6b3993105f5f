import Foundation

/// SplitMix64: the same numbers for the same seed on every machine.
struct SeededRandom: Sendable {
    private var state: UInt64

    /// A stream of its own for every combination: taking something out of a schedule does not change the luck of the rest.
    init(_ seed: UInt64, _ salts: UInt64...) {
        self.state = seed
        for salt in salts { self.state = Self.mixed(self.state ^ Self.mixed(salt &+ 0x9E37_79B9_7F4A_7C15)) }
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(self.state)
    }

    /// From 0 up to, but not including, 1.
    mutating func unit() -> Double { Double(self.next() >> 11) / 9_007_199_254_740_992 }

    mutating func chance(_ probability: Double) -> Bool { self.unit() < probability }

    /// From 0 up to, but not including, `bound`, which is at least 1.
    mutating func below(_ bound: Int) -> Int { Int(self.next() % UInt64(bound)) }

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

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[self.below(elements.count)] }
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
