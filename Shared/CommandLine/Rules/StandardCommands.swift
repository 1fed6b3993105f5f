import ArgumentParser
import Contracts
import Foundation
import Standards

/// `layak standard`
struct StandardCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "standard", abstract: "The service standards of the 553 units: shown, and compared.",
        discussion: """
            A standard is named by its unit (6104, the version in effect today) or by unit and version (6104@1).

            Examples:
              layak standard show 6104
              layak standard diff 6104 0000
              layak standard diff 6104@1 0000@1
              layak standard diff --all 6104
            """, subcommands: [ShowStandard.self, CompareStandards.self])
}

/// `layak standard show`
struct ShowStandard: RuleCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Prints a standard, one line.",
        discussion: """
            Examples:
              layak standard show 6104
              layak standard show 0000@1 6100
              layak standard show --on 2027-01-01 6104
            """)

    @Argument(help: "Units, or units with a version (6104@1).")
    var standards: [String]
    @OptionGroup
    var effect: StandardDay

    func answer(at desk: RuleDesk) throws {
        let library = try StandardLibrary.load(try UnitDirectory.load())
        for name in self.standards {
            desk.answer(from: name) {
                let standard = try library.named(name, on: self.effect)
                let json = try ContractJSON.decode(JSONValue.self, from: try ContractJSON.encode(standard))
                var line: JSONLine = ["id": .string(standard.id)]
                for (field, value) in (json.object ?? [:]).sorted(by: { $0.key < $1.key }) where field != "id" {
                    line.append(field, .json(value))
                }
                desk.write(line)
            }
        }
    }
}

/// `layak standard diff`
struct CompareStandards: RuleCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Puts two standards side by side, one line for each part in which they differ.",
        discussion: """
            Without a second one, a unit is compared with its version before, or with headquarters if it has only one. \
            Lines that stand in both are left out unless --all is given.

            Examples:
              layak standard diff 6104 0000
              layak standard diff 6104
            """)

    @Argument(help: "A unit, or a unit with a version (6104@1).")
    var first: String
    @Argument(help: "Another one.")
    var second: String?
    @Flag(help: "Equal parts too.")
    var all = false
    @OptionGroup
    var effect: StandardDay

    func answer(at desk: RuleDesk) throws {
        let library = try StandardLibrary.load(try UnitDirectory.load())
        desk.answer(from: [self.first, self.second].compactMap { $0 }.joined(separator: " ")) {
            let first = try library.named(self.first, on: self.effect)
            let second =
                try self.second.map { try library.named($0, on: self.effect) }
                ?? library.counterpart(of: first, on: self.effect)
            let comparison = StandardComparison(first, second)
            for row in self.all ? comparison.rows : comparison.differences {
                desk.write(self.line(row, of: comparison))
            }
        }
    }

    private func line(_ row: StandardComparison.Row, of comparison: StandardComparison) -> JSONLine {
        func lines(_ side: KeyPath<StandardComparison.Pair, String?>) -> JSONLineValue {
            .array(
                row.pairs.filter { self.all || !$0.isEqual }.compactMap { $0[keyPath: side] }.map(JSONLineValue.string))
        }
        return [
            "part": .string(row.key), "title": .string(row.title), "equal": .bool(row.isEqual),
            "left": .string(comparison.left), "right": .string(comparison.right), "leftLines": lines(\.left),
            "rightLines": lines(\.right),
        ]
    }
}

/// The day whose standard is meant where no version is named.
struct StandardDay: ParsableArguments {
    @Option(
        name: .customLong("on"), help: "The day of effect, yyyy-mm-dd; without it today in the unit's zone.",
        transform: Day.argument)
    var day: Day?

    /// That day in a zone.
    func resolved(in zone: TimeZoneName) -> Day { self.day ?? Day(of: Date(), offset: zone.offset) }
}

extension StandardLibrary {
    /// The standard that is named `6104` (the version in effect on the day) or `6104@1`.
    fileprivate func named(_ name: String, on effect: StandardDay) throws(RuleFault) -> ServiceStandard {
        if let standard = self.standard(id: name) { return standard }
        guard let unit = UnitCode(name.split(separator: "@").first.map(String.init) ?? "") else {
            throw RuleFault("a standard is named by its unit (6104) or by unit and version (6104@1)")
        }
        guard let versions = self.versions(of: unit) else { throw RuleFault("there is no unit \(unit)") }
        guard !name.contains("@"), let newest = versions.newest else {
            throw RuleFault(
                "unit \(unit) has no such version; it has \(versions.all.map(\.id).joined(separator: ", "))")
        }
        let day = effect.resolved(in: newest.zone)
        guard let standard = versions.applying(on: day) else {
            let known = versions.all.map(\.id).joined(separator: ", ")
            throw RuleFault("no version of unit \(unit) is in effect on \(day); it has \(known)")
        }
        return standard
    }

    /// The version before, or headquarters.
    fileprivate func counterpart(
        of standard: ServiceStandard, on effect: StandardDay
    ) throws(RuleFault) -> ServiceStandard {
        if let earlier = self.versions(of: standard.unit)?[standard.version - 1] { return earlier }
        return try self.named(UnitCode.headquarters.text, on: effect)
    }
}
