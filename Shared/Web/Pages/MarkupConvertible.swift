/// A model that says itself which values its template sees, for instance computed ones.
public protocol MarkupConvertible {
    /// The values by name: text, flags, lists, further models; `nil` counts as absent.
    var markup: [String: Any?] { get }
}
