import Contracts
import Foundation
import Testing

@Suite("Values of the published language")
struct ValueTests {
    @Test("Personal data does not show in interpolation, debugging or reflection")
    func personalDataStaysHidden() {
        let name = Personal("Siti Rahmawati")
        var dumped = ""
        dump(name, to: &dumped)
        for text in ["\(name)", String(reflecting: name), dumped, "\([name])", "\(Optional(name) as Any)"] {
            #expect(!text.contains("Siti"), "\(text)")
        }
        #expect(name.reveal() == "Siti Rahmawati")
    }

    @Test("Any JSON value can be shown to people, whatever is in it")
    func shown() throws {
        let value = JSONValue.object([
            "b": .array([.null, .bool(true), .integer(7), .number(.infinity)]),
            "a": .string("\"kutip\" \\ baris\nbaru \u{7}"),
        ])
        #expect(value.description == #"{"a":"\"kutip\" \\ baris\nbaru \#u{FFFD}","b":[null,true,7,inf]}"#)
    }

    @Test("Personal data travels as the plain value")
    func personalDataTravels() throws {
        #expect(try ContractJSON.encode([Personal("a")]) == Array(#"["a"]"#.utf8))
    }

    @Test(
        "A day that does not exist is refused",
        arguments: [
            "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-01", "2026-4-1", "2026/04/01", "",
            "2026-04-01x",
            "２０２６-04-01", "+026-04-01",
        ])
    func impossibleDay(text: String) {
        #expect(Day(text) == nil)
    }

    @Test("Days count as the calendar does, over four centuries")
    func daysFollowTheCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for number in stride(from: -36_500, through: 110_000, by: 37) {
            let day = Day(number: number)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(number) * 86_400))
            #expect(day.parts.year == parts.year && day.parts.month == parts.month && day.parts.day == parts.day)
            #expect(day.weekday == (try #require(parts.weekday) + 5) % 7 + 1)
            #expect(Day(day.description) == day)
        }
    }

    @Test("The local date of a moment depends on the zone")
    func localDate() throws {
        let moment = try #require(ContractJSON.date(from: "2026-03-13T15:30:00Z"))
        #expect(Day(of: moment, offset: TimeZoneName.wib.offset).description == "2026-03-13")
        #expect(Day(of: moment, offset: TimeZoneName.wit.offset).description == "2026-03-14")
        let end = try #require(Day("2026-03-13")).moment(
            secondsAfterMidnight: 930 * 60, offset: TimeZoneName.wib.offset)
        #expect(ContractJSON.text(of: end) == "2026-03-13T08:30:00.000Z")
    }

    @Test("Identifiers of version 7 carry their time and sort by it")
    func identifiersCarryTime() throws {
        let early = UUID.version7(at: Date(timeIntervalSince1970: 1_700_000_000), high: .max, low: .max)
        let late = UUID.version7(at: Date(timeIntervalSince1970: 1_700_000_000.001), high: 0, low: 0)
        #expect(early.uuidString < late.uuidString)
        #expect(Array(late.uuidString)[14] == "7")
        #expect("89AB".contains(Array(late.uuidString)[19]))
    }

    @Test("A unit code has exactly four decimal digits", arguments: ["", "61", "61044", "61O4", "６１０４", " 6104"])
    func badUnitCode(text: String) {
        #expect(UnitCode(text) == nil)
    }

    @Test("Moments are read with and without fractions and written with milliseconds")
    func moments() throws {
        for text in ["2026-03-13T02:30:00Z", "2026-03-13T02:30:00.000Z", "2026-03-13T09:30:00+07:00"] {
            #expect(ContractJSON.text(of: try #require(ContractJSON.date(from: text))) == "2026-03-13T02:30:00.000Z")
        }
        #expect(ContractJSON.date(from: "2026-02-30T00:00:00Z") == nil)
    }
}
