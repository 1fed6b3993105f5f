import Contracts

/// How a number is written and read: parts one after the other, each configurable and each with its source.
///
/// Whatever it prints it reads back to the same values, and whatever it reads it prints back to the same text.
public struct NumberFormat: Hashable, Sendable {
    /// In the order in which they are written.
    public let parts: [NumberPart]

    /// A format of parts.
    ///
    /// - Throws: ``NumberError`` when it could not be read back: a running number must be there once and end where no
    ///   other digit can follow, the year must be there once.
    public init(parts: [NumberPart]) throws(NumberError) {
        func count(_ kind: NumberPart.Kind) -> Int { parts.count { $0.kind == kind } }
        guard count(.running) == 1 else { throw NumberError("running", "must stand in the format once") }
        guard count(.year) == 1 else { throw NumberError("year", "must stand in the format once") }
        guard count(.unit) <= 1 else { throw NumberError("unit", "must stand in the format at most once") }
        for (index, part) in parts.enumerated() {
            switch part.kind {
            case .text:
                guard let text = part.text, !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.value > 31 }) else {
                    throw NumberError("part \(index + 1)", "has no text")
                }
            case .unit: break
            case .year:
                guard [2, 4].contains(part.digits) else { throw NumberError("year", "has 2 or 4 digits") }
            case .running:
                guard (1...9).contains(part.digits ?? 1) else { throw NumberError("running", "has 1 to 9 digits") }
                guard index + 1 < parts.count else { continue }
                guard let next = parts[index + 1].text?.first, !next.isWholeNumber else {
                    throw NumberError("running", "must be followed by something that is no digit")
                }
            }
        }
        self.parts = parts
    }

    /// A format from a pattern with `{n}` (or `{n:3}` for at least three digits), `{unit}`, and `{year}` or `{yy}`.
    ///
    /// - Throws: ``NumberError``.
    public init(pattern: String, source: String) throws(NumberError) {
        var parts: [NumberPart] = []
        var rest = Substring(pattern)
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex {
                parts.append(NumberPart(.text, text: String(rest[..<open]), source: source))
            }
            guard let close = rest[open...].firstIndex(of: "}") else { throw NumberError(pattern, "{ without }") }
            parts.append(try Self.placeholder(rest[rest.index(after: open)..<close], source: source))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(NumberPart(.text, text: String(rest), source: source)) }
        try self.init(parts: parts)
    }

    private static func placeholder(_ name: Substring, source: String) throws(NumberError) -> NumberPart {
        switch name {
        case "n": return NumberPart(.running, digits: 1, source: source)
        case "unit": return NumberPart(.unit, source: source)
        case "year": return NumberPart(.year, digits: 4, source: source)
        case "yy": return NumberPart(.year, digits: 2, source: source)
        default:
            guard name.hasPrefix("n:"), let digits = Int(name.dropFirst(2)) else {
                throw NumberError("{\(name)}", "is not a known part")
            }
            return NumberPart(.running, digits: digits, source: source)
        }
    }

    /// The same format with another text in a part that has this name.
    ///
    /// - Throws: ``NumberError`` when no part has the name, or the text does not do.
    public func replacing(_ name: String, with text: String, source: String) throws(NumberError) -> NumberFormat {
        guard let index = self.parts.firstIndex(where: { $0.name == name && $0.kind == .text }) else {
            throw NumberError(name, "is not a part of this format")
        }
        var parts = self.parts
        parts[index].text = text
        parts[index].source = source
        return try NumberFormat(parts: parts)
    }

    /// Writes a number.
    ///
    /// - Throws: ``NumberError`` for values that the format cannot say.
    public func print(_ values: NumberValues) throws(NumberError) -> String {
        var text = ""
        for part in self.parts {
            switch part.kind {
            case .text: text += part.text ?? ""
            case .unit:
                guard let unit = values.unit else { throw NumberError("unit", "is needed") }
                text += unit.text
            case .year:
                let isShort = part.digits == 2
                guard (isShort ? 2000...2099 : 1000...9999).contains(values.year) else {
                    throw NumberError("year", "\(values.year) cannot be written with \(part.digits ?? 4) digits")
                }
                text += isShort ? Self.padded(values.year % 100, 2) : String(values.year)
            case .running:
                guard values.running >= 1 else { throw NumberError("running", "starts at 1") }
                text += Self.padded(values.running, part.digits ?? 1)
            }
        }
        return text
    }

    /// Reads a number.
    ///
    /// - Throws: ``NumberError`` that says what was expected; only what ``print(_:)`` writes is read.
    public func parse(_ text: String) throws(NumberError) -> NumberValues {
        var rest = Substring(text)
        var values = NumberValues(year: 0, unit: nil, running: 0)
        func digits(_ count: Int, _ what: String) throws(NumberError) -> Substring {
            let taken = rest.prefix(count)
            guard taken.count == count, taken.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw NumberError(text, "\(count) digits of the \(what) were expected before '\(rest)'")
            }
            rest = rest.dropFirst(count)
            return taken
        }
        for part in self.parts {
            switch part.kind {
            case .text:
                guard let fixed = part.text, rest.hasPrefix(fixed) else {
                    throw NumberError(text, "'\(part.text ?? "")' was expected before '\(rest)'")
                }
                rest = rest.dropFirst(fixed.count)
            case .unit: values.unit = UnitCode(String(try digits(4, "unit")))
            case .year:
                let year = Int(try digits(part.digits ?? 4, "year")) ?? 0
                values.year = part.digits == 2 ? 2000 + year : year
            case .running:
                let run = rest.prefix { $0.isASCII && $0.isWholeNumber }
                // A number longer than this is nobody's.
                guard run.count <= 9, let running = Int(run) else {
                    throw NumberError(text, "a running number was expected before '\(rest)'")
                }
                values.running = running
                rest = rest.dropFirst(run.count)
            }
        }
        guard rest.isEmpty else { throw NumberError(text, "nothing was expected after it, but '\(rest)' is there") }
        guard try self.print(values) == text else {
            throw NumberError(text, "is not written as the format writes it: \(try self.print(values))")
        }
        return values
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
