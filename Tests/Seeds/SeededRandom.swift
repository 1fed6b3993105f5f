/// Random numbers that a seed repeats on every machine (SplitMix64): what a test found once, it finds again.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The numbers of one seed.
    public init(seed: UInt64) { self.state = seed }

    /// A stream of its own for each combination of a seed with numbers that tell who draws: what one draws more or less
    /// changes nothing about the luck of the others.
    public init(seed: UInt64, salts: [UInt64]) {
        self.state = seed
        for salt in salts { self.state = Self.mixed(self.state ^ Self.mixed(salt &+ Self.step)) }
    }

    public mutating func next() -> UInt64 {
        self.state &+= Self.step
        return Self.mixed(self.state)
    }

    /// From 0 up to, but not including, `bound`, which is at least 1.
    public mutating func below(_ bound: Int) -> Int { Int(self.next() % UInt64(bound)) }

    /// One of them; there is at least one.
    public mutating func one<Element>(of elements: [Element]) -> Element { elements[self.below(elements.count)] }

    /// True in so many of a hundred cases.
    public mutating func chance(_ percent: Int) -> Bool { self.below(100) < percent }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
