import Contracts
import RatingDomain
import Testing

@Suite struct ComplaintTests {
    private func complaint(_ change: (inout FileComplaint) -> Void = { _ in }) throws -> FileComplaint {
        var complaint = FileComplaint(
            idempotencyKey: "kunci-0001", channel: "lapor", unit: try #require(UnitCode("6104")),
            text: "Antrean terlalu lama.", confidential: false)
        change(&complaint)
        return complaint
    }

    private func fields(_ complaint: FileComplaint, unitKnown: Bool = true) -> [String] {
        do {
            _ = try ComplaintCheck(isUnitKnown: unitKnown).reading(Self.draft(complaint))
            return []
        } catch let problem as Problem {
            return problem.errors.map(\.field)
        } catch {
            return ["\(error)"]
        }
    }

    /// The complaint as it arrives.
    private static func draft(_ complaint: FileComplaint) throws -> ComplaintDraft {
        try ContractJSON.decode(ComplaintDraft.self, from: try ContractJSON.encode(complaint))
    }

    @Test("A complaint is trimmed, and empty parts are left out")
    func trimmed() throws {
        let read = try ComplaintCheck(isUnitKnown: true).reading(
            Self.draft(
                self.complaint {
                    $0.text = "\n Antrean terlalu lama. \n"
                    $0.complainantName = Personal("  ")
                    $0.channelReference = " L-1 "
                }))
        #expect(read.text == "Antrean terlalu lama.")
        #expect(read.complainantName == nil)
        #expect(read.channelReference == "L-1")
    }

    @Test("Every part at fault is named")
    func faults() throws {
        #expect(self.fields(try self.complaint { $0.idempotencyKey = "pendek" }) == ["idempotencyKey"])
        #expect(
            self.fields(try self.complaint { $0.idempotencyKey = String(repeating: "a", count: 101) })
                == ["idempotencyKey"])
        #expect(self.fields(try self.complaint { $0.channel = "burung merpati" }) == ["channel"])
        #expect(self.fields(try self.complaint { $0.text = "  " }) == ["text"])
        #expect(self.fields(try self.complaint { $0.text = String(repeating: "a", count: 5001) }) == ["text"])
        #expect(self.fields(try self.complaint { $0.text = "a\u{0}b" }) == ["text"])
        #expect(self.fields(try self.complaint { $0.complainantContact = Personal("entah") }) == ["complainantContact"])
        #expect(self.fields(try self.complaint { $0.complainantName = Personal("a\nb") }) == ["complainantName"])
        #expect(self.fields(try self.complaint { $0.caseNumber = "123" }) == ["caseNumber"])
        #expect(self.fields(try self.complaint(), unitKnown: false) == ["unit"])
        #expect(
            self.fields(
                try self.complaint {
                    $0.text = ""
                    $0.channel = ""
                }, unitKnown: false) == ["channel", "unit", "text"])
    }

    @Test("A draft names everything that lacks or is of a wrong kind at once, and shows none of it")
    func draftFaults() throws {
        func faults(_ members: [String: JSONValue?], owesName: Bool = false) -> [String] {
            var draft = ComplaintDraft(members)
            draft.owesName = owesName
            #expect(!"\(draft)".contains("Sari"))
            do {
                _ = try ComplaintCheck(isUnitKnown: false).reading(draft)
                return []
            } catch {
                return error.errors.map { "\($0.field) \($0.code)" }
            }
        }
        let lacking = ["idempotencyKey", "channel", "unit", "text"].map { "\($0) required" }
        #expect(faults([:]) == lacking + ["confidential required"])
        #expect(
            faults([:], owesName: true) == lacking + ["complainantName required", "confidential required"])
        #expect(
            faults(["unit": .string("61"), "text": .null, "confidential": .string("ya"), "channel": .integer(1)])
                == [
                    "idempotencyKey required", "channel wrong-type", "unit unreadable", "text required",
                    "confidential wrong-type",
                ])
        let wrong: JSONValue = .array([.string("Sari")])
        #expect(
            faults(
                [
                    "idempotencyKey": wrong, "channel": .string("lapor"), "unit": .string("9999"),
                    "text": .string("a"), "complainantName": wrong, "confidential": .bool(true),
                ], owesName: true) == ["idempotencyKey wrong-type", "unit unknown", "complainantName wrong-type"])
    }

    @Test(
        "E-mail addresses and telephone numbers are contacts",
        arguments: [
            "sari@contoh.go.id", "0812-3456-7890", "+62 812 3456 7890", "(021) 3507057",
        ])
    func contacts(text: String) throws {
        #expect(self.fields(try self.complaint { $0.complainantContact = Personal(text) }) == [])
    }

    @Test("A tracking code is read however it is typed, and has eighty bits")
    func trackingCode() throws {
        let code = TrackingCode(random: [0, 1, 2, 3, 4, 250, 251, 252, 253, 254])
        #expect(code.text == "ADU-000G-40R4-ZBXZ-SZFY")
        let typed = [
            "adu-000g-40r4-zbxz-szfy", "000G40R4ZBXZSZFY", " OOOG 4OR4 ZBXZ SZFY", code.text,
        ]
        for text in typed { #expect(TrackingCode(text) == code) }
        #expect(
            TrackingCode(random: [UInt8](repeating: 255, count: 10)).text == "ADU-ZZZZ-ZZZZ-ZZZZ-ZZZZ")
        for text in [
            "", "ADU", "ADU-000G", code.text + "0", "ADU-UUUU-UUUU-UUUU-UUUU", String(repeating: "0", count: 99),
        ] {
            #expect(TrackingCode(text) == nil)
        }
    }

    @Test("A contact is one address or one telephone number; a case's number has its form")
    func contactsAndNumbers() throws {
        for contact in ["a@b.example", "0812 3456-7890", "+62 (21) 3841195"] {
            #expect(self.fields(try self.complaint { $0.complainantContact = Personal(contact) }) == [], "\(contact)")
        }
        for contact in ["a@b", "@b.example", "a b@c.example", "12345", "telepon saya"] {
            #expect(
                self.fields(try self.complaint { $0.complainantContact = Personal(contact) }) == ["complainantContact"],
                "\(contact)")
        }
        #expect(self.fields(try self.complaint { $0.caseNumber = "LYK-2026-6104-000123" }) == [])
        for number in ["LYK-2026-6104-12", "LYK-26-6104-000123", "XYZ-2026-6104-000123", "LYK-2026-6104-00012x"] {
            #expect(self.fields(try self.complaint { $0.caseNumber = number }) == ["caseNumber"], "\(number)")
        }
        let bell = try self.complaint { $0.caseNumber = "LYK\u{7}" }
        #expect(Set(self.fields(bell)) == ["caseNumber"])
    }

    @Test("Every state has words of its own")
    func states() {
        #expect(Set(ComplaintState.allCases.map(\.words)).count == ComplaintState.allCases.count)
    }
}
