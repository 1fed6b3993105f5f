/// What a route accepts as its body, and how much of it.
public enum RouteBody: Hashable, Sendable {
    /// Nothing is read; the route neither wants a body nor checks `_csrf`. For GET, and for a route that only redirects.
    case ignored
    /// A urlencoded (or small multipart) form of at most 256 KiB, with `_csrf`.
    case form
    /// A multipart form with files: at most 20 MiB and 1 MiB for what stands around them, with `_csrf`.
    case upload
    /// JSON of at most 256 KiB, for the API.
    case json
    /// Raw bytes up to a limit, for the API.
    case bytes(limit: Int)

    /// In bytes.
    var limit: Int {
        switch self {
        case .ignored: 0
        case .form, .json: 256 * 1024
        case .upload: 21 * 1024 * 1024
        case .bytes(let limit): limit
        }
    }

    /// Whether so much may come that only a few may be in memory at once, and that it may take longer to arrive.
    var isLarge: Bool { self.limit > 1024 * 1024 }

    /// The limit as people say it.
    var limitInWords: String {
        self == .upload
            ? "20 MiB" : self.limit >= 1024 * 1024 ? "\(self.limit / 1024 / 1024) MiB" : "\(self.limit / 1024) KiB"
    }
}
