import Foundation
import Web

/// The address of the sign-in page that leads back to a place.
enum SignInLink {
    static func to(_ back: LocalPath) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let encoded = back.text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        return back == .home ? "/masuk" : "/masuk?kembali=\(encoded)"
    }
}
