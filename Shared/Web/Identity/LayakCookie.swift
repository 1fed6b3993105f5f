public import Hummingbird

/// The cookies of Layak: all `HttpOnly`, `SameSite=Lax`, path `/`, and `Secure` when the public address is https.
public enum LayakCookie {
    /// The token (JWT) that every service reads.
    public static let token = "layak_token"
    /// The opaque session of Intake.
    public static let session = "layak_session"
    /// The secret of forms filled in by somebody who is not signed in.
    public static let anonymousForm = "layak_form"

    /// A cookie that lives `maxAge` seconds, or until the browser closes.
    public static func make(_ name: String, _ value: String, maxAge: Int?, secure: Bool) -> Cookie {
        if let maxAge {
            Cookie(name: name, value: value, maxAge: maxAge, path: "/", secure: secure, httpOnly: true, sameSite: .lax)
        } else {
            Cookie(name: name, value: value, path: "/", secure: secure, httpOnly: true, sameSite: .lax)
        }
    }

    /// The cookie that makes the browser forget `name`.
    public static func forget(_ name: String, secure: Bool) -> Cookie {
        self.make(name, "", maxAge: 0, secure: secure)
    }
}
