public import Contracts

/// What a sender chooses so that the same submission never makes a second case.
public struct IdempotencyKey: Hashable, Sendable {
    /// 8 to 100 printable ASCII characters.
    public let text: String

    /// Checks a key.
    ///
    /// - Parameter field: the name by which the sender knows it.
    /// - Throws: a ``Problem`` that names the field.
    public init(_ text: String?, field: String) throws(Problem) {
        guard let text, !text.isEmpty else {
            throw .invalid([
                FieldProblem(
                    field: field, code: "required",
                    message: "Kunci idempotensi wajib ada: 8 sampai 100 karakter yang Anda pilih sendiri.")
            ])
        }
        guard (8...100).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw .invalid([
                FieldProblem(
                    field: field, code: "unreadable",
                    message: "Kunci idempotensi: 8 sampai 100 huruf, angka, atau tanda baca tanpa spasi.")
            ])
        }
        self.text = text
    }

    /// The problem of a key that was used for another form.
    public static func reused(field: String) -> Problem {
        .invalid(
            [
                FieldProblem(
                    field: field, code: "reused",
                    message: "Kunci ini sudah dipakai untuk isian lain. Pakai kunci baru untuk pengajuan baru.")
            ])
    }
}
