import Contracts

extension CheckedForm {
    /// What stands at a place, in words. Without a note of its own an empty or lacking field is called so.
    ///
    /// Of the organiser's address (1.2) and the person in charge (2.2), which the register of personal data calls
    /// personal, it says only that they are filled.
    func seen(_ path: String, _ note: String? = nil) -> CheckEvidence {
        let value = self.raw(path).flatMap { $0.isEmptyAnswer ? nil : $0 }
        let isPersonal = path.hasPrefix("1.2/") || path.hasPrefix("2.2/")
        var remark = note
        if remark == nil, value == nil || value?.string.map(PlainWords.saysNothing) == true {
            remark = self.lacks(self.columnPath(path)) ? "tidak ada pada versi formulir ini" : "belum diisi"
        }
        return CheckEvidence(
            path: path, source: self.source(of: path), label: self.label(of: path),
            value: isPersonal ? nil : value.map { self.words(of: $0, at: path) },
            note: remark ?? (isPersonal ? "terisi" : nil))
    }

    /// The evidence of the day of submission.
    var seenSubmission: CheckEvidence {
        let (value, note): (String?, String?) =
            switch self.context.submission {
            case .on(let day): (IndonesianDate.text(day), nil)
            case .expected(let day): (IndonesianDate.text(day), "bila diajukan hari ini")
            case .unreliable: (nil, "tidak dapat diandalkan")
            }
        return CheckEvidence(
            path: CheckField.submission, source: self.sources[CheckField.submission], label: "Tanggal pengajuan",
            value: value, note: note)
    }

    private func columnPath(_ path: String) -> String {
        guard path.hasPrefix("3.4/") else { return path }
        return path.placeParts.filter { Int($0) == nil }.joined(separator: "/")
    }

    private func words(of value: JSONValue, at path: String) -> String {
        let text: String
        switch value {
        case .string(let written): text = Day(written).map(IndonesianDate.text) ?? PlainWords.text(written)
        default:
            let lines = self.definition.kind(at: path).map { AnswerText(regions: self.regions).lines(value, $0) }
            text = (lines ?? [value.description]).joined(separator: "; ")
        }
        // No text has more characters than bytes.
        return text.utf8.count > 200 && text.count > 200 ? String(text.prefix(199)) + "…" : text
    }

    /// `2.2 Penanggung jawab teknis, Telepon`; `3.4 Variabel …, baris 1, Definisi`.
    private func label(of path: String) -> String {
        if let question = self.definition.question(path) { return question.heading }
        let parts = path.placeParts
        guard let question = self.definition.question(parts.first ?? path) else { return path }
        var words = [question.heading]
        for part in parts.dropFirst() {
            if let index = Int(part) {
                words.append("baris \(index + 1)")
            } else if part == "awal" || part == "akhir" {
                words.append("tanggal \(part)")
            } else {
                words.append(question.field(part)?.label ?? part)
            }
        }
        return words.joined(separator: ", ")
    }

    /// The place in the record: that of the nearest place above it that has one, and the rest of the path.
    private func source(of path: String) -> String? {
        if self.sources.isEmpty { return nil }
        var above = path
        var rest = ""
        while true {
            if let source = self.sources[above] { return source + rest }
            guard let slash = above.lastIndex(of: "/") else { return nil }
            rest = String(above[slash...]) + rest
            above = String(above[..<slash])
        }
    }
}
