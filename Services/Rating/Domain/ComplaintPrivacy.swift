/// Two facts about a complaint that are often taken for one (SP4N-LAPOR!: anonim, rahasia): who complains may be hidden,
/// and what is said may be hidden. Each is chosen by itself, and neither follows from the other.
public struct ComplaintPrivacy: Hashable, Sendable {
    /// Anonim: the complainant's name is not told, neither to the public nor to the office that is complained about.
    public let isAnonymous: Bool
    /// Rahasia: the complaint's text is not shown to the public, and within the office only to those who may read it.
    public let isConfidential: Bool

    /// Any of the four combinations.
    public init(isAnonymous: Bool, isConfidential: Bool) {
        self.isAnonymous = isAnonymous
        self.isConfidential = isConfidential
    }

    /// Who may see a part of a complaint.
    public enum Reader: Hashable, Sendable, CaseIterable {
        /// Anybody.
        case everyone
        /// An officer of the unit that the complaint is about.
        case officer
        /// An officer with the right to read confidential complaints of that unit.
        case trustedOfficer
    }

    /// Whether this reader may know who complains. The public never learns it.
    public func showsName(to reader: Reader) -> Bool {
        switch reader {
        case .everyone: false
        case .officer: !self.isAnonymous && !self.isConfidential
        case .trustedOfficer: !self.isAnonymous
        }
    }

    /// Whether this reader may read what is complained about.
    public func showsText(to reader: Reader) -> Bool {
        switch reader {
        case .everyone, .officer: !self.isConfidential
        case .trustedOfficer: true
        }
    }

    /// In plain Indonesian.
    public var words: String {
        switch (self.isAnonymous, self.isConfidential) {
        case (false, false): "Dengan nama, tidak dirahasiakan"
        case (true, false): "Tanpa nama (anonim), isi tidak dirahasiakan"
        case (false, true): "Dengan nama, isi dirahasiakan"
        case (true, true): "Tanpa nama (anonim), isi dirahasiakan"
        }
    }
}
