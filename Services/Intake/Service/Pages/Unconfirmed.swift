/// What the part `unconfirmed` shows: that an address was typed, and that nobody has shown yet to read it.
struct Unconfirmed {
    let email: String

    /// `nil` for somebody whose address is proven.
    init?(_ account: Account?) {
        guard let account, account.emailProvenAt == nil else { return nil }
        self.email = account.email
    }
}
