import Contracts
import Foundation
import PersonalData
import Testing

@Suite("A register with a fault")
struct RegisterFileTests {
    static let bundled: JSONValue = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Shared/PersonalData/Data/personal-data.json")
        // Without the file every test here fails and says so.
        return (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode(JSONValue.self, from: $0) } ?? .null
    }()

    /// The bundled register with one value replaced, or taken away.
    static func changed(_ way: String, _ value: JSONValue?) throws -> [UInt8] {
        func change(_ json: JSONValue, _ rest: ArraySlice<Substring>) -> JSONValue {
            guard let step = rest.first, case let after = rest.dropFirst() else { return value ?? .null }
            switch json {
            case .object(var members):
                let key = String(step)
                if after.isEmpty { members[key] = value } else { members[key] = change(members[key] ?? .null, after) }
                return .object(members)
            case .array(var elements):
                guard let index = Int(step), elements.indices.contains(index) else { return json }
                elements[index] = change(elements[index], after)
                return .array(elements)
            default: return json
            }
        }
        let json = change(self.bundled, way.split(separator: "/")[...])
        #expect(json != self.bundled, "\(way) changes nothing")
        return Array(try JSONEncoder().encode(json))
    }

    @Test(
        "is refused with file, field and reason, and nothing of it is used",
        arguments: [
            ("version", .integer(0), "version", "counts from 1"),
            ("source", .string(" "), "source", "is empty"),
            ("groups", nil, "groups", "is missing"),
            ("groups/1/id", .string("account"), "groups/1/id", "account stands twice"),
            ("groups/0/label", .string(""), "groups/0/label", "is empty"),
            ("groups/0/words", .string(""), "groups/0/words", "is empty"),
            ("bases/0/words", .string(""), "bases/0/words", "is empty"),
            ("bases/0/source", .string(""), "bases/0/source", "is empty"),
            ("retentions/0/words", .string(""), "retentions/0/words", "is empty"),
            ("retentions/0/source", nil, "retentions/0/source", "is missing"),
            ("retentions/0/days", .integer(-1), "retentions/0/days", "-1 is below 0"),
            (
                "retentions/0/setBy", .string("service"), "retentions/0/days",
                "is missing: what the program sets has a length"
            ),
            ("fields/1/id", .string("account.name"), "fields/1/id", "account.name stands twice"),
            ("fields/0/id", .string(""), "fields/0/id", "is empty"),
            ("fields/0/label", .integer(7), "fields/0/label", "has the wrong type"),
            ("fields/0/label", .string(""), "fields/0/label", "is empty"),
            ("fields/0/purpose", .string(""), "fields/0/purpose", "is empty"),
            ("fields/0/group", .string("x"), "fields/0/group", "there is no group x"),
            ("fields/0/basis", .string("x"), "fields/0/basis", "there is no basis x"),
            ("fields/0/retention", .string("x"), "fields/0/retention", "there is no retention x"),
            ("fields/0/nature", .string("specific"), "fields/0/isOptional", "specific data must be optional"),
            ("fields/3/nature", .string("specific"), "fields/3/basis", "specific data rests on consent"),
            ("fields/0/basis", .string("consent"), "fields/0/isOptional", "what rests on consent must be optional"),
            (
                "fields/0/isCollected", .bool(false), "fields/0/places",
                "must name where it is kept, and nothing when it is not collected"
            ),
            ("fields/0/places/0", .string("account.name"), "fields/0/places/0", "is not service:table.column"),
            ("fields/0/places/0", .string("intake:Account.name"), "fields/0/places/0", "is not service:table.column"),
            ("duties/0/words", .string(""), "duties/0/words", "is empty"),
            ("duties/0/start", .string(""), "duties/0/start", "is empty"),
            ("duties/0/source", .string(""), "duties/0/source", "is empty"),
            ("duties/0/hours", .integer(0), "duties/0/hours", "0 is outside 1 to 8760"),
            ("duties/0/notifies", .array([]), "duties/0/notifies", "is empty"),
            ("duties/0/id", .string("access"), "duties/1/id", "access stands twice"),
            ("duties", .array([]), "duties/correct", "is missing"),
            ("rights/0/words", .string(""), "rights/0/words", "is empty"),
            ("rights/0/source", .string(""), "rights/0/source", "is empty"),
            ("conflicts/0/says", .string(""), "conflicts/0/says", "is empty"),
            ("conflicts/0/applies", .string(""), "conflicts/0/applies", "is empty"),
            ("conflicts/0/because", .string(""), "conflicts/0/because", "is empty"),
            ("conflicts/0/source", .string(""), "conflicts/0/source", "is empty"),
        ] as [(String, JSONValue?, String, String)])
    func faults(way: String, value: JSONValue?, field: String, reason: String) throws {
        let json = try Self.changed(way, value)
        let fault = #expect(throws: DataFault.self) { try PersonalDataRegister(json: json, file: "probe.json") }
        #expect(fault == DataFault(file: "probe.json", field: field, reason: reason))
    }

    @Test("A file that is no JSON says so")
    func notJSON() {
        let fault = #expect(throws: DataFault.self) { try PersonalDataRegister(json: [0x7B], file: "probe.json") }
        #expect(fault?.file == "probe.json" && fault?.field == "" && fault?.reason.isEmpty == false)
        #expect(fault?.description.hasPrefix("probe.json: ") == true)
    }
}
