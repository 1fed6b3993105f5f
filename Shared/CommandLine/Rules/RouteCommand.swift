import ArgumentParser
import Contracts
import Standards

/// `layak route`
struct RouteCommand: RuleCommand {
    static let configuration = CommandConfiguration(
        commandName: "route", abstract: "The unit in charge of an activity, and who signs.",
        discussion: """
            By the regions in which data are collected: four digits of BPS each (ppkk, or pp00 for a whole province), or the \
            ministry's codes with their dot (61.02) where their conversion is known. Without arguments, lines of standard \
            input are read, codes divided by blanks; a line with the word indonesia is the whole country.

            Examples:
              layak route 6104 6171
              layak route --organiser "Kementerian Pertanian" 6104
              layak route 61.02
              printf '6104\\n6104 3201\\nindonesia\\n' | layak route

            The second is a central agency: headquarters is in charge, and the region gets a copy.
            """)

    @Argument(help: "Codes of regions.")
    var regions: [String] = []
    @Option(help: "The institution's name; decides only whether it is a central agency.")
    var organiser: String?

    func answer(at desk: RuleDesk) throws {
        let units = try UnitDirectory.load()
        let rules = Rules(
            units: units, router: try Router.load(units: units), library: try StandardLibrary.load(units),
            ministry: try MinistryCodes.load(units))
        if self.regions.isEmpty {
            desk.answerEachLine { line in
                var answer: JSONLine = ["from": .string(line)]
                for member in try self.answer(line.split(whereSeparator: \.isWhitespace).map(String.init), rules)
                    .members
                {
                    answer.append(member.name, member.value)
                }
                return answer
            }
        } else {
            desk.answer(from: self.regions.joined(separator: " ")) {
                desk.write(try self.answer(self.regions, rules))
            }
        }
    }

    private struct Rules {
        let units: UnitDirectory
        let router: Router
        let library: StandardLibrary
        let ministry: MinistryCodes
    }

    private func answer(_ words: [String], _ rules: Rules) throws -> JSONLine {
        let isWhole = words.map { $0.lowercased() } == ["indonesia"]
        let codes = try isWhole ? [] : words.map { try Self.code($0, rules) }
        let route: Route
        do throws(RoutingError) {
            route = try rules.router.route(regions: codes, organiser: self.organiser)
        } catch {
            throw Self.fault(error, rules)
        }
        guard let standard = rules.library.standard(of: route.unit) else {
            throw RuleFault("unit \(route.unit) has no standard")
        }
        var answer: JSONLine = ["unit": .string(route.unit.text), "signer": .string(standard.signerOffice)]
        if !route.copies.isEmpty { answer.append("copies", .array(route.copies.map { .string($0.text) })) }
        answer.append("rule", .string(route.isCentralAgency ? "centralAgency" : route.rule.rawValue))
        answer.append("source", .string(route.source))
        return answer
    }

    private static func code(_ text: String, _ rules: Rules) throws -> UnitCode {
        if let code = UnitCode(text) { return code }
        guard let code = MinistryCode(text) else {
            if text.lowercased() == "indonesia" { throw RuleFault("indonesia is the whole country and stands alone") }
            let what = text.allSatisfy(\.isWhitespace) ? "an empty text" : text
            throw RuleFault(
                "\(what) is neither a BPS code (6104; 6100 for a whole province) nor a code of the ministry (61.02); "
                    + Self.country)
        }
        do throws(CodeConversionError) {
            return try rules.ministry.unit(for: code)
        } catch {
            let known = rules.ministry.all.map(\.ministry.text).joined(separator: ", ")
            let province = UnitCode("\(text)00").flatMap(rules.units.unit).map { "\($0.code) (\($0.name))" }
            let advice = province.map { "a province of BPS has four digits: \($0)" } ?? "give the BPS code, four digits"
            throw RuleFault("\(error), only of \(known); \(advice)")
        }
    }

    private static let country = "the whole country is written indonesia, alone"

    /// Which code does not exist, and how the right one is found.
    private static func fault(_ error: RoutingError, _ rules: Rules) -> RuleFault {
        var remedies: [String] = []
        if error.unknown.contains(.headquarters) { remedies.append(Self.country) }
        for code in error.unknown where code != .headquarters {
            let codes = rules.units.codes(near: code.text)
            if !remedies.contains(codes) { remedies.append(codes) }
        }
        return RuleFault(([error.description] + remedies).joined(separator: "; "))
    }
}
