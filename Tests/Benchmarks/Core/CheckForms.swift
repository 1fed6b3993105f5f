import ActivityForm
import ArgumentParser
import Contracts
import Foundation
import Standards

/// The 40 checks of a form as a page asks for them: from the answers to the findings with their evidence, one form after
/// the other. Needs no server.
struct CheckForms: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-forms", abstract: "Runs the 40 checks over forms of a survey with all answers.")

    @Option(help: "A record of the present national system, which the forms are made of.")
    var record: String
    @Option(help: "How many forms.")
    var forms: Int
    @Option(help: "How many variables each form has.")
    var variables = 40

    func run() async throws {
        let units = try UnitDirectory.load()
        let definition = try FormDefinition.msKeg()
        let regions = RegionNames { units.regionName($0) }
        let form = try self.survey(definition, regions)
        let checks = try FormChecks()
        let context = CheckContext(submission: .expected(Day(number: 20_000)))
        var seconds: [Double] = []
        seconds.reserveCapacity(self.forms)
        var findings = 0
        var violations = 0
        Report.begin()
        for number in 0..<self.forms {
            // No two forms are the same.
            var content = form
            content.answers["judul"] = .string("Survei Nomor \(number)")
            let began = ContinuousClock.now
            let found = checks.findings(
                on: CheckedForm(content, definition: definition, regions: regions, context: context))
            seconds.append((ContinuousClock.now - began).seconds)
            findings += found.count
            violations += found.count { $0.outcome == .violation }
        }
        Report.end()
        seconds.sort()
        Report.figures([
            "forms": seconds.count, "findings": findings, "violations": violations,
            "mean": seconds.reduce(0, +) / Double(seconds.count), "p50": Flow.quantile(seconds, 0.5),
            "p99": Flow.quantile(seconds, 0.99), "bytes": try ContractJSON.encode(form).count,
        ])
    }

    /// The record's answers as those of a survey, whose every block is asked, with that many variables.
    private func survey(_ definition: FormDefinition, _ regions: RegionNames) throws -> FormContent {
        let file = Array(try Data(contentsOf: URL(filePath: self.record)))
        var content = try RecordImport(definition: definition, regions: regions).read(file).content
        let design: [String: JSONValue] = [
            "cara": .integer(2), "5.1": .integer(2), "5.2": .integer(1), "5.3": .integer(5), "5.4": .integer(1),
            "5.5": .string("Tahap 1: 1/10; tahap 2: 1/20"), "5.6": .string("RSE 7,5%"),
            "5.7": .string("Rumah tangga"), "5.8": .string("Rumah tangga"), "6.3": .integer(2), "7.2": .integer(3),
        ]
        content.answers.merge(design) { $1 }
        content.answers["3.4"] = .array(
            (0..<self.variables).map { number in
                .object([
                    "nama": .string("Banyaknya kunjungan ke puskesmas menurut sebab \(number)"),
                    "konsep": .string("Kunjungan"),
                    "definisi": .string("Jumlah kunjungan yang tercatat pada buku harian selama bulan rujukan"),
                    "referensi_waktu": .string("Januari sampai Desember 2026"),
                ])
            })
        return content
    }
}
