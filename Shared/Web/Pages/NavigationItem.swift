/// An entry of the header's navigation.
public enum NavigationItem: String, Hashable, Sendable, CaseIterable {
    /// For everybody.
    case catalogue, standards, verification, satisfaction, complaints
    /// For applicants.
    case cases, inbox
    /// For officers, evaluators and supervisors.
    case worklist
    /// For signers.
    case signing
    /// For operators.
    case messages

    /// Its page.
    public var path: String {
        switch self {
        case .catalogue: "/katalog"
        case .standards: "/standar"
        case .verification: "/verifikasi"
        case .satisfaction: "/kepuasan"
        case .complaints: "/pengaduan"
        case .cases: "/pengajuan"
        case .inbox: "/kotak-masuk"
        case .worklist: "/petugas"
        case .signing: "/pengesahan"
        case .messages: "/operator/pesan"
        }
    }

    /// The entries for a visitor, in order.
    static func entries(for identity: Identity?) -> [NavigationItem] {
        guard let identity else { return [.catalogue, .standards, .verification] }
        var entries: [NavigationItem] = []
        if identity.holds(.applicant) { entries += [.cases, .inbox] }
        if identity.holds(.officer) || identity.holds(.evaluator) || identity.holds(.supervisor) {
            entries.append(.worklist)
        }
        if identity.holds(.signer) { entries.append(.signing) }
        if identity.holds(.operatingStaff) { entries.append(.messages) }
        return entries + [.catalogue, .verification]
    }
}
