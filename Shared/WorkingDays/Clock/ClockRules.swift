public import Contracts
import Foundation

/// What the sources leave open or say without a text that can be cited: data, each with its source, in
/// `Data/clock-rules.json`. Whoever decides otherwise changes the file and its source, not the code.
public struct ClockRules: Hashable, Sendable, Codable {
    /// A value with where it comes from, in Indonesian.
    public struct Sourced<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
        /// What applies.
        public var value: Value
        /// Why.
        public var source: String
    }

    /// Which day is counted first.
    public enum FirstDay: String, Hashable, Sendable, Codable {
        /// The day of the declaration is day 0.
        case nextWorkingDay
    }

    /// Which day is counted first.
    public var firstDay: Sourced<FirstDay>
    /// ISO weekdays, 1 is Monday.
    public var workingWeek: Sourced<[Int]>
    /// Calendar months in which a requested correction is to be answered.
    public var monthsToAnswer: Sourced<Int>
    /// Calendar months in which a file that was returned as incomplete is to be completed.
    public var monthsToComplete: Sourced<Int>
    /// Days before the end of the calendar's coverage on which a warning begins.
    public var coverageWarningDays: Sourced<Int>

    /// The rules that come with this module.
    ///
    /// - Throws: ``Contracts/DataFault``: a fault of the build.
    public static func bundled() throws -> ClockRules {
        let file = Bundle.module.bundleURL.appending(path: "Data/clock-rules.json")
        return try self.read([UInt8](try Data(contentsOf: file)), file: "clock-rules.json")
    }

    /// Reads a file of rules.
    ///
    /// - Throws: ``Contracts/DataFault`` with the field for a fault; nothing of the file is used then.
    public static func read(_ json: [UInt8], file: String) throws(DataFault) -> ClockRules {
        let rules = try DataFault.decode(ClockRules.self, json, file: file)
        for (field, source) in [
            ("firstDay", rules.firstDay.source), ("workingWeek", rules.workingWeek.source),
            ("monthsToAnswer", rules.monthsToAnswer.source), ("monthsToComplete", rules.monthsToComplete.source),
            ("coverageWarningDays", rules.coverageWarningDays.source),
        ] where source.allSatisfy(\.isWhitespace) {
            throw DataFault(file: file, field: "\(field)/source", reason: "is empty")
        }
        // The calendar counts by this week; another would be another program.
        guard rules.workingWeek.value == [1, 2, 3, 4, 5] else {
            throw DataFault(file: file, field: "workingWeek/value", reason: "must be [1, 2, 3, 4, 5]")
        }
        for (field, value, range) in [
            ("monthsToAnswer", rules.monthsToAnswer.value, 1...120),
            ("monthsToComplete", rules.monthsToComplete.value, 1...120),
            ("coverageWarningDays", rules.coverageWarningDays.value, 1...366),
        ] where !range.contains(value) {
            throw DataFault(
                file: file, field: "\(field)/value",
                reason: "\(value) is not from \(range.lowerBound) to \(range.upperBound)")
        }
        return rules
    }
}
