import Contracts

/// Reads the members of a draft one after the other and keeps what is wrong with each.
struct ComplaintFaults {
    /// What was wrong so far, with its remedy.
    private(set) var found: [FieldProblem] = []
    private let draft: ComplaintDraft

    init(_ draft: ComplaintDraft) { self.draft = draft }

    mutating func key() -> String? {
        let remedy = "Kunci kiriman harus 8 sampai 100 karakter teks biasa."
        guard let key = self.text("idempotencyKey", missing: remedy) else { return nil }
        if !(8...100).contains(key.count) || !PlainText.isClean(key, lines: false) {
            self.fault("idempotencyKey", "wrong-length", remedy)
        }
        return key
    }

    mutating func channel() -> String? {
        let remedy = "Pakai salah satu nama saluran pada dokumen API."
        guard let channel = self.text("channel", missing: "Saluran wajib ada. \(remedy)") else { return nil }
        if !ComplaintCheck.channels.contains(channel) {
            self.fault("channel", "unknown", "Saluran ini tidak dikenal. \(remedy)")
        }
        return channel
    }

    mutating func unit(isKnown: Bool) -> UnitCode? {
        guard let typed = self.text("unit", missing: "Pilih unit BPS dari daftar.") else { return nil }
        guard let unit = UnitCode(typed) else {
            self.fault("unit", "unreadable", "Kode unit BPS terdiri atas empat angka. Pilih unit dari daftar.")
            return nil
        }
        if !isKnown { self.fault("unit", "unknown", "Unit BPS ini tidak dikenal. Pilih unit dari daftar.") }
        return unit
    }

    mutating func content() -> String? {
        let missing = "Tulis apa yang Anda adukan, minta, atau sarankan."
        guard let text = self.text("text", missing: missing).map(PlainText.trimmed) else { return nil }
        if text.isEmpty {
            self.fault("text", "required", missing)
        } else if text.count > ComplaintCheck.longestText {
            self.fault("text", "too-long", "Isi pengaduan paling panjang 5.000 karakter. Persingkat, lalu kirim lagi.")
        } else if !PlainText.isClean(text) {
            self.fault(
                "text", "unreadable", "Isi pengaduan berisi tanda yang bukan teks. Hapus tanda itu, lalu kirim lagi.")
        }
        return text
    }

    mutating func caseNumber() -> String? {
        let number = self.line("caseNumber", longest: 40)
        if let number, !ComplaintCheck.isCaseNumber(number) {
            self.fault(
                "caseNumber", "unreadable", "Nomor pengajuan berbentuk LYK-2026-0000-000123. Kosongkan bila tidak ada.")
        }
        return number
    }

    mutating func name() -> String? {
        let before = self.found.count
        let name = self.line("complainantName", longest: 200)
        if self.draft.owesName, name == nil, self.found.count == before {
            self.fault("complainantName", "required", "Tulis nama Anda, atau pilih tanpa nama (anonim).")
        }
        return name
    }

    mutating func contact() -> String? {
        let contact = self.line("complainantContact", longest: 200)
        if let contact, !ComplaintCheck.isContact(contact) {
            self.fault(
                "complainantContact", "unreadable",
                "Tulis satu alamat e-mail (nama@contoh.go.id) atau nomor telepon (08… atau +62…).")
        }
        return contact
    }

    mutating func confidential() -> Bool? {
        switch self.draft.member("confidential") {
        case .bool(let value): return value
        case nil:
            self.fault(
                "confidential", "required", "Tulis true bila pengaduan ini dirahasiakan, atau false bila tidak.")
        default: self.wrongKind("confidential")
        }
        return nil
    }

    /// One line of text that may be left out; `nil` also when nothing but spaces is there.
    mutating func line(_ field: String, longest: Int) -> String? {
        guard let value = self.text(field, missing: nil).map(PlainText.trimmed), !value.isEmpty else { return nil }
        if value.count > longest {
            self.fault(field, "too-long", "Isian ini paling panjang \(longest) karakter. Persingkat, lalu kirim lagi.")
        } else if !PlainText.isClean(value, lines: false) {
            self.fault(
                field, "unreadable", "Isian ini berisi tanda yang bukan teks. Tulis dalam satu baris teks biasa.")
        }
        return value
    }

    /// The member as text.
    ///
    /// - Parameter missing: the remedy when it lacks; `nil` when it may.
    private mutating func text(_ field: String, missing: String?) -> String? {
        switch self.draft.member(field) {
        case .string(let text): return text
        case nil: if let missing { self.fault(field, "required", missing) }
        default: self.wrongKind(field)
        }
        return nil
    }

    private mutating func wrongKind(_ field: String) {
        self.fault(field, "wrong-type", "Jenis isian tidak sesuai. Lihat skema pesan untuk bentuk yang benar.")
    }

    private mutating func fault(_ field: String, _ code: String, _ message: String) {
        self.found.append(FieldProblem(field: field, code: code, message: message))
    }
}
