import Contracts

/// What the regions of two activities have in common.
enum RegionOverlap: Hashable {
    /// One of the two does not say.
    case unknown
    /// The very same, or both all Indonesia.
    case same
    /// The other's regions hold all of the draft's: a province and one of its regencies.
    case within
    /// The draft's regions hold all of the other's.
    case holding
    /// Some of the draft's, those named, are the other's too.
    case partly(Set<UnitCode>)
    /// None, in one province.
    case neighbouring
    /// None.
    case apart

    /// - Parameters: codes of provinces and regencies; empty for all Indonesia, `nil` for unknown.
    init(_ draft: Set<UnitCode>?, _ other: Set<UnitCode>?) {
        guard let draft, let other else {
            self = .unknown
            return
        }
        if draft == other {
            self = .same
            return
        }
        let covered = draft.filter { Self.covers(other, $0) }
        let covering = other.filter { Self.covers(draft, $0) }
        if other.isEmpty || covered.count == draft.count && !draft.isEmpty {
            self = .within
        } else if draft.isEmpty || covering.count == other.count {
            self = .holding
        } else if !covered.isEmpty || !covering.isEmpty {
            self = .partly(covered.union(covering))
        } else {
            let provinces = Set(draft.map(Self.province))
            self = other.contains { provinces.contains(Self.province($0)) } ? .neighbouring : .apart
        }
    }

    /// From 0 to 1.
    var worth: Double {
        switch self {
        case .unknown, .same: 1
        case .within, .holding: 0.8
        case .partly: 0.7
        case .neighbouring: 0.1
        case .apart: 0
        }
    }

    private static func covers(_ regions: Set<UnitCode>, _ code: UnitCode) -> Bool {
        regions.contains(code) || UnitCode("\(Self.province(code))00").map { regions.contains($0) } ?? false
    }

    private static func province(_ code: UnitCode) -> Substring { code.text.prefix(2) }
}
