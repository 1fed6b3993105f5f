import Foundation
import Seeds
import Testing

@testable import Contracts

/// A usual form is read by `JSONSerialization`, and written once for all that is done with it; nobody may see a difference.
@Suite("JSON of forms")
struct FormJSONTests {
    private struct Holder: Codable, Equatable { var form: FormContent }

    private static func body(_ answers: String) -> [UInt8] {
        Array("{\"form\": {\"definition\":\"ms-keg\",\n\t\"version\":1,\"answers\":\(answers)}}\r\n".utf8)
    }

    /// Whether the body is read in the usual way; what is read so must be what the decoder reads, letter by letter.
    private static func isUsual(_ body: [UInt8]) throws -> Bool {
        guard let form = FormContent.usual(onlyMember: "form", of: body) else { return false }
        let text = String(decoding: body, as: UTF8.self)
        let decoded = try ContractJSON.decode(Holder.self, from: body)
        #expect(decoded == Holder(form: form), "\(text)")
        // Texts that mean the same letters are equal; their bytes need not be.
        #expect(try ContractJSON.encode(decoded.form) == ContractJSON.encode(form), "\(text)")
        return true
    }

    static let usualAnswers = [
        "{}", #"{"1.1":"Badan","1.10":"b","1.2":"é ünï 😀","a":"","":"kosong"}"#,
        #"{ "a" : [ 1 , -2 , 0 , -0 , 127, 128, 255, 256, 65536, [ ] , { } , true , false , null ] }"#,
        #"{"a":[2147483647,2147483648,-2147483649,4294967296,999999999999999999,9223372036854775807]}"#,
        "{\"f\":1,\"e\u{301}\":\"e\u{301}\",\"z\":3,\"\u{FB00}\":4,\"\u{1F600}\":5,\"\u{212A}\":6}",
        #"{"a":{"b":{"c":[{"d":"\"kutip\" \\ \/ baris\nbaru\r\ttab\b\f"}]}}}"#,
        #"{"a:b":"pukul 10:00: \":\"","c":["::",{":":":"}]}"#,
        "{\"a\":\"\u{7F}\"}", #"{"a":1,}"#, #"{"a":[1,]}"#,
    ]

