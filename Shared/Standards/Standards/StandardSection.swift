public import Contracts

/// One part of a standard as lines of text: what is printed, and what is compared.
public struct StandardSection: Hashable, Sendable {
    /// The same part of another standard has the same key: `requirements`, `procedure/visit`.
    public let key: String
    /// Its heading for the public.
    public let title: String
    /// Its lines; empty where the standard says nothing.
    public let lines: [String]

    /// All parts, the six published components of PermenPANRB 15/2014 first, then what programs and letters need.
    public static func all(of standard: ServiceStandard) -> [StandardSection] {
        var sections = [StandardSection(key: "requirements", title: "Persyaratan", lines: standard.requirements)]
        for procedure in standard.procedures {
            sections.append(
                StandardSection(
                    key: "procedure/\(procedure.kind?.rawValue ?? procedure.way)",
                    title: "Sistem, mekanisme, dan prosedur: \(procedure.way)", lines: procedure.steps))
        }
        let clock = [StandardWords.clock(standard), StandardWords.afterCorrection(standard.afterCorrection)]
        let milestones = (standard.clock?.mustHaveHappened ?? []).map {
            "Pada saat jatuh tempo: \(StandardWords.milestone($0))"
        }
        let letter = standard.letterhead + [standard.letterPlace]
        let rest: [(String, String, [String])] = [
            ("time", "Jangka waktu", [standard.timeText]), ("clock", "Hitungan waktu", clock + milestones),
            ("fee", "Biaya atau tarif", [standard.fee]), ("products", "Produk pelayanan", standard.products),
            ("complaints", "Pengaduan, saran, dan masukan", standard.complaintChannels),
            ("channels", "Saluran pemberitahuan", standard.channels.map(StandardWords.channel)),
            ("signer", "Pengesah", [standard.signerOffice] + (standard.signer.map { [$0.title] } ?? [])),
            ("place", "Tempat", standard.place), ("contacts", "Kontak", standard.contacts),
            ("hours", "Jam pelayanan", StandardWords.hours(standard)), ("zone", "Zona waktu", [standard.zone.rawValue]),
            ("letter", "Kepala surat dan tempat", letter),
            ("legal-basis", "Dasar hukum", (standard.legalBasis ?? []).map(\.title)),
            ("effective", "Berlaku", [Self.period(of: standard)]),
            ("source", "Sumber", [standard.source, StandardWords.origin(standard)]),
            ("settled", "Pertentangan yang diputuskan", standard.settled.map { "\($0.says) → \($0.applies)" }),
        ]
        return sections + rest.map { StandardSection(key: $0.0, title: $0.1, lines: $0.2) }
    }

    private static func period(of standard: ServiceStandard) -> String {
        let end = standard.effectiveUntil.map { " sampai \($0)" } ?? ""
        return "sejak \(standard.effectiveFrom)\(end)"
    }
}
