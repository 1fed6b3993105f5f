/// A finished request, for metrics.
public struct RequestObservation: Hashable, Sendable {
    /// `GET`, `POST` …; `OTHER` for methods that nobody knows.
    public var method: String
    /// The pattern of the route, never the address; `unmatched` when there was none.
    public var route: String
    /// The HTTP status.
    public var status: Int
    /// From the first byte of the head to the answer, its body not counted.
    public var duration: Duration
}
