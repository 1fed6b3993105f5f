internal import Contracts

/// A form of `multipart/form-data` (RFC 7578): fields and files.
public struct MultipartForm: Sendable {
    /// More parts than this are a refused request.
    public static let mostParts = 200

    /// The parts without a file name.
    public var fields: FormFields
    /// The parts with one; a file control that was left empty is left out.
    public var files: [UploadedFile]

    /// Reads the whole body.
    ///
    /// - Throws: `Problem.unreadable` for a missing boundary, a body that ends in the middle, broken names or too many parts.
    public init(body: [UInt8], contentType: String) throws {
        guard let boundary = HeaderParameters(contentType)["boundary"], !boundary.isEmpty, boundary.utf8.count <= 70
        else { throw Problem.unreadable("Batas bagian (boundary) tidak disebut.") }
        let cut = Problem.unreadable("Unggahan terputus sebelum selesai.")
        let delimiter = Array("--\(boundary)".utf8)
        var reader = ByteReader(body)
        guard reader.skip(through: delimiter) else { throw cut }
        var fields: [FormFields.Field] = []
        var files: [UploadedFile] = []
        let next = Array("\r\n".utf8) + delimiter
        while true {
            if reader.take(Array("--".utf8)) { break }
            guard fields.count + files.count < Self.mostParts else {
                throw Problem.unreadable("Isian memuat terlalu banyak bagian.")
            }
            // RFC 2046 §5.1.1 allows white space after a delimiter; nothing else may stand there.
            guard let rest = reader.line(), rest.allSatisfy({ $0 == 32 || $0 == 9 }) else { throw cut }
            var disposition: HeaderParameters?
            var contentType = "application/octet-stream"
            while true {
                guard let line = reader.line() else { throw cut }
                if line.isEmpty { break }
                guard line.count <= 4096, let text = String(validating: line, as: UTF8.self),
                    let colon = text.firstIndex(of: ":")
                else { throw Problem.unreadable("Kepala bagian tidak dapat dibaca.") }
                let value = String(text[text.index(after: colon)...]).trimmingWhitespace()
                switch text[..<colon].lowercased() {
                case "content-disposition": disposition = HeaderParameters(value)
                case "content-type": contentType = value
                default: break
                }
            }
            guard let content = reader.take(until: next) else { throw cut }
            guard let disposition, disposition.value == "form-data", let name = disposition["name"] else {
                throw Problem.unreadable("Sebuah bagian tidak bernama.")
            }
            if let filename = disposition["filename"] {
                let last = filename.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
                if !last.isEmpty || !content.isEmpty {
                    files.append(
                        UploadedFile(field: name, filename: last, contentType: contentType, bytes: Array(content)))
                }
            } else {
                guard let text = String(validating: content, as: UTF8.self), !content.contains(0) else {
                    throw Problem.unreadable("Isian memuat huruf yang tidak dapat dibaca (bukan UTF-8).")
                }
                fields.append(FormFields.Field(name: name, value: text))
            }
        }
        self.fields = FormFields(fields)
        self.files = files
    }
}
