import Contracts
import Testing

@Suite("Files of rules and reference data")
struct DataFileTests {
    @Test(
        "A line is cut at its commas; quotation marks keep a comma, and two of them stand for one",
        arguments: [
            ("", [""]), ("a,b", ["a", "b"]), (",", ["", ""]), ("\"a,b\",c", ["a,b", "c"]), ("\"a\"\"b\"", ["a\"b"]),
            ("\"\",x", ["", "x"]), ("a b , c", ["a b ", " c"]),
        ])
    func fields(line: String, fields: [String]) {
        #expect(CommaSeparatedLine(line)?.fields == fields)
    }

    @Test(
        "A quotation mark that is not closed, or stands inside a field, is refused",
        arguments: ["\"a", "a\"b", "\"a\"b", "\""])
    func faults(line: String) {
        #expect(CommaSeparatedLine(line) == nil)
    }

    private struct Probe: Decodable {
        struct Item: Decodable { var day: Day }
        var items: [Item]
    }

    @Test(
        "A fault is told with the file, the way to the field and the reason",
        arguments: [
            (#"{"items": [{"day": "2026-02-28"}, {}]}"#, "probe.json: items/1/day: is missing"),
            (#"{"items": [{"day": 7}]}"#, "probe.json: items/0/day: has the wrong type"),
            (#"{"items": [{"day": "2026-02-30"}]}"#, "probe.json: items/0/day: a date is written yyyy-mm-dd"),
            (#"{"items": null}"#, "probe.json: items: has the wrong type"), ("{}", "probe.json: items: is missing"),
        ])
    func dataFault(json: String, words: String) throws {
        let fault = #expect(throws: DataFault.self) {
            try DataFault.decode(Probe.self, Array(json.utf8), file: "probe.json")
        }
        #expect(fault?.description == words)
    }
}
