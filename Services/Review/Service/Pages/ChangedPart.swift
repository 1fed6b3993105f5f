import ActivityForm
import Contracts
import ReviewDomain
import Web

/// What the applicant answered otherwise than in the round before: the model of `changes.mustache`.
struct ChangedPart {
    /// The round that is compared with.
    let earlierRound: Int
    let isSame: Bool
    let questions: [DifferenceItem]
    let hasFiles: Bool
    /// Files that came or went, in words.
    let files: [DifferenceItem.Line]

    /// - Returns: `nil` in the first round, and when one of the two forms is of a version that is not known here.
    init?(_ view: CaseView, office: ReviewOffice) {
        guard let earlier = view.earlier, let old = office.form(of: earlier.form),
            let new = office.form(of: view.filing.form)
        else { return nil }
        let difference = FormDifference(
            from: earlier.form, by: old, to: view.filing.form, by: new, regions: office.regions)
        self.earlierRound = view.subject.round - 1
        self.questions = difference.questions.map { question in
            DifferenceItem(
                question.heading, href: "#butir-\(question.number)",
                parts: question.parts.map { .init($0.label, before: $0.before, after: $0.after) })
        }
        self.files = Self.files(from: earlier.attachments, to: view.filing.attachments)
        self.hasFiles = !self.files.isEmpty
        self.isSame = self.questions.isEmpty && self.files.isEmpty
    }

    /// A file is the same when its bytes are: a new version under the old name is a change.
    private static func files(from old: [AttachmentReference], to new: [AttachmentReference]) -> [DifferenceItem.Line] {
        let gone = old.filter { file in !new.contains { $0.sha256 == file.sha256 } }
        let come = new.filter { file in !old.contains { $0.sha256 == file.sha256 } }
        return gone.map { .init(text: "Dihapus: \($0.name)") } + come.map { .init(text: "Ditambahkan: \($0.name)") }
    }
}
