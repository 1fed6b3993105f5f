public import Contracts
public import Foundation

/// The time that the unit has promised, from one declaration of completeness to its end.
public struct LegalClock: Hashable, Sendable {
    /// Why a clock ended.
    public enum EndReason: String, Hashable, Sendable, Codable {
        case correctionRequested = "correction-requested"
        case issued
        case refused

        /// In Indonesian.
        public var label: String {
            switch self {
            case .correctionRequested: "hasil pemeriksaan disampaikan: perlu perbaikan"
            case .issued: "surat rekomendasi ditandatangani"
            case .refused: "surat penolakan ditandatangani"
            }
        }
    }

    /// 1 for the first declaration of the case.
    public let number: Int
    /// The round of the form that was declared complete.
    public let round: Int
    /// The moment of the declaration.
    public let declaredAt: Date
    /// Length in working days.
    public let workingDays: Int
    /// The last day, in the unit's zone.
    public let dueOn: Day
    /// The moment at which it runs out.
    public let dueAt: Date
    /// The calendar that it was counted with.
    public let calendarVersion: Int
    /// When it ended.
    public private(set) var endedAt: Date?
    /// Why it ended.
    public private(set) var endReason: EndReason?

    /// Takes every part as it is.
    public init(
        number: Int, round: Int, declaredAt: Date, workingDays: Int, dueOn: Day, dueAt: Date, calendarVersion: Int,
        endedAt: Date? = nil, endReason: EndReason? = nil
    ) {
        self.number = number
        self.round = round
        self.declaredAt = declaredAt
        self.workingDays = workingDays
        self.dueOn = dueOn
        self.dueAt = dueAt
        self.calendarVersion = calendarVersion
        self.endedAt = endedAt
        self.endReason = endReason
    }

    /// Whether the clock still runs.
    public var isRunning: Bool { self.endedAt == nil }

    /// Ends a running clock; one that has ended stays as it was.
    mutating func end(at moment: Date, because reason: EndReason) {
        guard self.isRunning else { return }
        self.endedAt = moment
        self.endReason = reason
    }
}
