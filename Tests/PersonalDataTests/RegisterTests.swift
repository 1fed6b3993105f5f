import Contracts
import Foundation
import PersonalData
import Testing

@Suite("Register of personal data")
struct RegisterTests {
    let register: PersonalDataRegister

    init() throws { self.register = try PersonalDataRegister.bundled() }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: self.root.appending(path: path), encoding: .utf8)
    }

    @Test("Every field says what it is for, on which basis, how long and where it lies")
    func complete() throws {
        for field in self.register.fields {
            #expect(self.register.basis(of: field) != nil && self.register.retention(of: field) != nil, "\(field.id)")
            #expect(field.isCollected == !field.places.isEmpty, "\(field.id)")
            #expect(self.register.field(field.id) == field)
        }
        #expect(Set(self.register.fields.map(\.group)) == Set(self.register.groups.map(\.id)))
        #expect(self.register.field("account.shoe-size") == nil && self.register.duty(.breach) != nil)
    }

    @Test("Disability is specific, optional, rests on consent, and is not asked for today")
    func specific() throws {
        let specific = self.register.fields.filter { $0.nature == .specific }
        #expect(specific.map(\.id) == ["guest-book.disability"])
        #expect(specific.allSatisfy { $0.isOptional && $0.basis == LegalBasis.consent && !$0.isCollected })
        let guestBook = try #require(self.register.groups.first { $0.id == "guest-book" })
        #expect(self.register.collectedFields(in: guestBook).isEmpty)
        let account = try #require(self.register.groups.first { $0.id == "account" })
        #expect(self.register.collectedFields(in: account).count == 5)
    }

    @Test("A case rests on public duty, not on consent; what rests on consent may be left out")
    func bases() throws {
        for id in ["account.email", "form.2.2.nama", "form.1.2.email", "complaint.text"] {
            #expect(self.register.field(id)?.basis == "public-duty", "\(id)")
        }
        let consented = self.register.fields.filter { $0.basis == LegalBasis.consent }
        #expect(consented.count == 9 && consented.allSatisfy { $0.isOptional })
    }

    @Test("How long is either set by the program, or marked as the office's to decide")
    func retentions() throws {
        for retention in self.register.retentions {
            #expect((retention.days == nil) == (retention.setBy == .office), "\(retention.id)")
        }
        #expect(self.register.undecided.map(\.id) == ["account", "case", "complaint", "rating", "parked"])
    }

    @Test("Every contact of questions 1.2 and 2.2 is in the register, and nothing that the form does not ask")
    func form() throws {
        let folder = Self.root.appending(path: "Shared/ActivityForm/Data")
        let newest = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasPrefix("ms-keg-") && $0.hasSuffix(".json") }.sorted().last)
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: folder.appending(path: newest)))
        var asked: Set<String> = []
        for block in json.object?["blocks"]?.array ?? [] {
            for question in block.object?["questions"]?.array ?? [] {
                guard let number = question.object?["number"]?.string, ["1.2", "2.2"].contains(number) else { continue }
                for part in question.object?["fields"]?.array ?? [] {
                    asked.insert("form.\(number).\(part.object?["key"]?.string ?? "")")
                }
            }
        }
        let registered = self.register.fields.map(\.id).filter { $0.hasPrefix("form.") && $0 != "form.attachments" }
        #expect(asked.count == 10 && Set(registered) == asked)
    }

    @Test("Every place is a column of a table of its service")
    func places() throws {
        var tables: [String: String] = [:]
        let folders = ["intake": "Intake", "review": "Review", "notify": "Notify", "rating": "Rating"]
        for (service, folder) in folders {
            tables[service] = try Self.sources(under: "Services/\(folder)/Service/Migrations")
        }
        let messaging = try Self.sources(under: "Shared/MessagingLive/Schema")
        for place in Set(self.register.fields.flatMap(\.places)) {
            let service = String(place.prefix { $0 != ":" })
            let names = place.dropFirst(service.count + 1).split(separator: ".").map(String.init)
            let source = (tables[service] ?? "") + messaging
            let start = try #require(source.range(of: "CREATE TABLE \(names[0]) ("), "\(place)")
            let end = source.range(of: ";", range: start.upperBound..<source.endIndex)?.lowerBound ?? source.endIndex
            let columns = source[start.upperBound..<end].split(separator: "\n").map { line in
                String(line.drop { $0 == " " }.prefix { $0 != " " })
            }
            let added = source.contains("ALTER TABLE \(names[0])") && source.contains("ADD COLUMN \(names[1]) ")
            #expect(columns.contains(names[1]) || added, "\(place)")
        }
    }

    /// Columns whose name looks like a person's and that hold none.
    private static let impersonal: Set<String> = [
        "notify:service_standard.unit_name", "notify:service_standard.service_name", "intake:standard.body",
    ]

    @Test("Every column of the migrations that by its name holds a person, an address or a message is in the register")
    func columns() throws {
        let messaging = try Self.sources(under: "Shared/MessagingLive/Schema")
        let registered = Set(self.register.fields.flatMap(\.places))
        var found: Set<String> = []
        for (service, folder) in ["intake": "Intake", "review": "Review", "notify": "Notify", "rating": "Rating"] {
            let source = try Self.sources(under: "Services/\(folder)/Service/Migrations") + messaging
            for table in source.matches(of: /CREATE TABLE (\w+) \(([^;]*);/) {
                for column in table.2.matches(of: /\n\s*(\w+_name|email|mobile|body)\s/) {
                    found.insert("\(service):\(table.1).\(column.1)")
                }
            }
            for table in source.matches(of: /ALTER TABLE (\w+)([^;]*);/) {
                for column in table.2.matches(of: /ADD COLUMN (\w+_name|email|mobile|body)\s/) {
                    found.insert("\(service):\(table.1).\(column.1)")
                }
            }
        }
        #expect(found.subtracting(Self.impersonal).subtracting(registered).sorted() == [])
        #expect(Self.impersonal.isSubset(of: found), "an exception that no column needs")
        // Both ways of writing a column, and every service, were met.
        #expect(found.isSuperset(of: ["notify:settlement.decided_name", "rating:retry.body", "intake:account.email"]))
    }

    /// The type `Personal` marks what is never logged; a new property of that type must get into the register too.
    @Test("Every property that the published language marks as personal is in the register")
    func contracts() throws {
        let known = [
            "name": "account.name", "email": "account.email", "mobile": "account.mobile",
            "complainantName": "complaint.name", "complainantContact": "complaint.contact",
            // A token names a person by an id only, and is taken off before anything is kept.
            "actorToken": "technical.session",
        ]
        var found: Set<String> = []
        for line in try Self.sources(under: "Shared/Contracts").split(separator: "\n") {
            guard line.contains("public var "), line.contains(": Personal<") else { continue }
            let name = line.drop { $0 == " " }.dropFirst("public var ".count).prefix { $0 != ":" }
            found.insert(String(name))
        }
        #expect(found == Set(known.keys))
        #expect(known.values.allSatisfy { self.register.field($0) != nil })
    }

    private static func sources(under path: String) throws -> String {
        let folder = self.root.appending(path: path)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try files.sorted().map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
            .joined(separator: "\n")
    }
}
