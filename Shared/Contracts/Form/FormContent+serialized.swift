import Foundation

extension FormContent {
    /// Reads a form that is the only member of a JSON object, when all of it is of the usual kind.
    ///
    /// It is read by `JSONSerialization`, which looks at each value once; `JSONDecoder` has to try every kind of value in
    /// turn, and takes six times as long. The two differ where a name stands in an object twice, and in numbers that are
    /// not whole: such bodies, and all faults, are left to the decoder.
    ///
    /// - Returns: what ``ContractJSON/decode(_:from:)`` would return for it; `nil` says nothing about the body but that
    ///   it has to be decoded.
    public static func usual(onlyMember name: String, of body: [UInt8]) -> FormContent? {
        // A number in place of a letter could be that of a colon (see `colons`).
        let isByNumber = zip(body, body.dropFirst()).contains { $0 == UInt8(ascii: "\\") && $1 == UInt8(ascii: "u") }
        guard !isByNumber, String(validating: body, as: UTF8.self) != nil,
            // Why it cannot be read is for the decoder to say.
            let read = try? JSONSerialization.jsonObject(with: Data(body)),
            let value = JSONValue(serialized: read, depth: 0),
            // Of two members of one name `JSONSerialization` keeps one: then a colon is lacking.
            value.colons == body.count(where: { $0 == UInt8(ascii: ":") }),
            let members = value.object, members.count == 1,
            let form = members[name]?.object, form.count == 3, let definition = form["definition"]?.string,
            let version = form["version"]?.integer, let answers = form["answers"]?.object
        else { return nil }
        return FormContent(definition: definition, version: version, answers: answers)
    }
}

extension JSONValue {
    private static let deepest = 32

    /// `nil` for what the decoder may read in another way: a number that is not whole, or none of `Int`; deep nesting.
    fileprivate init?(serialized value: Any, depth: Int) {
        guard depth < Self.deepest else { return nil }
        switch value {
        case let text as String: self = .string(text)
        case let members as [String: Any]:
            var read: [String: JSONValue] = Dictionary(minimumCapacity: members.count)
            for (name, member) in members {
                guard let member = JSONValue(serialized: member, depth: depth + 1) else { return nil }
                read[name] = member
            }
            self = .object(read)
        case let elements as [Any]:
            var read: [JSONValue] = []
            read.reserveCapacity(elements.count)
            for element in elements {
                guard let element = JSONValue(serialized: element, depth: depth + 1) else { return nil }
                read.append(element)
            }
            self = .array(read)
        case let number as NSNumber:
            // Only its type in C tells a truth value from 0 and 1, and a whole number from another.
            switch UInt8(bitPattern: number.objCType.pointee) {
            case UInt8(ascii: "c"): self = .bool(number.boolValue)
            case UInt8(ascii: "i"), UInt8(ascii: "q"): self = .integer(number.intValue)
            default: return nil
            }
        case is NSNull: self = .null
        default: return nil
        }
    }

    /// How many colons its JSON has: one for each member, and those in texts.
    fileprivate var colons: Int {
        switch self {
        case .null, .bool, .integer, .number: 0
        case .string(let text): Self.colons(in: text)
        case .array(let elements): elements.reduce(0) { $0 + $1.colons }
        case .object(let members): members.reduce(0) { $0 + 1 + Self.colons(in: $1.key) + $1.value.colons }
        }
    }

    private static func colons(in text: String) -> Int { text.utf8.count { $0 == UInt8(ascii: ":") } }
}
