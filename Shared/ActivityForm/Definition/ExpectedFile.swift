/// A kind of file that a block of the form asks for.
///
/// Expected, never required: the service standards name the kinds, but no rule refuses a submission without them.
public struct ExpectedFile: Hashable, Sendable, Decodable {
    /// A stable name for programs: `kuesioner`.
    public let key: String
    /// What it is called: `Kuesioner atau instrumen`.
    public let label: String
    /// What the officer wants to see in it.
    public let help: String
}
