/// What was found at a place of a form.
enum Reading<Value> {
    /// The form's version has no such field.
    case lacking
    /// It is there, and nothing is in it.
    case empty
    /// Something is in it that is not what is asked.
    case unreadable
    /// What is in it.
    case value(Value)

    /// The value, when there is one.
    var value: Value? { if case .value(let value) = self { value } else { nil } }
    /// Whether the field is there and nothing is in it.
    var isEmpty: Bool { if case .empty = self { true } else { false } }
    /// Whether the form's version has no such field.
    var isLacking: Bool { if case .lacking = self { true } else { false } }

    /// Reads further into the value; `nil` of `transform` is unreadable.
    func then<Other>(_ transform: (Value) -> Other?) -> Reading<Other> {
        switch self {
        case .lacking: .lacking
        case .empty: .empty
        case .unreadable: .unreadable
        case .value(let value): transform(value).map(Reading<Other>.value) ?? .unreadable
        }
    }
}
