public import Contracts

/// The reverse of reading: what stands in the fields of a page when an answer is shown for changing.
public enum FormValues {
    /// The values of the fields by their path; a repeated field has several.
    public static func values(of answer: JSONValue, at path: String) -> [String: [String]] {
        switch answer {
        case .null: return [:]
        case .bool(let value): return [path: [value ? "1" : "2"]]
        case .integer(let value): return [path: [String(value)]]
        case .number(let value): return [path: [String(value)]]
        case .string(let value): return [path: [value]]
        case .object(let members):
            return members.reduce(into: [:]) { found, member in
                found.merge(self.values(of: member.value, at: "\(path)/\(member.key)")) { $0 + $1 }
            }
        case .array(let elements):
            if elements.contains(where: { $0.object != nil }) {
                return elements.enumerated().reduce(into: [:]) { found, element in
                    found.merge(self.values(of: element.element, at: "\(path)/\(element.offset)")) { $0 + $1 }
                }
            }
            return [path: elements.compactMap { $0.string ?? $0.integer.map(String.init) }]
        }
    }
}
