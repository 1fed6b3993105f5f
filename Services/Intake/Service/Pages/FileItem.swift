import Contracts

/// A file in a list.
struct FileItem {
    let name: String
    let href: String
    let size: String
    let removeAction: String?

    init(_ file: AttachmentReference, removeAction: String? = nil) {
        self.name = file.name
        self.href = "/lampiran/\(file.id)"
        let tenths = max(1, file.size * 10 / 1_048_576)
        self.size =
            file.size < 1_048_576 ? "\(max(1, file.size / 1024)) KiB" : "\(tenths / 10),\(tenths % 10) MiB"
        self.removeAction = removeAction
    }
}
