/// What kind of file was uploaded, by its content; what the browser says is not believed.
public enum AttachmentKind {
    /// 20 MiB.
    public static let largest = 20 * 1024 * 1024
    /// Files of one case.
    public static let most = 20

    /// The media type under which the file is kept; `nil` when such files are not accepted.
    public static func mediaType(of bytes: [UInt8], named name: String) -> String? {
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        if bytes.starts(with: Array("%PDF-".utf8)) { return "application/pdf" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            let office = "application/vnd.openxmlformats-officedocument."
            return [
                "docx": office + "wordprocessingml.document", "xlsx": office + "spreadsheetml.sheet",
                "odt": "application/vnd.oasis.opendocument.text",
                "ods": "application/vnd.oasis.opendocument.spreadsheet",
            ][ending] ?? "application/zip"
        }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            return ["doc": "application/msword", "xls": "application/vnd.ms-excel"][ending]
        }
        if ["txt", "csv"].contains(ending), !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil {
            return ending == "csv" ? "text/csv" : "text/plain"
        }
        return nil
    }

    /// The last part of a name, without characters that file systems or headers take amiss; at most 120 characters.
    public static func safeName(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let kept = String(
            last.unicodeScalars.map { scalar -> Character in
                scalar.value < 32 || scalar.value == 127 || "<>:\"|?*".unicodeScalars.contains(scalar)
                    ? "_" : Character(scalar)
            })
        let trimmed = kept.drop { $0 == "." || $0.isWhitespace }
        return trimmed.isEmpty ? "berkas" : String(trimmed.suffix(120))
    }
}
