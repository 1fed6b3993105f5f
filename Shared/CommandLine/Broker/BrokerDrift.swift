/// One difference between what Layak declares and what the broker has.
struct BrokerDrift: Hashable, CustomStringConvertible {
    /// What differs: its kind and name.
    let subject: String
    /// `missing`, `not declared by Layak`, or what it has instead.
    let difference: String

    /// A sentence for the operator.
    var description: String { "\(self.subject): \(self.difference)" }
}
