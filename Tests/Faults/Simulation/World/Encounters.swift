/// What a run met, counted: a simulation in which something never happens proves nothing about it.
struct Encounters: Sendable {
    enum Kind: Int, CaseIterable, Sendable {
        case returned, nacked, inDoubt, redelivered, givenUp, cameEarly, postponed, parked, takeOver
        case commitUnknown, databaseAway, cursorLost, crashed, timerTakenAgain, sentAgain

        var text: String {
            switch self {
            case .returned: "returned"
            case .nacked: "nacked"
            case .inDoubt: "publications in doubt"
            case .redelivered: "redelivered"
            case .givenUp: "given up by the broker"
            case .cameEarly: "came early"
            case .postponed: "postponed"
            case .parked: "parked"
            case .takeOver: "take-overs"
            case .commitUnknown: "commits unknown"
            case .databaseAway: "transactions refused"
            case .cursorLost: "cursor put back by a crash"
            case .crashed: "processes ended"
            case .timerTakenAgain: "timers taken again"
            case .sentAgain: "sent again"
            }
        }
    }

    private var counts = [Int](repeating: 0, count: Kind.allCases.count)

    mutating func add(_ kind: Kind) { self.counts[kind.rawValue] += 1 }

    mutating func add(_ other: Encounters) {
        for index in self.counts.indices { self.counts[index] += other.counts[index] }
    }

    /// What was never met.
    var missing: [Kind] { Kind.allCases.filter { self.counts[$0.rawValue] == 0 } }

    var text: String { Kind.allCases.map { "\($0.text) \(self.counts[$0.rawValue])" }.joined(separator: ", ") }
}