    static let otherAnswers = [
        #"{"a":1.5}"#, #"{"a":1.0}"#, #"{"a":1e3}"#, #"{"a":1e-400}"#, #"{"a":1e400}"#, #"{"a":9223372036854775808}"#,
        #"{"a":-9223372036854775808}"#, #"{"a":-9223372036854775809}"#, #"{"a":18446744073709551616}"#,
        #"{"a":01}"#, #"{"a":-01}"#, #"{"a":-}"#, #"{"a":+1}"#, #"{"a":.5}"#, #"{"a":1.}"#,
        #"{"a":"\u00e9"}"#, #"{"a":"\ud800"}"#, #"{"a":"\x"}"#, "{\"a\":\"\u{1}\"}", "{\"a\":\"baris\nbaru\"}",
        #"{"a":1,"a":2}"#, #"{"a":1,"a":1}"#, #"{"a":{"b":[{"c":1,"d":2,"c":":"}]}}"#,
        "{\"\u{E9}\":1,\"e\u{301}\":2}", #"{"a":1,"a":"\u003a"}"#, #"{"a":1,"a":"\u003A"}"#, #"{"a":1,"\u0061":2}"#,
        #"{"a" 1}"#, #"{"a":tru}"#, #"{"a":"x}"#, #"{a:1}"#, #"{"a":NaN}"#, "[]", "7", "null",
        "{\"a\":" + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}",
        "{\"a\":" + String(repeating: "[", count: 600) + String(repeating: "]", count: 600) + "}", #"{"a":1"#, "",
    ]

    @Test("What is usual is read as the decoder reads it", arguments: usualAnswers)
    func read(answers: String) throws {
        #expect(try Self.isUsual(Self.body(answers)))
    }

    @Test("What is unusual or at fault is left to the decoder", arguments: otherAnswers)
    func left(answers: String) throws {
        #expect(try !Self.isUsual(Self.body(answers)))
    }

    @Test("Whatever becomes of a body on its way, what is read of it is what the decoder reads")
    func damaged() throws {
        var random = SeededRandom(seed: 20_211_231)
        let letters = Array(#"{}[]",:\u0123456789eE+-.ntfab/"#.utf8) + [0x20, 0x0A, 0x00, 0x01, 0x7F, 0xC3, 0xA9, 0xFF]
        let usual = Self.usualAnswers.map(Self.body)
        let other = Self.otherAnswers.map(Self.body)
        var read = 0
        for _ in 0..<20_000 {
            var body = (Bool.random(using: &random) ? usual : other).randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...2, using: &random) where !body.isEmpty {
                let place = Int.random(in: body.indices, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: body[place] = letters.randomElement(using: &random)!
                case 1: body.insert(letters.randomElement(using: &random)!, at: place)
                case 2: body.remove(at: place)
                default:
                    let end = min(body.count, place + Int.random(in: 1...12, using: &random))
                    body.insert(contentsOf: body[place..<end], at: end)
                }
            }
            if try Self.isUsual(body) { read += 1 }
        }
        #expect(read > 1000)
    }

    @Test("A body with other members, of another shape, or of broken text is left to the decoder")
    func otherBodies() throws {
        let whole = #"{"definition":"d","version":1,"answers":{}}"#
        #expect(try Self.isUsual(Array("{\"form\":\(whole)}".utf8)))
        for body in [
            "{\"form\":\(whole),\"caseId\":null}", "{\"form\":\(whole)} x", whole, "", "{}",
            #"{"form":{"definition":"d","version":"1","answers":{}}}"#,
            #"{"form":{"definition":"d","version":true,"answers":{}}}"#,
            #"{"form":{"definition":"d","version":1}}"#,
            #"{"form":{"definition":"d","version":1,"answers":{},"more":1}}"#,
        ] {
            #expect(try !Self.isUsual(Array(body.utf8)), "\(body)")
        }
        for answers in [#"{"a":"@"}"#, #"{"a":"\n@"}"#, #"{"@":1}"#] {
            let broken = Self.body(answers).map { $0 == UInt8(ascii: "@") ? 0xFF : $0 }
            #expect(try !Self.isUsual(broken), "\(answers)")
        }
        // What has a mark of its encoding, or another one, is read as the decoder reads it or not at all.
        let text = "{\"form\":\(whole)}"
        for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32LittleEndian] {
            _ = try Self.isUsual(Array(try #require(text.data(using: encoding))))
        }
        _ = try Self.isUsual(Array("\u{FEFF}\(text)".utf8))
    }

    @Test("A message with a form whose JSON is known travels as any other does, whatever its texts look like")
    func messages() throws {
        func check<Body: Event>(
            _ type: Body.Type, _ form: WritableKeyPath<Body, FormContent>, _ json: (Body, EncodedForm) throws -> [UInt8]
        ) throws {
            var event = try ContractJSON.decode(type, from: GoldenTests.golden(type.type.name))
            func written() throws -> [UInt8] { try json(event, EncodedForm(event[keyPath: form])) }
            #expect(try written() == GoldenTests.golden(type.type.name))
            let trap = #""form":{"answers":{},"definition":"ms-keg","version":1}"#
            event[keyPath: form].answers = ["a": .string(trap), "form": .object(["answers": .object([:])])]
            #expect(try written() == ContractJSON.encode(event))
            event[keyPath: form].answers = [:]
            #expect(try written() == ContractJSON.encode(event))
            event[keyPath: form].answers = ["a": .number(1.5), "b": .string("\u{1}/\\\"é")]
            #expect(try written() == ContractJSON.encode(event))
            event[keyPath: form].definition = trap
            #expect(try written() == ContractJSON.encode(event))
        }
        try check(SubmissionSubmitted.self, \.form) { try $0.json(holding: $1) }
        try check(SubmissionResubmitted.self, \.form) { try $0.json(holding: $1) }
        var event = try ContractJSON.decode(
            SubmissionSubmitted.self, from: GoldenTests.golden(SubmissionSubmitted.type.name))
        event.title = #"","form":{"answers":{},"definition":"ms-keg","version":1}"#
        event.applicant.institution = event.title
        #expect(try event.json(holding: EncodedForm(event.form)) == ContractJSON.encode(event))
    }
}
