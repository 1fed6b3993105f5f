internal import Hummingbird

/// Header names that the HTTP library does not know.
enum HeaderName {
    typealias Name = HTTPFields.Element.Name

    static let traceparent = named("traceparent")
    static let secFetchSite = named("Sec-Fetch-Site")
    static let referrerPolicy = named("Referrer-Policy")
    static let permissionsPolicy = named("Permissions-Policy")
    static let openerPolicy = named("Cross-Origin-Opener-Policy")
    static let resourcePolicy = named("Cross-Origin-Resource-Policy")
    static let frameOptions = named("X-Frame-Options")

    private static func named(_ text: String) -> Name {
        guard let name = Name(text) else { preconditionFailure("not a header name: \(text)") }
        return name
    }
}
