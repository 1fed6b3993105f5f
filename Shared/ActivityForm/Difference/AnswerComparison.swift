import Contracts

/// Compares two answers to one question, each by the question as it was asked.
struct AnswerComparison {
    let old: JSONValue?
    let oldQuestion: Question?
    let new: JSONValue?
    let newQuestion: Question?
    let regions: RegionNames

    private var number: String { self.newQuestion?.number ?? self.oldQuestion?.number ?? "" }

    /// What differs; empty when nothing does.
    var parts: [PartDifference] {
        guard self.old != self.new else { return [] }
        switch (self.oldQuestion?.kind, self.newQuestion?.kind) {
        case (.group(let oldFields)?, .group(let newFields)?):
            return self.fields(
                self.old?.object ?? [:], oldFields, self.new?.object ?? [:], newFields, at: self.number, called: nil)
        case (.rows(let oldFields, _, _)?, .rows(let newFields, _, _)?):
            return self.rows(self.old?.array ?? [], oldFields, self.new?.array ?? [], newFields)
        case (.choices?, .choices?), (.regions?, .regions?):
            return self.elements()
        case (.longText?, .longText?):
            return self.paragraphs()
        default:
            return self.whole()
        }
    }

    private func whole() -> [PartDifference] {
        self.part(
            at: self.number, called: nil,
            before: self.lines(self.old, self.oldQuestion?.kind), after: self.lines(self.new, self.newQuestion?.kind))
    }

    /// What reads the same is the same: a second blank line is no correction.
    private func part(at path: String, called label: String?, before: [String], after: [String]) -> [PartDifference] {
        guard before != after else { return [] }
        return [
            PartDifference(
                path: path, label: label, change: before.isEmpty ? .added : after.isEmpty ? .removed : .changed,
                before: before, after: after)
        ]
    }

    private func lines(_ value: JSONValue?, _ kind: AnswerKind?) -> [String] {
        guard let value, !value.isEmptyAnswer else { return [] }
        guard let kind else { return [String(value.description.prefix(200))] }
        return AnswerText(regions: self.regions).lines(value, kind)
    }

    // MARK: - Fields and rows

    private func fields(
        _ old: [String: JSONValue], _ oldFields: [FormField], _ new: [String: JSONValue], _ newFields: [FormField],
        at path: String, called row: String?
    ) -> [PartDifference] {
        let known = newFields.map(\.key) + oldFields.map(\.key).filter { key in !newFields.contains { $0.key == key } }
        let unknown = Set(old.keys).union(new.keys).subtracting(known).sorted()
        return (known + unknown).flatMap { key -> [PartDifference] in
            guard old[key] != new[key] else { return [] }
            let oldField = oldFields.first { $0.key == key }
            let newField = newFields.first { $0.key == key }
            let label = newField?.label ?? oldField?.label ?? key
            return self.part(
                at: "\(path)/\(key)", called: row.map { "\($0), \(label)" } ?? label,
                before: self.lines(old[key], oldField?.kind), after: self.lines(new[key], newField?.kind))
        }
    }

    private func rows(_ old: [JSONValue], _ oldFields: [FormField], _ new: [JSONValue], _ newFields: [FormField])
        -> [PartDifference]
    {
        RowPairing.pair(old, new, name: oldFields.first?.key ?? "").flatMap { pair -> [PartDifference] in
            switch pair {
            case .both(let before, let after):
                return self.fields(
                    old[before].object ?? [:], oldFields, new[after].object ?? [:], newFields,
                    at: "\(self.number)/\(after)", called: "Baris \(after + 1)")
            case .removed(let index):
                return self.part(
                    at: "\(self.number)/\(index)", called: "Baris \(index + 1) yang lama",
                    before: self.cells(old[index], oldFields), after: [])
            case .added(let index):
                return self.part(
                    at: "\(self.number)/\(index)", called: "Baris \(index + 1)", before: [],
                    after: self.cells(new[index], newFields))
            }
        }
    }

    private func cells(_ row: JSONValue, _ fields: [FormField]) -> [String] {
        self.lines(row, .group(fields))
    }

    // MARK: - Ticks, regions, paragraphs

    private func elements() -> [PartDifference] {
        let before = self.old?.array ?? []
        let after = self.new?.array ?? []
        let gone = before.filter { !after.contains($0) }
        let come = after.filter { !before.contains($0) }
        func texts(_ elements: [JSONValue], _ question: Question?) -> [String] {
            self.lines(elements.isEmpty ? nil : .array(elements), question?.kind)
        }
        return self.part(at: self.number, called: "Dihapus", before: texts(gone, self.oldQuestion), after: [])
            + self.part(at: self.number, called: "Ditambahkan", before: [], after: texts(come, self.newQuestion))
    }

    /// Only the lines that differ: a background of ten pages is not read again for one sentence.
    private func paragraphs() -> [PartDifference] {
        let before = self.lines(self.old, self.oldQuestion?.kind)
        let after = self.lines(self.new, self.newQuestion?.kind)
        guard before.count > 1 || after.count > 1, !before.isEmpty, !after.isEmpty else { return self.whole() }
        return Alignment.hunks(before, after).flatMap { hunk in
            self.part(
                at: self.number,
                called: hunk.new.isEmpty
                    ? "Setelah paragraf \(hunk.new.lowerBound)" : "Paragraf \(hunk.new.lowerBound + 1)",
                before: Array(before[hunk.old]), after: Array(after[hunk.new]))
        }
    }
}
