import Contracts

/// What must hold in a register before any of it is used.
struct RegisterCheck {
    let file: String

    func check(_ body: PersonalDataRegister.Body) throws(DataFault) {
        guard body.version >= 1 else { throw self.fault("version", "counts from 1") }
        try self.words(body.source, "source")
        try self.unique(body.groups.map(\.id), "groups")
        try self.unique(body.bases.map(\.id), "bases")
        try self.unique(body.retentions.map(\.id), "retentions")
        try self.unique(body.fields.map(\.id), "fields")
        try self.unique(body.duties.map(\.id.rawValue), "duties")
        for (index, group) in body.groups.enumerated() {
            try self.words(group.label, "groups/\(index)/label")
            try self.words(group.words, "groups/\(index)/words")
        }
        for (index, basis) in body.bases.enumerated() {
            try self.words(basis.words, "bases/\(index)/words")
            try self.words(basis.source, "bases/\(index)/source")
        }
        for (index, retention) in body.retentions.enumerated() { try self.check(retention, "retentions/\(index)") }
        for (index, field) in body.fields.enumerated() { try self.check(field, "fields/\(index)", in: body) }
        for (index, duty) in body.duties.enumerated() { try self.check(duty, "duties/\(index)") }
        if let missing = PrivacyDuty.ID.allCases.first(where: { id in !body.duties.contains { $0.id == id } }) {
            throw self.fault("duties/\(missing.rawValue)", "is missing")
        }
        for (index, right) in body.rights.enumerated() {
            try self.words(right.words, "rights/\(index)/words")
            try self.words(right.source, "rights/\(index)/source")
        }
        for (index, conflict) in body.conflicts.enumerated() {
            try self.words(conflict.says, "conflicts/\(index)/says")
            try self.words(conflict.applies, "conflicts/\(index)/applies")
            try self.words(conflict.because, "conflicts/\(index)/because")
            try self.words(conflict.source, "conflicts/\(index)/source")
        }
    }

    private func check(_ retention: Retention, _ at: String) throws(DataFault) {
        try self.words(retention.words, "\(at)/words")
        try self.words(retention.source, "\(at)/source")
        if let days = retention.days, days < 0 { throw self.fault("\(at)/days", "\(days) is below 0") }
        if retention.days == nil, retention.setBy == .service {
            throw self.fault("\(at)/days", "is missing: what the program sets has a length")
        }
    }

    private func check(
        _ field: PersonalField, _ at: String, in body: PersonalDataRegister.Body
    ) throws(DataFault) {
        try self.words(field.id, "\(at)/id")
        try self.words(field.label, "\(at)/label")
        try self.words(field.purpose, "\(at)/purpose")
        guard body.groups.contains(where: { $0.id == field.group }) else {
            throw self.fault("\(at)/group", "there is no group \(field.group)")
        }
        guard body.bases.contains(where: { $0.id == field.basis }) else {
            throw self.fault("\(at)/basis", "there is no basis \(field.basis)")
        }
        guard body.retentions.contains(where: { $0.id == field.retention }) else {
            throw self.fault("\(at)/retention", "there is no retention \(field.retention)")
        }
        if field.nature == .specific, !field.isOptional {
            throw self.fault("\(at)/isOptional", "specific data must be optional")
        }
        if field.nature == .specific, field.basis != LegalBasis.consent {
            throw self.fault("\(at)/basis", "specific data rests on consent")
        }
        if field.basis == LegalBasis.consent, !field.isOptional {
            throw self.fault("\(at)/isOptional", "what rests on consent must be optional")
        }
        guard field.isCollected == !field.places.isEmpty else {
            throw self.fault("\(at)/places", "must name where it is kept, and nothing when it is not collected")
        }
        for (index, place) in field.places.enumerated() where !Self.isPlace(place) {
            throw self.fault("\(at)/places/\(index)", "is not service:table.column")
        }
    }

    private func check(_ duty: PrivacyDuty, _ at: String) throws(DataFault) {
        try self.words(duty.words, "\(at)/words")
        try self.words(duty.start, "\(at)/start")
        try self.words(duty.source, "\(at)/source")
        guard (1...8760).contains(duty.hours) else {
            throw self.fault("\(at)/hours", "\(duty.hours) is outside 1 to 8760")
        }
        guard !duty.notifies.isEmpty else { throw self.fault("\(at)/notifies", "is empty") }
    }

    private static func isPlace(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, ["intake", "review", "notify", "rating"].contains(parts[0]) else { return false }
        let names = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return names.count == 2
            && names.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 == 95 || (97...122).contains($0) } }
    }

    private func unique(_ ids: [String], _ group: String) throws(DataFault) {
        var seen: Set<String> = []
        for (index, id) in ids.enumerated() where !seen.insert(id).inserted {
            throw self.fault("\(group)/\(index)/id", "\(id) stands twice")
        }
    }

    private func words(_ text: String, _ field: String) throws(DataFault) {
        if text.allSatisfy(\.isWhitespace) { throw self.fault(field, "is empty") }
    }

    private func fault(_ field: String, _ reason: String) -> DataFault {
        DataFault(file: self.file, field: field, reason: reason)
    }
}
