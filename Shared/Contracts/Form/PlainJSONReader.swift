/// Reads JSON of the usual kind: what programs and browsers write for a form. It costs a tenth of Foundation's decoder,
/// which has to try every kind of value in turn.
///
/// It decides about nothing. Whatever is unusual (an escape by number, a fraction, a name that stands there twice, deep
/// nesting, any fault) is left to ``ContractJSON/decode(_:from:)``, which says what is wrong with it.
struct PlainJSONReader {
    private static let deepest = 32
    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value; `nil` when somebody else has to read it.
    static func read(_ bytes: [UInt8]) -> JSONValue? {
        var reader = PlainJSONReader(bytes)
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipSpace()
        return reader.place == bytes.count ? value : nil
    }

    private var next: UInt8? { self.place < self.bytes.count ? self.bytes[self.place] : nil }

    private mutating func skipSpace() {
        while let byte = self.next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { self.place += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        self.skipSpace()
        guard self.next == byte else { return false }
        self.place += 1
        return true
    }

    private mutating func value(depth: Int) -> JSONValue? {
        self.skipSpace()
        guard depth < Self.deepest, let next = self.next else { return nil }
        switch next {
        case UInt8(ascii: "\""): return self.text().map { JSONValue.string($0) }
        case UInt8(ascii: "{"): return self.object(depth: depth)
        case UInt8(ascii: "["): return self.array(depth: depth)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return self.integer()
        case UInt8(ascii: "t"): return self.word("true", .bool(true))
        case UInt8(ascii: "f"): return self.word("false", .bool(false))
        case UInt8(ascii: "n"): return self.word("null", .null)
        default: return nil
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) -> JSONValue? {
        let end = self.place + word.utf8CodeUnitCount
        let isIt = word.withUTF8Buffer { end <= self.bytes.count && self.bytes[self.place..<end].elementsEqual($0) }
        guard isIt else { return nil }
        self.place = end
        return value
    }

    private mutating func object(depth: Int) -> JSONValue? {
        self.place += 1
        var members: [String: JSONValue] = [:]
        if self.take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            self.skipSpace()
            guard self.next == UInt8(ascii: "\""), let name = self.text(), self.take(UInt8(ascii: ":")),
                let value = self.value(depth: depth + 1), members.updateValue(value, forKey: name) == nil
            else { return nil }
        } while self.take(UInt8(ascii: ","))
        return self.take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONValue? {
        self.place += 1
        var elements: [JSONValue] = []
        if self.take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            guard let value = self.value(depth: depth + 1) else { return nil }
            elements.append(value)
        } while self.take(UInt8(ascii: ","))
        return self.take(UInt8(ascii: "]")) ? .array(elements) : nil
    }

    /// A whole number of at most 18 digits; whatever goes on behind it (a fraction, an exponent) is no end of a value.
    private mutating func integer() -> JSONValue? {
        let isNegative = self.next == UInt8(ascii: "-")
        if isNegative { self.place += 1 }
        let start = self.place
        var number = 0
        while let byte = self.next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            guard self.place - start < 18 else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
            self.place += 1
        }
        let count = self.place - start
        guard count > 0, self.bytes[start] != UInt8(ascii: "0") || (count == 1 && !isNegative) else { return nil }
        return .integer(isNegative ? -number : number)
    }

    private mutating func text() -> String? {
        self.place += 1
        let start = self.place
        while let byte = self.next {
            if byte == UInt8(ascii: "\"") {
                self.place += 1
                return String(validating: self.bytes[start..<(self.place - 1)], as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") { return self.escapedText(from: start) }
            guard byte >= 0x20 else { return nil }
            self.place += 1
        }
        return nil
    }

    private mutating func escapedText(from start: Int) -> String? {
        var read = Array(self.bytes[start..<self.place])
        while let byte = self.next, byte >= 0x20 {
            self.place += 1
            if byte == UInt8(ascii: "\"") { return String(validating: read, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                read.append(byte)
                continue
            }
            guard let escaped = self.next else { return nil }
            switch escaped {
            case UInt8(ascii: "\""): read.append(UInt8(ascii: "\""))
            case UInt8(ascii: "\\"): read.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "/"): read.append(UInt8(ascii: "/"))
            case UInt8(ascii: "n"): read.append(0x0A)
            case UInt8(ascii: "r"): read.append(0x0D)
            case UInt8(ascii: "t"): read.append(0x09)
            default: return nil
            }
            self.place += 1
        }
        return nil
    }
}
