/// Writes the JSON of a form byte for byte as ``ContractJSON/encode(_:)`` writes any value, at a fraction of the cost
/// of Foundation's encoder. What is unusual (a fraction, a control character, deep nesting) is left to that one.
struct PlainJSONWriter {
    private static let deepest = 32
    private var bytes: [UInt8] = []

    private init() { self.bytes.reserveCapacity(12_288) }

    /// The form's JSON; `nil` when somebody else has to write it.
    static func write(_ content: FormContent) -> [UInt8]? {
        var writer = PlainJSONWriter()
        writer.bytes += "{\"answers\":".utf8
        guard writer.write(object: content.answers, depth: 0) else { return nil }
        writer.bytes += ",\"definition\":".utf8
        guard writer.write(text: content.definition) else { return nil }
        writer.bytes += ",\"version\":\(content.version)}".utf8
        return writer.bytes
    }

    private mutating func write(_ value: JSONValue, depth: Int) -> Bool {
        guard depth < Self.deepest else { return false }
        switch value {
        case .null: self.bytes += "null".utf8
        case .bool(let flag): self.bytes += (flag ? "true" : "false").utf8
        case .integer(let number): self.bytes += String(number).utf8
        case .number: return false
        case .string(let text): return self.write(text: text)
        case .array(let elements):
            self.bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
                guard self.write(element, depth: depth + 1) else { return false }
            }
            self.bytes.append(UInt8(ascii: "]"))
        case .object(let members): return self.write(object: members, depth: depth)
        }
        return true
    }

    private mutating func write(object members: [String: JSONValue], depth: Int) -> Bool {
        self.bytes.append(UInt8(ascii: "{"))
        // Of letters of ASCII the order of texts is that of their bytes, and is found sooner.
        let isPlain = members.keys.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
        let sorted = members.sorted {
            isPlain ? $0.key < $1.key : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }
        for (index, member) in sorted.enumerated() {
            if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
            guard self.write(text: member.key) else { return false }
            self.bytes.append(UInt8(ascii: ":"))
            guard self.write(member.value, depth: depth + 1) else { return false }
        }
        self.bytes.append(UInt8(ascii: "}"))
        return true
    }

    private mutating func write(text: String) -> Bool {
        self.bytes.append(UInt8(ascii: "\""))
        var text = text
        let isPlain = text.withUTF8 { letters -> Bool in
            var start = 0
            for (index, letter) in letters.enumerated() {
                let escape: UInt8
                switch letter {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): escape = letter
                case 0x0A: escape = UInt8(ascii: "n")
                case 0x0D: escape = UInt8(ascii: "r")
                case 0x09: escape = UInt8(ascii: "t")
                case 0..<0x20: return false
                default: continue
                }
                self.bytes += letters[start..<index]
                self.bytes.append(UInt8(ascii: "\\"))
                self.bytes.append(escape)
                start = index + 1
            }
            self.bytes += letters[start...]
            return true
        }
        self.bytes.append(UInt8(ascii: "\""))
        return isPlain
    }
}
