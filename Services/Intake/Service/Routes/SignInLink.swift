import Web

/// The address of the sign-in page that leads back to a place.
enum SignInLink {
    static func to(_ back: LocalPath) -> String {
        back == .home ? "/masuk" : "/masuk?kembali=\(PercentCoding.encode(back.text))"
    }
}
