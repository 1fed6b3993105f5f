public import Contracts
public import Standards

/// How a unit numbers its letters: from a block that is set aside for this service, or typed from its own register.
public enum LetterNumbering: Hashable, Sendable {
    /// A format, counted from `first` in each year.
    case block(NumberFormat, first: Int)
    /// The signer types the number that the unit's register gave.
    case register

    /// The letter number of a block; `nil` when the number is typed.
    ///
    /// - Throws: ``Standards/NumberError`` for a year that the format cannot write.
    public func number(sequence: Int, unit: UnitCode, year: Int) throws(NumberError) -> String? {
        guard case .block(let format, let first) = self else { return nil }
        return try format.print(NumberValues(year: year, unit: unit, running: first + sequence - 1))
    }
}
