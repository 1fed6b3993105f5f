public import Contracts

/// Who acts on parked messages: written down with whatever is done.
public struct ParkingOperator: Hashable, Sendable {
    /// The person.
    public let person: PersonID
    /// Their name.
    public let name: String

    /// An operator who has been recognised.
    public init(person: PersonID, name: String) {
        self.person = person
        self.name = name
    }
}
