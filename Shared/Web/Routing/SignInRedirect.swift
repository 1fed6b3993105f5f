public import Hummingbird

/// Sends somebody without a valid token to Intake, which renews the token from its session or shows the sign-in page,
/// and then sends them back.
public enum SignInRedirect {
    /// Where Intake renews.
    public static let path = "/masuk/perpanjang"

    /// 303 for a page that was asked for; 307 for a form, so that what was typed is sent again afterwards.
    public static func response(for request: Request) -> Response {
        self.response(for: request, back: LocalPath(request.uri.string) ?? .home)
    }

    /// As ``response(for:)``, but `nil` for a request that has come back from there: a renewal that does not help (a clock
    /// that is wrong, a cookie that is refused) must not send the browser round and round.
    static func once(for request: Request) -> Response? {
        guard !(request.uri.query ?? "").split(separator: "&").contains("\(self.mark)=1") else { return nil }
        let marked = request.uri.string + (request.uri.query == nil ? "?" : "&") + "\(self.mark)=1"
        guard let back = LocalPath(marked) else { return nil }
        return self.response(for: request, back: back)
    }

    /// The query's name for "has been sent to the renewal".
    private static let mark = "diperpanjang"

    private static func response(for request: Request, back: LocalPath) -> Response {
        let status: HTTPResponse.Status =
            request.method == .get || request.method == .head ? .seeOther : .temporaryRedirect
        return Response(
            status: status,
            headers: [
                .location: "\(self.path)?kembali=\(PercentCoding.encode(back.text))", .cacheControl: "no-store",
            ])
    }

    /// The place to return to that the address of the present request names; the first page when it is missing or not
    /// on this origin.
    public static func destination(of request: Request) -> LocalPath {
        // A query that cannot be read names no place.
        guard let query = request.uri.query, let fields = try? FormFields(urlencoded: query.utf8),
            let back = fields["kembali"]
        else { return .home }
        return LocalPath(back) ?? .home
    }
}
