public import Contracts

/// What somebody sends as a ``FileComplaint``, before it is known to be one: any member may lack or be of a wrong kind.
///
/// It is read so that ``ComplaintCheck`` can name everything that is wrong at once. A decoder of the command itself stops at
/// the first member that it cannot read.
public struct ComplaintDraft: Command, Hashable {
    public static let type = FileComplaint.type

    /// Whether a name must be there: the form lets people choose between their name and none, programs leave it out.
    public var owesName = false

    /// What was sent, by the command's names. Sealed: a name and a contact may be among it.
    private let members: Personal<[String: JSONValue]>

    /// A complaint of these members; those that are `nil` are left out.
    public init(_ members: [String: JSONValue?]) {
        self.members = Personal(members.compactMapValues { $0 })
    }

    /// Reads any object.
    ///
    /// - Throws: `DecodingError` for what is no object.
    public init(from decoder: any Decoder) throws {
        self.members = Personal(try decoder.singleValueContainer().decode([String: JSONValue].self))
    }

    public func encode(to encoder: any Encoder) throws {
        try self.members.encode(to: encoder)
    }

    /// The unit it is about; `nil` when it names none, or what cannot be one.
    public var unit: UnitCode? { self.member("unit")?.string.flatMap(UnitCode.init) }

    /// The member; `nil` also for `null`.
    func member(_ name: String) -> JSONValue? {
        let value = self.members.reveal()[name]
        return value == .null ? nil : value
    }
}
