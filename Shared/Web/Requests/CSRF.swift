internal import Contracts
internal import Hummingbird

/// Refuses forms that another site made the browser send.
enum CSRF {
    /// - Throws: a problem with status 403 that tells the visitor to load the page again.
    static func check(_ request: Request, _ context: LayakRequestContext) throws {
        if self.isFromElsewhere(request) { throw self.refused }
        let expected = context.identity?.csrf ?? context.anonymousForm.present
        guard let expected, let given = context.form["_csrf"], self.equal(expected, given) else { throw self.refused }
    }

    /// Whether the browser says that a page of another site sends this: it sets the header itself; a page cannot.
    static func isFromElsewhere(_ request: Request) -> Bool {
        request.headers[HeaderName.secFetchSite] == "cross-site"
    }

    static let refused = Problem(
        code: "formulir-kedaluwarsa", title: "Formulir sudah tidak berlaku", status: 403,
        detail: "Tidak ada yang tersimpan. Kembali ke halaman formulir, muat ulang, lalu kirim lagi.")

    /// Compares in a time that does not depend on where the difference is.
    private static func equal(_ one: String, _ other: String) -> Bool {
        let one = Array(one.utf8)
        let other = Array(other.utf8)
        guard one.count == other.count, !one.isEmpty else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
