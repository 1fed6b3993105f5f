import ActivityForm
import Contracts
import Testing

@Suite("The 40 checks of a form")
struct CheckExampleTests {
    @Test("Each example of a rule has the outcome that the rule's words say", arguments: CheckExamples.all)
    func example(example: CheckExample) throws {
        let findings = try FormChecks().findings(on: try example.make())
        let finding = try #require(findings.first { $0.rule.id == example.rule })
        #expect(finding.outcome == example.outcome, "\(finding.evidence.map(\.text))")
        #expect(Set(finding.evidence.map(\.path)).isSuperset(of: example.names))
        // Whoever is shown a finding can look it up.
        if finding.outcome == .violation || finding.outcome == .notEvaluable { #expect(!finding.evidence.isEmpty) }
        #expect(finding.evidence.allSatisfy { !$0.label.isEmpty && ($0.value != nil || $0.note != nil) })
    }

    @Test("Each rule has an example of every outcome that it can have")
    func complete() throws {
        for rule in try FormChecks().rules {
            let shown = Set(CheckExamples.all.filter { $0.rule == rule.id }.map(\.outcome))
            #expect(shown == self.possible(rule), "\(rule.id)")
        }
    }

    /// A rule that applies always is never inapplicable, and one that can always be judged is never not evaluable; where
    /// a rule applies exactly when it can be judged, what cannot be judged is not evaluable.
    private func possible(_ rule: CheckRule) -> Set<CheckOutcome> {
        let judgedWhenItApplies: Set = [
            "R-ID-02A", "R-ID-05A", "R-II-01", "R-III-04", "R-III-05A", "R-III-06", "R-III-08A", "R-III-09", "R-III-10",
            "R-III-12", "R-VI-02", "R-VI-05", "R-VI-07", "R-VI-08", "R-VII-01", "R-VIII-01",
        ]
        var outcomes = Set(CheckOutcome.allCases)
        if rule.appliesWhen == "always" || judgedWhenItApplies.contains(rule.id) { outcomes.remove(.notApplicable) }
        if rule.notEvaluableWhen == "never" { outcomes.remove(.notEvaluable) }
        return outcomes
    }

    @Test("To a sound form no rule has an objection")
    func sound() throws {
        let checks = try FormChecks()
        #expect(checks.violations(on: try CheckSamples.form(try CheckSamples.survey())).map(\.rule.id) == [])
        #expect(checks.violations(on: try CheckSamples.form(try CheckSamples.compilation())).map(\.rule.id) == [])
    }

    @Test("An empty form is judged without a fault, and no rule passes from not knowing")
    func empty() throws {
        let form = try CheckSamples.form(try Samples.definition().empty)
        let passed = try FormChecks().findings(on: form).filter { $0.outcome == .pass }
        #expect(passed.map(\.rule.id) == [])
    }

    @Test("Evidence looks only at the fields that the rule names, and at what decides whether it applies")
    func fields() throws {
        let deciding = ["cara", "4.1", "5.1", "5.2", "4.6", "4.7"]
        for example in CheckExamples.all {
            let findings = try FormChecks().findings(on: try example.make())
            let finding = try #require(findings.first { $0.rule.id == example.rule })
            let known = finding.rule.fields.flatMap { CheckField.of(rule: $0) }.map(\.form) + deciding
            let roots = Set(known.map { $0.split(separator: "/")[0] })
            for evidence in finding.evidence {
                #expect(roots.contains(evidence.path.split(separator: "/")[0]), "\(example): \(evidence.path)")
            }
        }
    }

    @Test("What is said of the person in charge never repeats who it is")
    func person() throws {
        let finding = try #require(
            try FormChecks().findings(on: try CheckSamples.form(try CheckSamples.survey())).first {
                $0.rule.id == "R-II-02"
            })
        #expect(finding.evidence.map(\.value) == [nil, nil, nil, nil, nil])
        #expect(finding.evidence.first?.text == "2.2 Penanggung jawab teknis (setingkat eselon 3), Nama: terisi")
    }

    @Test("What is said of the organiser's address never repeats it")
    func address() throws {
        let form = try CheckSamples.form(try CheckSamples.survey(), ["1.2/faksimile": "(0561) 3"])
        let finding = try #require(try FormChecks().findings(on: form).first { $0.rule.id == "R-I-04" })
        #expect(finding.outcome == .pass)
        #expect(finding.evidence.map(\.path) == ["1.2/alamat", "1.2/telepon", "1.2/email"])
        #expect(finding.evidence.map(\.value) == [nil, nil, nil])
        #expect(finding.evidence.map(\.note) == ["terisi", "terisi", "terisi"])
    }

    @Test("Evidence can be read by people: label, value and remark")
    func words() throws {
        let form = try CheckSamples.form(
            try CheckSamples.survey(), ["3.4/1/definisi": "Adalah orang", "4.6": [1, 4], "6.7": 2])
        let findings = try FormChecks().violations(on: form)
        #expect(findings.map(\.rule.id) == ["R-III-10", "R-VI-07"])
        #expect(
            findings[0].evidence[0].text
                == "3.4 Variabel (karakteristik) yang dikumpulkan, baris 2, Definisi: “Adalah orang”, diawali \"adalah\" dan tidak diakhiri titik"
        )
        #expect(
            findings[1].evidence.map(\.text) == [
                "6.7 Apakah melakukan pelatihan petugas?: “Tidak”",
                "4.6 Metode pengumpulan data: “Wawancara; Pengamatan”",
            ])
        #expect(findings[1].questions == ["6.7", "4.6"])
    }
}
