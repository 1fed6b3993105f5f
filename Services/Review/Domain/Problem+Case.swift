import Contracts
import Foundation

extension Problem {
    /// The state does not allow the step.
    static func illegalStep(_ step: CaseStep, in state: CaseState) -> Problem {
        .conflict(
            "langkah-tidak-berlaku", "Langkah ini tidak berlaku sekarang",
            detail:
                "Perkara berada pada tahap “\(state.label)”, sehingga tidak dapat \(step.deed). Muat ulang perkara untuk melihat langkah yang tersedia."
        )
    }

    /// The step belongs to the officer who has taken the case.
    static func notHeld(by holder: Actor?) -> Problem {
        if let holder {
            .conflict(
                "dipegang-petugas-lain", "Perkara dipegang petugas lain",
                detail: "Perkara ini dipegang \(holder.name). Mintalah yang bersangkutan mengembalikannya dahulu.")
        } else {
            .conflict(
                "belum-diambil", "Perkara belum diambil",
                detail: "Ambil perkara ini dahulu, lalu ulangi langkah Anda.")
        }
    }

    /// Somebody has changed the case since the sender saw it.
    static func staleVersion(seen: Int, current: Int, since: [StepRecord]) -> Problem {
        let changes = since.suffix(5).map { "\($0.whoDidIt) \($0.step.deed) pada \(ContractJSON.text(of: $0.at))" }
        let detail =
            changes.isEmpty
            ? "Anda menyebut versi \(seen), sedangkan perkara berada pada versi \(current). Muat ulang perkara."
            : "Sejak versi \(seen) yang Anda lihat: \(changes.joined(separator: "; ")). Versi sekarang \(current). Muat ulang perkara, lalu putuskan kembali."
        return .conflict("versi-usang", "Perkara sudah berubah", detail: detail)
    }
}

/// Limits and checks of words that people write about a case.
enum Wording {
    /// Characters in a remark, a finding, one advice or reason.
    static let item = 2_000
    /// Characters in a note, an opinion, minutes.
    static let whole = 10_000

    /// The text without blanks around it, or the fault of the field.
    static func required(_ text: String?, field: String, limit: Int, into errors: inout [FieldProblem]) -> String {
        let trimmed = (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.isEmpty {
            errors.append(FieldProblem(field: field, code: "required", message: "Bagian ini wajib diisi."))
        } else {
            self.bounded(trimmed, field: field, limit: limit, into: &errors)
        }
        return trimmed
    }

    /// The text without blanks around it, `nil` when nothing is left.
    static func optional(_ text: String?, field: String, limit: Int, into errors: inout [FieldProblem]) -> String? {
        let trimmed = (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        self.bounded(trimmed, field: field, limit: limit, into: &errors)
        return trimmed.isEmpty ? nil : trimmed
    }

    private static func bounded(_ text: String, field: String, limit: Int, into errors: inout [FieldProblem]) {
        if text.count > limit {
            errors.append(
                FieldProblem(field: field, code: "too-long", message: "Paling banyak \(limit) huruf. Persingkat."))
        }
        // A NUL cannot be kept as text by the database, and other control characters cannot be printed in a letter.
        if text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" && $0 != "\r" && $0 != "\t" }) {
            errors.append(
                FieldProblem(
                    field: field, code: "unreadable", message: "Ada huruf yang tidak dapat dicetak. Tulis ulang."))
        }
    }

    /// Throws when there is a fault.
    static func settle(_ errors: [FieldProblem]) throws(Problem) {
        if !errors.isEmpty { throw .invalid(errors) }
    }
}
