import ActivityForm
import Contracts
import Foundation
import ReviewDomain
import Web

/// A block of the form as officers see it.
struct CaseBlock {
    /// What the officer does with the items.
    enum Mode { case reading, completeness, examining }

    struct Line {
        let line: String
    }

    struct RemarkEntry {
        let who: String
        let text: String
    }

    struct Option {
        let value: String
        let text: String
        let chosen: Bool
    }

    struct Verdicts {
        let options: [Option]
    }

    struct Control {
        let item: String
        let text: String
        /// What was wrong with it.
        let error: String?
        /// The place for words is folded away until there are some, or there is something to say about them.
        let isOpen: Bool
        let verdicts: Verdicts?

        init(item: String, verdicts: Verdicts?, attempt: CasePage.Attempt?) {
            self.item = item
            self.text = attempt?.form["catatan/\(item)"] ?? ""
            self.error = attempt?.fault(of: item)
            self.isOpen = !self.text.isEmpty || self.error != nil
            self.verdicts = verdicts
        }
    }

    struct Item {
        let anchor: String
        let label: String
        let hasAnswer: Bool
        let answer: [Line]
        let findings: [FindingNote]
        let remarks: [RemarkEntry]
        let control: Control?
    }

    let key: String
    let title: String
    let items: [Item]

    /// Every block that the answers ask for. A form that is not known here is shown as it came.
    static func all(_ view: CaseView, office: ReviewOffice, mode: Mode, attempt: CasePage.Attempt?) -> [CaseBlock] {
        let content = view.filing.form
        guard let form = office.form(of: content) else { return [self.unknown(content)] }
        let said = Dictionary(grouping: view.said.filter { $0.finding.text != nil }, by: \.finding.item)
        let findings = CaseFindings(view, form, office: office)
        return form.blocks.compactMap { block in
            guard form.asks(block, given: content.answers) else { return nil }
            let items = block.questions.filter { form.asks($0, given: content.answers) }.map { question in
                let lines =
                    content.answers[question.number].map {
                        form.display($0, of: question, regions: office.regions)
                    } ?? []
                return Item(
                    anchor: question.number, label: question.heading, hasAnswer: !lines.isEmpty,
                    answer: lines.map(Line.init), findings: findings.beside(question),
                    remarks: self.remarks(said[question.number] ?? [], view: view),
                    control: self.control(question.number, mode: mode, attempt: attempt))
            }
            return items.isEmpty ? nil : CaseBlock(key: block.key, title: block.heading, items: items)
        }
    }

    private static func remarks(_ said: [FindingStore.Said], view: CaseView) -> [RemarkEntry] {
        said.map { entry in
            let who = view.subject.history.first { $0.version == entry.version }?.whoDidIt ?? ""
            let kind = entry.step == .return ? "kelengkapan" : entry.finding.verdict == .advice ? "saran" : "perbaikan"
            return RemarkEntry(who: "\(who), putaran \(entry.round), \(kind)", text: entry.finding.text ?? "")
        }
    }

    private static func control(_ item: String, mode: Mode, attempt: CasePage.Attempt?) -> Control? {
        switch mode {
        case .reading: return nil
        case .completeness: return Control(item: item, verdicts: nil, attempt: attempt)
        case .examining:
            let chosen = attempt?.form["putusan/\(item)"] ?? Finding.Verdict.sound.rawValue
            let options = [("sound", "Sesuai"), ("advice", "Sesuai, dengan saran"), ("correction", "Perlu perbaikan")]
                .map { Option(value: $0.0, text: $0.1, chosen: $0.0 == chosen) }
            return Control(item: item, verdicts: Verdicts(options: options), attempt: attempt)
        }
    }

    private static func unknown(_ content: FormContent) -> CaseBlock {
        let items = content.answers.keys.sorted().map { number in
            let text = content.answers[number]?.description ?? ""
            return Item(
                anchor: number, label: number, hasAnswer: true, answer: [Line(line: String(text.prefix(500)))],
                findings: [], remarks: [], control: nil)
        }
        return CaseBlock(key: "0", title: "Formulir \(content.definition) versi \(content.version)", items: items)
    }
}
