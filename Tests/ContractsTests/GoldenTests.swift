import Contracts
import Foundation
import Testing

/// Every message ever published is decoded by today's code, for ever.
@Suite("Golden messages")
struct GoldenTests {
    static let bodies: [any MessageBody.Type] =
        EventCatalogue.all.map { $0.body as any MessageBody.Type }
        + CommandCatalogue.all.map { $0.body as any MessageBody.Type }
        + [CommandReply.self, WorklistEntry.self]
        + [ReconciliationStatement.self, ReconciliationAnswer.self, ReconciliationRequest.self]

    static func golden(_ name: String) throws -> [UInt8] {
        let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
        var bytes = Array(try Data(contentsOf: folder.appendingPathComponent("\(name).json")))
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return bytes
    }

    @Test("Every published type has a golden message that today's code reads and writes back byte for byte")
    func everyTypeHasAGoldenMessage() throws {
        for body in Self.bodies {
            func roundTrip<Body: MessageBody>(_ type: Body.Type) throws {
                let bytes = try Self.golden(type.type.name)
                let decoded = try ContractJSON.decode(type, from: bytes)
                let written = String(decoding: try ContractJSON.encode(decoded), as: UTF8.self)
                #expect(written == String(decoding: bytes, as: UTF8.self), "\(type.type)")
            }
            try roundTrip(body)
        }
    }

    @Test("A message from before a field was added is read, and written back without the field")
    func earlierMessages() throws {
        let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("Earlier").path)
        #expect(!files.isEmpty)
        for file in files {
            let name = String(file.dropLast(".json".count))
            let body = try #require(Self.bodies.first { $0.type.name == name })
            func roundTrip<Body: MessageBody>(_ type: Body.Type) throws {
                let bytes = try Self.golden("Earlier/\(name)")
                let written = try ContractJSON.encode(ContractJSON.decode(type, from: bytes))
                #expect(String(decoding: written, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
            }
            try roundTrip(body)
        }
    }

    @Test("No golden message is left behind by a type that has been removed")
    func goldenMessagesAreNeverRemoved() throws {
        let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "Earlier" }
        let known = Set(Self.bodies.map { "\($0.type.name).json" })
        #expect(Set(files) == known)
    }

    @Test("Submissions are read and written back with similar activities and, as before these were looked for, without")
    func similarActivitiesAreAnAddition() throws {
        let old = try ContractJSON.decode(SubmissionSubmitted.self, from: Self.golden("submission.submitted.v1"))
        #expect(old.similar == nil)
        var new = try ContractJSON.decode(SubmissionResubmitted.self, from: Self.golden("submission.resubmitted.v1"))
        #expect(new.similar?.map(\.number) == ["V-25.6104.007"])
        new.similar = []
        let written = String(decoding: try ContractJSON.encode(new), as: UTF8.self)
        #expect(written.contains("\"similar\":[]"))
        new.similar = nil
        #expect(!String(decoding: try ContractJSON.encode(new), as: UTF8.self).contains("similar"))
    }

    @Test("A missing field is a problem that names it", arguments: ["caseId", "form", "applicant", "submittedAt"])
    func missingField(field: String) throws {
        var object = try #require(
            JSONSerialization.jsonObject(with: Data(Self.golden("submission.submitted.v1"))) as? [String: Any])
        object[field] = nil
        let bytes = Array(try JSONSerialization.data(withJSONObject: object))
        let problem = #expect(throws: Problem.self) { try ContractJSON.decode(SubmissionSubmitted.self, from: bytes) }
        #expect(problem?.errors.map(\.field) == [field])
        #expect(problem?.errors.first?.message.isEmpty == false)
    }
}
