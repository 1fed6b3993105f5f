import ArgumentParser
import Contracts

extension Day {
    /// The day that a person has written.
    ///
    /// - Throws: ``RuleFault`` that tells a day that does not exist from a text that is no date.
    init(written text: String) throws(RuleFault) {
        if let day = Day(text) {
            self = day
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isShaped =
            parts.map(\.utf8.count) == [4, 2, 2]
            && parts.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
        throw RuleFault(
            isShaped ? "there is no day \(text)" : "a date is written yyyy-mm-dd, for example 2026-03-13")
    }

    /// The same for an argument of the command line.
    ///
    /// - Throws: `ValidationError`.
    static func argument(_ text: String) throws -> Day {
        do throws(RuleFault) {
            return try Day(written: text)
        } catch {
            throw ValidationError(error.description)
        }
    }
}
