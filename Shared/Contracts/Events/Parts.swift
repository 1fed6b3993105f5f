/// Who asks: a person who acts for an institution. Contact data is not here; it travels in the stream `contact`.
public struct Applicant: Hashable, Sendable, Codable {
    /// The account.
    public var personId: PersonID
    /// As it stands in the account.
    public var name: Personal<String>
    /// The institution that the person acts for.
    public var institution: String

    /// Takes every part as it is.
    public init(personId: PersonID, name: Personal<String>, institution: String) {
        self.personId = personId
        self.name = name
        self.institution = institution
    }
}

/// Who took a step: an officer, evaluator or signer; or an officer on behalf of an applicant.
public struct Actor: Hashable, Sendable, Codable {
    /// The account.
    public var personId: PersonID
    /// The name under which the person serves; officers act in public office.
    public var name: String
    /// The unit for which the person acted; `nil` for an applicant.
    public var unit: UnitCode?
    /// The applicant, when an officer acted for one.
    public var onBehalfOf: PersonID?

    /// Takes every part as it is.
    public init(personId: PersonID, name: String, unit: UnitCode? = nil, onBehalfOf: PersonID? = nil) {
        self.personId = personId
        self.name = name
        self.unit = unit
        self.onBehalfOf = onBehalfOf
    }
}

/// What an officer says about one item of the form.
public struct Remark: Hashable, Sendable, Codable {
    /// The question's number as in the form's definition: `3.1`, `judul`.
    public var item: String
    /// What is missing or to be mended, in plain words.
    public var text: String

    /// Takes every part as it is.
    public init(item: String, text: String) {
        self.item = item
        self.text = text
    }
}

/// The result of examining one item of the form.
public struct Finding: Hashable, Sendable, Codable {
    /// The question's number as in the form's definition.
    public var item: String
    /// Whether the item is in order.
    public var verdict: Verdict
    /// The remark; required unless the item is in order.
    public var text: String?

    /// Takes every part as it is.
    public init(item: String, verdict: Verdict, text: String? = nil) {
        self.item = item
        self.verdict = verdict
        self.text = text
    }

    /// What an examination says of an item.
    public enum Verdict: String, Hashable, Sendable, Codable {
        /// In order.
        case sound
        /// In order, with advice.
        case advice
        /// To be corrected before a decision.
        case correction
    }
}
