internal import Logging

/// JSON as text, for one log line: no line breaks, and nothing that a reader of the line could mistake.
enum JSONText {
    static func append(_ text: String, to line: inout String) {
        line += "\""
        // Nearly every text: letters of ASCII, with nothing to be escaped.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            line += text
            line += "\""
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": line += "\\\""
            case "\\": line += "\\\\"
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case _ where scalar.value < 32 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029:
                let hex = String(scalar.value, radix: 16)
                line += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: line.unicodeScalars.append(scalar)
            }
        }
        line += "\""
    }

    static func append(_ value: Logger.Metadata.Value, to line: inout String) {
        switch value {
        case .string(let text): self.append(text, to: &line)
        case .stringConvertible(let value):
            switch value {
            case let number as any BinaryInteger: line += number.description
            case let number as Double where number.isFinite: line += number.description
            case let flag as Bool: line += flag.description
            default: self.append(value.description, to: &line)
            }
        case .array(let values):
            line += "["
            for (index, inner) in values.enumerated() {
                if index > 0 { line += "," }
                self.append(inner, to: &line)
            }
            line += "]"
        case .dictionary(let values):
            line += "{"
            for (index, pair) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { line += "," }
                self.append(pair.key, to: &line)
                line += ":"
                self.append(pair.value, to: &line)
            }
            line += "}"
        }
    }
}
