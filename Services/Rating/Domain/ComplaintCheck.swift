public import Contracts

/// Checks a complaint before it is taken; the same for the form, the HTTP API and AMQP.
public struct ComplaintCheck: Hashable, Sendable {
    /// Where complaints come in.
    public static let channels: Set<String> = [
        "portal", "lapor", "webapps", "email", "sms", "whatsapp", "kotak-saran", "instagram",
    ]
    /// 5,000 characters.
    public static let longestText = 5000

    /// Whether the unit is known here.
    public var isUnitKnown: Bool

    /// A check with what only the service knows.
    public init(isUnitKnown: Bool) { self.isUnitKnown = isUnitKnown }

    /// The complaint, trimmed, with empty optional parts left out.
    ///
    /// - Throws: ``Problem`` that names every field at fault and its remedy.
    public func reading(_ command: FileComplaint) throws(Problem) -> FileComplaint {
        var errors: [FieldProblem] = []
        func fault(_ field: String, _ code: String, _ message: String) {
            errors.append(FieldProblem(field: field, code: code, message: message))
        }
        func line(_ value: String?, _ field: String, longest: Int) -> String? {
            guard let value = value.map(PlainText.trimmed), !value.isEmpty else { return nil }
            if value.count > longest {
                fault(field, "too-long", "Isian ini paling panjang \(longest) karakter. Persingkat, lalu kirim lagi.")
            } else if !PlainText.isClean(value, lines: false) {
                fault(field, "unreadable", "Isian ini berisi tanda yang bukan teks. Tulis dalam satu baris teks biasa.")
            }
            return value
        }
        if !(8...100).contains(command.idempotencyKey.count) || !PlainText.isClean(command.idempotencyKey, lines: false)
        {
            fault("idempotencyKey", "wrong-length", "Kunci kiriman harus 8 sampai 100 karakter teks biasa.")
        }
        if !Self.channels.contains(command.channel) {
            fault("channel", "unknown", "Saluran ini tidak dikenal. Pakai salah satu nama saluran pada dokumen API.")
        }
        if !self.isUnitKnown {
            fault("unit", "unknown", "Unit BPS ini tidak dikenal. Pilih unit dari daftar.")
        }
        let text = PlainText.trimmed(command.text)
        if text.isEmpty {
            fault("text", "required", "Tulis apa yang Anda adukan, minta, atau sarankan.")
        } else if text.count > Self.longestText {
            fault("text", "too-long", "Isi pengaduan paling panjang 5.000 karakter. Persingkat, lalu kirim lagi.")
        } else if !PlainText.isClean(text) {
            fault("text", "unreadable", "Isi pengaduan berisi tanda yang bukan teks. Hapus tanda itu, lalu kirim lagi.")
        }
        let reference = line(command.channelReference, "channelReference", longest: 200)
        let name = line(command.complainantName?.reveal(), "complainantName", longest: 200)
        let contact = line(command.complainantContact?.reveal(), "complainantContact", longest: 200)
        if let contact, !Self.isContact(contact) {
            fault(
                "complainantContact", "unreadable",
                "Tulis satu alamat e-mail (nama@contoh.go.id) atau nomor telepon (08… atau +62…).")
        }
        let number = line(command.caseNumber, "caseNumber", longest: 40)
        if let number, !Self.isCaseNumber(number) {
            fault(
                "caseNumber", "unreadable", "Nomor pengajuan berbentuk LYK-2026-0000-000123. Kosongkan bila tidak ada.")
        }
        guard errors.isEmpty else { throw .invalid(errors) }
        return FileComplaint(
            idempotencyKey: command.idempotencyKey, channel: command.channel, channelReference: reference,
            unit: command.unit, text: text, complainantName: name.map(Personal.init),
            complainantContact: contact.map(Personal.init), confidential: command.confidential, caseNumber: number)
    }

    static func isContact(_ text: String) -> Bool {
        if text.contains("@") {
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !text.contains(" ")
        }
        let digits = text.filter { !" -().".contains($0) }
        let number = digits.hasPrefix("+") ? digits.dropFirst() : digits[...]
        return (6...16).contains(number.count) && number.utf8.allSatisfy { (48...57).contains($0) }
    }

    static func isCaseNumber(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "LYK" && parts[1].count == 4 && parts[2].count == 4
            && parts[3].count >= 6
            && parts.dropFirst().allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
    }
}
