internal import CCurl

/// What libcurl reads and writes during one transfer, on the thread that waits for it.
final class TransferContent {
    /// What is uploaded.
    var toSend: [UInt8] = []
    /// Whether libcurl has been told that the upload has ended.
    private(set) var isReadToEnd = false
    /// What came.
    private(set) var received: [UInt8] = []
    private var offset = 0
    /// Lists that libcurl does not copy.
    private var lists: [UnsafeMutablePointer<curl_slist>] = []

    deinit {
        for list in self.lists { curl_slist_free_all(list) }
    }

    /// Under which the callbacks find it again; it must outlive the transfer.
    var address: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    /// A list of these lines that lasts as long as this; `nil` when there is no memory.
    func lend(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                return nil
            }
            list = longer
        }
        if let list { self.lists.append(list) }
        return list
    }

    /// libcurl's read callback: copies the next piece, 0 at the end.
    static let give: ccurl_transfer = { buffer, size, count, context in
        guard let buffer, let context else { return 0 }
        let content = Unmanaged<TransferContent>.fromOpaque(context).takeUnretainedValue()
        let length = min(size * count, content.toSend.count - content.offset)
        guard length > 0 else {
            content.isReadToEnd = true
            return 0
        }
        content.toSend.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: buffer, count: length)
                .copyBytes(from: bytes[content.offset..<content.offset + length])
        }
        content.offset += length
        return length
    }

    /// libcurl's write callback: keeps the piece.
    static let take: ccurl_transfer = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let content = Unmanaged<TransferContent>.fromOpaque(context).takeUnretainedValue()
        content.received.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: size * count))
        return size * count
    }
}
