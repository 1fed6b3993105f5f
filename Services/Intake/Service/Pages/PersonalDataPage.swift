import PersonalData

/// What the template `personal-data` shows: the register, as it is.
struct PersonalDataPage {
    struct Group {
        let label: String
        let words: String
        let fields: [Item]
    }

    struct Item {
        let label: String
        let purpose: String
        let basis: String
        let kept: String
        let isOptional: Bool
        let isSpecific: Bool
    }

    struct Line {
        let words: String
        let source: String
    }

    struct Duty {
        let words: String
        let hours: Int
        let start: String
        let source: String
    }

    let groups: [Group]
    let bases: [Line]
    let undecided: [Line]
    let hasUndecided: Bool
    let rights: [Line]
    let duties: [Duty]
    let breachHours: Int
    let breachNotifies: String
    let breachContents: [Line]
    let breachSource: String
    let conflicts: [PrivacyConflict]
    let hasConflicts: Bool
    let version: Int
    let source: String

    init(_ register: PersonalDataRegister) {
        self.groups = register.groups.compactMap { group in
            let fields = register.collectedFields(in: group)
            guard !fields.isEmpty else { return nil }
            return Group(
                label: group.label, words: group.words,
                fields: fields.map { field in
                    Item(
                        label: field.label, purpose: field.purpose, basis: register.basis(of: field)?.words ?? "",
                        kept: register.retention(of: field)?.words ?? "", isOptional: field.isOptional,
                        isSpecific: field.nature == .specific)
                })
        }
        self.bases = register.bases.map { Line(words: $0.words, source: $0.source) }
        self.undecided = register.undecided.map { Line(words: $0.words, source: $0.source) }
        self.hasUndecided = !self.undecided.isEmpty
        self.rights = register.rights.map { Line(words: $0.words, source: $0.source) }
        self.duties = register.duties.filter { $0.id != .breach }.map {
            Duty(words: $0.words, hours: $0.hours, start: $0.start, source: $0.source)
        }
        let breach = register.duty(.breach)
        self.breachHours = breach?.hours ?? 0
        self.breachNotifies = breach?.notifies.joined(separator: " dan ") ?? ""
        self.breachContents = breach?.contents.map { Line(words: $0, source: "") } ?? []
        self.breachSource = breach?.source ?? ""
        self.conflicts = register.conflicts
        self.hasConflicts = !register.conflicts.isEmpty
        self.version = register.version
        self.source = register.source
    }
}
