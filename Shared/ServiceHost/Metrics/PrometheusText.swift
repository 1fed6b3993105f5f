/// The text format of Prometheus.
enum PrometheusText {
    /// Letters, digits and underscores.
    static func name(_ text: String) -> String {
        // Every name of ours is one already, and is asked for with each request.
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            default: false
            }
        }
        if isPlain { return text }
        let plain = text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
        return plain.first?.isNumber == true ? "_" + plain : plain
    }

    static func line(_ name: String, _ labels: [PrometheusRegistry.Label], _ value: Double, to text: inout String) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.name)=\"\(self.escaped($0.value))\"" }.joined(separator: ",") + "}"
        }
        text += " \(self.number(value))\n"
    }

    static func number(_ value: Double) -> String {
        value.rounded() == value && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
