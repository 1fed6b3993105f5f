import Foundation
import Testing

@testable import Contracts

/// A form is read and written by a way of its own; nobody may see a difference.
@Suite("The short way of forms")
struct PlainFormTests {
    private struct Holder: Codable, Equatable { var form: FormContent }

    private static func body(_ answers: String) -> [UInt8] {
        Array("{\"form\": {\"definition\":\"ms-keg\",\n\t\"version\":1,\"answers\":\(answers)}}\r\n".utf8)
    }

    /// What any other value would be written as.
    private static func usual(_ value: some Encodable) throws -> [UInt8] { try ContractJSON.encode(value) }

    static let usualAnswers = [
        "{}", #"{"1.1":"Badan","1.10":"b","1.2":"é ünï 😀","a":"","":"kosong"}"#,
        #"{ "a" : [ 1 , -2 , 0 , 999999999999999999 , [ ] , { } , true , false , null ] }"#,
        "{\"f\":1,\"e\u{301}\":2,\"z\":3,\"\u{FB00}\":4,\"\u{1F600}\":5}",
        #"{"a":{"b":{"c":[{"d":"\"kutip\" \\ \/ baris\nbaru\r\ttab"}]}}}"#,
    ]

    @Test("What is usual is read as the decoder reads it", arguments: usualAnswers)
    func read(answers: String) throws {
        let body = Self.body(answers)
        let form = try #require(FormContent.plain(onlyMember: "form", of: body))
        #expect(try ContractJSON.decode(Holder.self, from: body) == Holder(form: form))
    }

    @Test(
        "What is unusual or at fault is left to the decoder",
        arguments: [
            #"{"a":1.5}"#, #"{"a":1e3}"#, #"{"a":-0}"#, #"{"a":01}"#, #"{"a":-}"#, #"{"a":1234567890123456789}"#,
            #"{"a":"\u00e9"}"#, #"{"a":"\b"}"#, "{\"a\":\"\u{1}\"}", "{\"a\":\"baris\nbaru\"}",
            #"{"a":1,"a":2}"#,
            #"{"a":1,}"#, #"{"a":[1,]}"#, #"{"a" 1}"#, #"{"a":tru}"#, #"{"a":"x}"#, #"{a:1}"#, #"{"a":NaN}"#, "[]", "7",
            "{\"a\":" + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}", #"{"a":1"#, "",
        ])
    func left(answers: String) {
        #expect(FormContent.plain(onlyMember: "form", of: Self.body(answers)) == nil)
    }

    @Test("A body with other members, of another shape, or of broken text is left to the decoder")
    func otherBodies() {
        let whole = #"{"definition":"d","version":1,"answers":{}}"#
        #expect(FormContent.plain(onlyMember: "form", of: Array("{\"form\":\(whole)}".utf8)) != nil)
        for body in [
            "{\"form\":\(whole),\"caseId\":null}", "{\"form\":\(whole)} x", "\u{FEFF}{\"form\":\(whole)}", whole, "",
            "{}",
            #"{"form":{"definition":"d","version":"1","answers":{}}}"#, #"{"form":{"definition":"d","version":1}}"#,
            #"{"form":{"definition":"d","version":1,"answers":{},"more":1}}"#,
        ] {
            #expect(FormContent.plain(onlyMember: "form", of: Array(body.utf8)) == nil, "\(body)")
        }
        for answers in [#"{"a":"@"}"#, #"{"a":"\n@"}"#, #"{"@":1}"#] {
            let broken = Self.body(answers).map { $0 == UInt8(ascii: "@") ? 0xFF : $0 }
            #expect(FormContent.plain(onlyMember: "form", of: broken) == nil, "\(answers)")
        }
    }

    @Test("A form is written as any other value is")
    func written() throws {
        for answers in Self.usualAnswers + [#"{"a":1.5,"b":"x"}"#, #"{"a":"\u0001\b"}"#] {
            let form = try ContractJSON.decode(Holder.self, from: Self.body(answers)).form
            #expect(try ContractJSON.encode(form) == Self.usual(form), "\(answers)")
        }
    }

    @Test("A message with a form travels as any other message does, whatever its texts look like")
    func messages() throws {
        func check<Body: Event>(_ type: Body.Type, _ form: WritableKeyPath<Body, FormContent>) throws {
            var event = try ContractJSON.decode(type, from: GoldenTests.golden(type.type.name))
            #expect(try event.contractJSON() == GoldenTests.golden(type.type.name))
            let trap = #""form":{"answers":{},"definition":"ms-keg","version":1}"#
            event[keyPath: form].answers = ["a": .string(trap), "form": .object(["answers": .object([:])])]
            #expect(try event.contractJSON() == Self.usual(event))
            event[keyPath: form].answers = [:]
            #expect(try event.contractJSON() == Self.usual(event))
            event[keyPath: form].answers = ["a": .number(1.5)]
            #expect(try event.contractJSON() == Self.usual(event))
        }
        try check(SubmissionSubmitted.self, \.form)
        try check(SubmissionResubmitted.self, \.form)
        var event = try ContractJSON.decode(
            SubmissionSubmitted.self, from: GoldenTests.golden(SubmissionSubmitted.type.name))
        event.title = #"","form":{"answers":{},"definition":"ms-keg","version":1}"#
        event.applicant.institution = event.title
        #expect(try event.contractJSON() == Self.usual(event))
    }
}
