internal import CCurl

/// The bytes of one mail while libcurl reads them.
struct MailUpload {
    private var bytes: UnsafeMutableBufferPointer<UInt8>
    private var offset = 0
    /// Whether libcurl has been told that the text has ended. Only after that does it send the mark at which a server
    /// takes the mail.
    private(set) var isReadToEnd = false

    /// Copies the bytes to memory that does not move; the caller frees it.
    static func make(_ bytes: [UInt8]) -> UnsafeMutablePointer<MailUpload> {
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = copy.initialize(from: bytes)
        let upload = UnsafeMutablePointer<MailUpload>.allocate(capacity: 1)
        upload.initialize(to: MailUpload(bytes: copy))
        return upload
    }

    static func free(_ upload: UnsafeMutablePointer<MailUpload>) {
        upload.pointee.bytes.deallocate()
        upload.deinitialize(count: 1)
        upload.deallocate()
    }

    /// libcurl's read callback: copies the next piece, 0 at the end.
    static let read: ccurl_transfer = { buffer, size, count, context in
        guard let buffer, let upload = context?.assumingMemoryBound(to: MailUpload.self) else { return 0 }
        let start = upload.pointee.offset
        let length = min(size * count, upload.pointee.bytes.count - start)
        guard length > 0, let base = upload.pointee.bytes.baseAddress else {
            upload.pointee.isReadToEnd = true
            return 0
        }
        UnsafeMutableRawPointer(buffer).copyMemory(from: base + start, byteCount: length)
        upload.pointee.offset = start + length
        return length
    }
}
