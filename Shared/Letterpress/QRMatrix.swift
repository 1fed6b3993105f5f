internal import CQRencode

/// The dark and light squares of a QR code.
struct QRMatrix: Hashable, Sendable {
    /// Squares per side.
    let side: Int
    private let dark: [Bool]

    /// - Throws: `LetterPressError.addressTooLong`.
    init(_ text: String) throws {
        // Level M: survives a stamp or a fold over 15 % of it.
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M), let data = code.pointee.data else {
            throw LetterPressError.addressTooLong
        }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        self.side = side
        self.dark = (0..<side * side).map { data[$0] & 1 == 1 }
    }

    func isDark(row: Int, column: Int) -> Bool { self.dark[row * self.side + column] }
}
