import Contracts
import Foundation
import NotifyDomain
import Testing

@Suite("Words and shapes of notices")
struct WordTests {
    @Test("Every kind of notice has words of its own; only results tell the examination, only letters are delivered")
    func kinds() {
        #expect(Set(NoticeKind.allCases.map(\.words)).count == NoticeKind.allCases.count)
        #expect(NoticeKind.allCases.filter { $0.isResult } == [.correctionRequested, .letterIssued, .refused])
        #expect(NoticeKind.allCases.filter { $0.carriesLetter } == [.letterIssued, .refused])
        #expect(NoticeKind.allCases.filter { !$0.isAboutCase } == [.confirmAddress, .setPassword])
    }

    @Test("Other services see neither attempts nor their number: what is being sent still waits")
    func states() {
        #expect(
            ObligationState.allCases.map(\.published)
                == [.waiting, .waiting, .handedOver, .failed, .inDoubt, .open])
        #expect(Set(ObligationState.allCases.map(\.words)).count == ObligationState.allCases.count)
    }

    @Test(
        "A verdict is kept by its name, code and cause",
        arguments: [
            (AttemptVerdict.taken(code: 250), "taken", 250, nil),
            (.notTaken(code: 451, cause: "busy"), "not-taken", 451, "busy"),
            (.refused(code: nil, cause: "no such box"), "refused", nil, "no such box"),
            (.unknown(cause: "cut off"), "unknown", nil, "cut off"),
        ] as [(AttemptVerdict, String, Int?, String?)])
    func verdicts(verdict: AttemptVerdict, name: String, code: Int?, cause: String?) {
        #expect(verdict.name == name && verdict.code == code && verdict.cause == cause)
    }

    @Test("A template is read as it was written, block by block")
    func templateJSON() throws {
        let template = NoticeTemplate(
            kind: .returned, channel: .email, version: 2, variables: [.caseNumber, .remarks, .note, .caseLink],
            subject: "{{nomor}}",
            body: [
                .paragraph("Nomor {{nomor}}", onlyWith: nil), .paragraph("{{pesan}}", onlyWith: .note), .list(.remarks),
                .link(.caseLink, label: "Buka"),
            ])
        let json = try JSONEncoder().encode(template)
        #expect(try JSONDecoder().decode(NoticeTemplate.self, from: json) == template)
        let text = #"{"link": "tautan"}"#
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(NoticeTemplate.Block.self, from: Data(text.utf8))
        }
    }

    @Test("Where two sets of values speak of the same, the second is heard; links get the origin, other texts do not")
    func values() {
        let first = NoticeValues(texts: [.caseNumber: "1", .title: "A"], lists: [.remarks: ["x"]])
        let both = first.merging(NoticeValues(texts: [.title: "B"], lists: [.remarks: ["y"], .reasons: ["z"]]))
        #expect(
            both == NoticeValues(texts: [.caseNumber: "1", .title: "B"], lists: [.remarks: ["y"], .reasons: ["z"]]))
        let linked = NoticeValues(texts: [.caseLink: "/a", .title: "/a", .ratingLink: "https://b/"])
        #expect(
            linked.onOrigin("https://x.example").texts
                == [.caseLink: "https://x.example/a", .title: "/a", .ratingLink: "https://b/"])
    }
}
