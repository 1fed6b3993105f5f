import Contracts
import Standards
import Testing

/// The two published standards are held against the text from which they were taken.
@Suite("Standards word for word")
struct WordForWordTests {
    let library: StandardLibrary

    init() throws { self.library = try StandardLibrary.load(try UnitDirectory.load()) }

    /// Letters and digits alone: line breaks, dashes, brackets and bold type are no words.
    private static func words(_ text: String) -> String {
        let kept = text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " }
        return " " + String(kept).split(separator: " ").joined(separator: " ") + " "
    }

    /// Lines that do not stand in the source so, each explained among the settled contradictions.
    private static let changed: [String: Set<String>] = [
        "0000": [],
        "6104": [
            "Pengguna layanan memiliki akun pada portal pst.bps.go.id",
            "Pengguna layanan mengakses layanan rekomendasi kegiatan statistik dengan mengunjungi unit PST BPS Kabupaten Mempawah",
            "Pengguna layanan menyampaikan permintaan layanan rekomendasi kegiatan statistik kepada petugas Pelayanan Statistik Terpadu (PST)",
            "Pengguna layanan akan menerima email notifikasi tentang hasil pemeriksaan dan rekomendasi kegiatan statistik maksimal 14 (empat belas) hari kerja sejak berkas dinyatakan lengkap dan jelas oleh BPS di portal pst.bps.go.id.",
        ],
    ]

    @Test(
        "Every line stands in the source, but for those whose contradiction was settled", arguments: ["0000", "6104"])
    func everyLine(code: String) throws {
        let standard = try #require(UnitCode(code).flatMap(self.library.standard(of:)))
        let source = Self.words(try #require(StandardSourceText.of(standard)))
        let lines =
            standard.requirements + standard.procedures.flatMap(\.steps) + [standard.timeText, standard.fee]
            + standard.products + standard.complaintChannels.map { $0.replacing("Website: ", with: "") }
        let strange = lines.filter { !source.contains(Self.words($0)) }
        #expect(Set(strange) == Self.changed[code])
    }

    @Test(
        "Nothing of the source's lists is lost: every numbered line is shown, or is settled",
        arguments: [
            ("0000", [] as [String]),
            (
                "6104",
                [
                    "Pengguna layanan memiliki akun pada portal.bps.go.id",
                    "Pengguna layanan mengakses layanan penjualan produk statistik dengan mengunjungi unit PST BPS Kabupaten Mempawah",
                    "Pengguna layanan menyampaikan permintaan layanan rekomendasi kegiatan statistik kepada petugas Statistik Terpadu (PST)",
                ]
            ),
        ])
    func nothingIsLost(code: String, settled: [String]) throws {
        let standard = try #require(UnitCode(code).flatMap(self.library.standard(of:)))
        let source = try #require(StandardSourceText.of(standard))
        let numbered = source.split(separator: "\n").compactMap { line -> String? in
            guard let dot = line.firstIndex(of: "."), Int(line[..<dot]) != nil else { return nil }
            return String(line[line.index(after: dot)...]).trimmingPrefix(" ").description
        }
        #expect(numbered.count == (code == "0000" ? 17 : 30))
        let shown = Set(
            (standard.requirements + standard.procedures.flatMap(\.steps) + standard.products).map(Self.words))
        #expect(numbered.filter { !shown.contains(Self.words($0)) } == settled)
    }

    @Test(
        "Each known contradiction of the two sources is settled where it stands",
        arguments: [
            ("0000", ServiceStandard.Component.identity, "pst.bp.go.id"), ("0000", .time, "14 Hari"),
            ("0000", .time, "bukan surat"), ("6104", .requirements, "portal.bps.go.id"),
            ("6104", .procedure, "penjualan produk statistik"), ("6104", .requirements, "dua kali"),
            ("6104", .procedure, "15–22 mengulang"), ("6104", .time, "sejak diumumkan"),
            ("6104", .procedure, "penilaian (rating)"), ("6104", .time, "hanya melalui email"),
            ("6104", .time, "bukan tanggal surat"),
        ])
    func settled(code: String, component: ServiceStandard.Component, says: String) throws {
        let standard = try #require(UnitCode(code).flatMap(self.library.standard(of:)))
        let conflict = try #require(standard.settled.first { $0.says.contains(says) })
        #expect(conflict.component == component)
        #expect(!conflict.applies.isEmpty)
        #expect(!conflict.because.isEmpty)
    }

    @Test("Mempawah asks for other things at the counter than online")
    func ways() throws {
        let standard = try #require(UnitCode("6104").flatMap(self.library.standard(of:)))
        #expect(standard.procedures.map(\.kind) == [.visit, .online])
        #expect(standard.procedures.map { $0.requirements?.count } == [4, 3])
        #expect(standard.requirements.count == 6)
    }

    @Test("An inherited standard has no source text of its own")
    func inherited() throws {
        let standard = try #require(UnitCode("6171").flatMap(self.library.standard(of:)))
        #expect(StandardSourceText.of(standard) == nil)
        #expect(standard.origin == .inherited)
    }
}
