/// A name with an address, as in `From` and `To`.
public struct Mailbox: Hashable, Sendable {
    /// Shown beside the address; may be empty. Any text: it is encoded, and control characters become spaces.
    public var name: String
    /// Where the mail goes or comes from.
    public var address: MailAddress

    /// A name with an address.
    public init(name: String, address: MailAddress) {
        self.name = name
        self.address = address
    }

    var header: String {
        let name = HeaderText.encode(self.name)
        return name.isEmpty ? "<\(self.address.reveal())>" : "\(name)\r\n <\(self.address.reveal())>"
    }
}
