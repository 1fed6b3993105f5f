/// One file of a multipart form.
public struct UploadedFile: Sendable {
    /// The control's name.
    public var field: String
    /// The last part of the name that the browser gave; for show only, never a path.
    public var filename: String
    /// What the browser says it is; never to be believed without looking.
    public var contentType: String
    /// The file.
    public var bytes: [UInt8]

    /// A file with everything said.
    public init(field: String, filename: String, contentType: String, bytes: [UInt8]) {
        self.field = field
        self.filename = filename
        self.contentType = contentType
        self.bytes = bytes
    }
}
