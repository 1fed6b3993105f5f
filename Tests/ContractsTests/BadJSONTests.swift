import Contracts
import Testing

@Suite("Unreadable messages")
struct BadJSONTests {
    static func problem(_ text: String) -> Problem? {
        #expect(throws: Problem.self) { try ContractJSON.decode(TakeCase.self, from: Array(text.utf8)) }
    }

    @Test("Broken JSON is unreadable, not invalid", arguments: ["", "{", "null x", "[1,", "{\"caseId\":}"])
    func brokenJSON(text: String) {
        #expect(Self.problem(text)?.status == 400)
    }

    @Test("Broken UTF-8 is refused even inside a string")
    func brokenUTF8() {
        let bytes = Array(#"{"caseId":""#.utf8) + [0xC3, 0x28] + Array(#"","version":1}"#.utf8)
        let problem = #expect(throws: Problem.self) { try ContractJSON.decode(TakeCase.self, from: bytes) }
        #expect(problem?.code == "tidak-terbaca")
    }

    @Test(
        "A wrong type names the field",
        arguments: [
            (#"{"caseId":7,"version":1}"#, "caseId"),
            (#"{"caseId":"bukan","version":1}"#, "caseId"),
            (#"{"caseId":"019a9c00-0000-7000-8000-000000000001","version":"1"}"#, "version"),
            (#"{"caseId":"019a9c00-0000-7000-8000-000000000001","version":null}"#, "version"),
            (#"{"caseId":"019a9c00-0000-7000-8000-000000000001"}"#, "version"),
        ])
    func wrongType(text: String, field: String) {
        let problem = Self.problem(text)
        #expect(problem?.status == 422)
        #expect(problem?.errors.map(\.field) == [field])
    }

    @Test("A problem never repeats the value that it rejects")
    func valuesStayOut() throws {
        let problem = Self.problem(#"{"caseId":"rahasia-sekali","version":1}"#)
        let written = String(decoding: try ContractJSON.encode(problem), as: UTF8.self)
        #expect(!written.contains("rahasia"))
    }

    @Test("Fields that a newer publisher has added are passed over")
    func addedFields() throws {
        let text = #"{"caseId":"019a9c00-0000-7000-8000-000000000001","version":1,"baru":{"x":1}}"#
        #expect(try ContractJSON.decode(TakeCase.self, from: Array(text.utf8)).version == 1)
    }
}
