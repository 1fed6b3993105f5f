import Contracts
import Foundation
import Testing

@testable import IntakeDomain

@Suite("Similar activities: words, roots, regions, reasons")
struct SimilarActivityTests {
    static let names = ["6104": "Kabupaten Mempawah", "6103": "Kabupaten Landak", "6100": "Provinsi Kalimantan Barat"]
    static let rank = SimilarActivities { Self.names[$0.text] }

    static func codes(_ codes: String...) throws -> Set<UnitCode> {
        Set(try codes.map { try #require(UnitCode($0)) })
    }

    static func candidate(_ sketch: ActivitySketch, _ number: Int = 1) -> SimilarActivities.Candidate {
        SimilarActivities.Candidate(
            id: CaseID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, UInt8(number)))), sketch: sketch,
            organiser: "Dinas", number: "V-26.6104.00\(number)")
    }

    @Test(
        "Forms of one word share a root, also where the stemmer loses its first letter",
        arguments: [
            ("pengiriman", "kirim"), ("dikirim", "pengiriman"), ("penolakan", "tolak"), ("penangkapan", "tangkapan"),
            ("menerima", "penerimaan"), ("pengumpulan", "terkumpul"), ("permohonan", "pemohon"),
            ("perikanan", "ikan"), ("pertanian", "petani"), ("penyuluhan", "suluh"), ("pemakaian", "dipakai"),
            ("menyejahterakan", "kesejahteraan"), ("perizinan", "izin"), ("pekerjaan", "bekerja"),
            ("pengelolaan", "kelola"), ("pengecatan", "mengecat"), ("bukunya", "buku"),
            ("memberdayakan", "pemberdayaan"),
        ])
    func roots(one: String, other: String) {
        #expect(!IndonesianRoots.of(one).isDisjoint(with: IndonesianRoots.of(other)))
    }

    @Test(
        "Words that only look alike share no root",
        arguments: [("makan", "ikan"), ("jalan", "jual"), ("kota", "kotoran"), ("pasar", "pasir"), ("guru", "gurih")])
    func strangers(one: String, other: String) {
        #expect(IndonesianRoots.of(one).isDisjoint(with: IndonesianRoots.of(other)))
    }

    @Test("A root that begins with k, t, s or p is also asked for as the stemmer may have cut it")
    func keptRoots() {
        #expect(IndonesianRoots.kept("kirim") == ["kirim", "irim"])
        #expect(IndonesianRoots.kept("bangun") == ["bangun"])
    }

    @Test("Short forms are read in full, other words of one meaning count as the same, a slip of the pen nearly so")
    func words() {
        let matches = WordMatches()
        func likeness(_ one: String, _ other: String) -> Double {
            ActivityWords(one, in: matches).shared(with: ActivityWords(other, in: matches), in: matches).likeness
        }
        #expect(likeness("Pendataan UMKM", "Survei Usaha Mikro, Kecil, dan Menengah") > 0.9)
        #expect(likeness("upah guru", "gaji guru") == 1)
        #expect(likeness("kepuasan wisatawan", "kepuasan wisatawn") == 0.9)
        #expect(likeness("survei jalan", "kompilasi pasar") == 0)
        #expect(likeness("", "") == 0)
    }

    @Test("Words without meaning, numbers and the names of the activity's own regions are not compared")
    func telling() {
        #expect(
            ActivityWords.telling("Survei Kepuasan yang di Kabupaten Mempawah 2026", without: ["mempawah"])
                == ["survei", "kepuasan"])
    }

    @Test("A text of a hundred thousand words is read up to a bound")
    func bounds() {
        let long = (0..<100_000).map { "kata\($0)" }.joined(separator: " ")
        #expect(ActivityWords.telling(long).count == ActivityWords.most)
        #expect(ActivityWords.telling(String(repeating: "a", count: 10_000)).map(\.count) == [ActivityWords.longest])
    }

    @Test("A text is taken apart in the same places, whether its letters are plain or not") func pieces() {
        let plain = "Survei Harga: PKL/UMKM (2026)\r\nKota-Baru 3x"
        #expect(ActivityWords.pieces(plain) == ["survei", "harga", "pkl", "umkm", "2026", "kota", "baru", "3x"])
        #expect(ActivityWords.pieces(plain + " Café") == ActivityWords.pieces(plain) + ["café"])
    }

    @Test("What regions have in common: the same, within, holding, part, one province, nothing, unknown")
    func regions() throws {
        let (mempawah, landak) = (try Self.codes("6104"), try Self.codes("6103"))
        let west = try Self.codes("6100")
        #expect(RegionOverlap(mempawah, mempawah) == .same)
        #expect(RegionOverlap([], []) == .same)
        #expect(RegionOverlap(mempawah, west) == .within)
        #expect(RegionOverlap(mempawah, []) == .within)
        #expect(RegionOverlap(west, mempawah) == .holding)
        #expect(RegionOverlap([], mempawah) == .holding)
        #expect(RegionOverlap(try Self.codes("6104", "6105"), try Self.codes("6104", "6106")) == .partly(mempawah))
        #expect(RegionOverlap(mempawah, landak) == .neighbouring)
        #expect(RegionOverlap(mempawah, try Self.codes("3273")) == .apart)
        #expect(RegionOverlap(nil, mempawah) == .unknown)
    }

    @Test("An index finds by its marks whatever overlaps, and nothing of another province but what is nationwide")
    func marks() throws {
        let all = [
            [], try Self.codes("6100"), try Self.codes("6104"), try Self.codes("6103"), try Self.codes("3273"),
            try Self.codes("6104", "3273"),
        ]
        for draft in all where !draft.isEmpty {
            let asked = Set(RegionReach.asked(by: draft))
            for other in all {
                let overlaps: Bool =
                    switch RegionOverlap(draft, other) {
                    case .same, .within, .holding, .partly: true
                    case .unknown, .neighbouring, .apart: false
                    }
                #expect(!asked.isDisjoint(with: RegionReach.marks(of: other)) == overlaps, "\(draft) and \(other)")
            }
        }
        #expect(RegionReach.asked(by: nil).isEmpty)
    }

    @Test("Reasons name title, variables, population, region and period in plain words")
    func reasons() throws {
        let draft = ActivitySketch(
            title: "Survei Kepuasan Pasien Puskesmas", variables: ["waktu tunggu", "biaya pengobatan"],
            population: "pasien puskesmas", regions: try Self.codes("6104"), year: 2026)
        let twin = ActivitySketch(
            title: "Pengukuran Kepuasan Pasien", variables: ["lama menunggu", "biaya", "luas lantai"],
            population: "pasien puskesmas", regions: try Self.codes("6104"), year: 2025)
        let found = Self.rank.nearest(to: draft, among: [Self.candidate(twin)])
        #expect(
            found.map(\.reasons) == [
                [
                    "judul yang mirip: kepuasan, pasien", "variabel yang sama: lama menunggu, biaya",
                    "populasi yang sama: pasien puskesmas", "wilayah yang sama: Kabupaten Mempawah",
                    "periode berdekatan: tahun 2025",
                ]
            ])
    }

    @Test(
        "The region is said as it is",
        arguments: [
            (["6104"], ["6100"], "wilayahnya mencakup wilayah kegiatan ini: Provinsi Kalimantan Barat"),
            (["6100"], ["6104"], "wilayahnya bagian dari wilayah kegiatan ini: Kabupaten Mempawah"),
            (["6104"], [], "wilayahnya seluruh Indonesia"), ([], [], "wilayah yang sama: seluruh Indonesia"),
            (["6104"], ["6103"], "wilayah lain di provinsi yang sama: Kabupaten Landak"),
            (["6104", "6105"], ["6104", "6106"], "wilayah yang sebagian sama: Kabupaten Mempawah"),
        ])
    func regionWords(mine: [String], theirs: [String], words: String) {
        func sketch(_ codes: [String]) -> ActivitySketch {
            ActivitySketch(
                title: "Survei Kepuasan Pasien", variables: ["biaya"], regions: Set(codes.compactMap { UnitCode($0) }))
        }
        let found = Self.rank.nearest(to: sketch(mine), among: [Self.candidate(sketch(theirs))])
        #expect(found.first?.reasons.contains(words) == true, "\(found)")
    }

    @Test("The same words elsewhere come behind other words about the same thing here")
    func regionCounts() throws {
        let draft = ActivitySketch(
            title: "Survei Kepuasan Pasien Puskesmas", variables: ["biaya"], regions: try Self.codes("6104"), year: 2026
        )
        var elsewhere = draft
        elsewhere.regions = try Self.codes("3273")
        var here = draft
        here.title = "Pengukuran Kepuasan Pelayanan Pusat Kesehatan Masyarakat"
        let found = Self.rank.nearest(to: draft, among: [Self.candidate(elsewhere, 1), Self.candidate(here, 2)])
        #expect(found.map(\.number) == ["V-26.6104.002", "V-26.6104.001"])
    }

    @Test("Of equals the latest year comes first, then the smaller identifier; no more than five are named")
    func order() {
        let draft = ActivitySketch(title: "Survei Kepuasan Pasien")
        let all = (1...7).map { number in
            Self.candidate(ActivitySketch(title: "Survei Kepuasan Pasien", year: number < 3 ? 2026 : 2024), number)
        }
        let found = Self.rank.nearest(to: draft, among: all.reversed())
        #expect(found.map(\.number.last) == ["1", "2", "3", "4", "5"])
        #expect(found.allSatisfy { $0.score == 100 })
    }

    @Test("What has nothing in common is not named, and a draft that says nothing gets nothing")
    func nothing() {
        let other = Self.candidate(ActivitySketch(title: "Inventarisasi Jembatan"))
        #expect(Self.rank.nearest(to: ActivitySketch(title: "Survei Kepuasan Pasien"), among: [other]).isEmpty)
        #expect(Self.rank.nearest(to: ActivitySketch(title: " 2026 di "), among: [other]).isEmpty)
        #expect(SimilarityQuery(ActivitySketch(title: "")) == nil)
    }

    @Test("While a draft does not say its regions, those in its title are words like others")
    func titleAlone() throws {
        let draft = ActivitySketch(title: "Survei Kepuasan Pasien Mempawah")
        func other(_ place: String, _ code: String, _ number: Int) throws -> SimilarActivities.Candidate {
            Self.candidate(
                ActivitySketch(title: "Survei Kepuasan Pasien \(place)", regions: try Self.codes(code)), number)
        }
        let found = Self.rank.nearest(
            to: draft, among: [try other("Landak", "6103", 1), try other("Mempawah", "6104", 2)])
        #expect(found.map(\.number.last) == ["2", "1"])
    }

    @Test("The query holds the topic's words, their roots as the stemmer cuts them, and words of the same meaning")
    func query() throws {
        let query = try #require(
            SimilarityQuery(ActivitySketch(title: "Survei pengiriman upah", regions: try Self.codes("6104"))))
        let words = query.all.written.components(separatedBy: " | ")
        #expect(words.contains("'pengiriman'") && words.contains("'gaji'") && !words.contains("'survei'"))
        #expect(query.all.roots.components(separatedBy: " | ").contains("'irim'"))
        #expect(query.regions == ["0000", "6100", "6104"])
        let whole = try #require(SimilarityQuery(ActivitySketch(title: "Survei upah", variables: ["jam kerja"])))
        #expect(whole.all.written.contains("'jam'") && !whole.topic.written.contains("'jam'"))
        let untitled = try #require(SimilarityQuery(ActivitySketch(title: "", variables: ["jam kerja"])))
        #expect(untitled.topic == untitled.all)
        #expect(SimilarityQuery(ActivitySketch(title: "Survei"))?.all.written == "'survei'")
        #expect(
            SimilarityQuery(ActivitySketch(title: "it's o'clock | & ! <-> (x)"))?.all.written.contains("''") == false)
    }

    @Test("A form is read for what is compared, finished or not, whatever is in its places")
    func sketch() throws {
        var form = FormContent(
            definition: "ms-keg", version: 1,
            answers: [
                "judul": .string("Survei"), "tahun": .integer(2026), "4.4": .integer(2),
                "4.5": .array([.string("6104"), .string("x"), .integer(1)]), "4.8": .array([.integer(2)]),
                "5.8": .string("pasien"),
                "3.4": .array([.object(["nama": .string("Kepuasan")]), .string("?"), .object([:])]),
            ])
        let sketch = ActivitySketch(form)
        #expect(
            sketch
                == ActivitySketch(
                    title: "Survei", variables: ["Kepuasan"], population: "pasien, rumah tangga",
                    regions: try Self.codes("6104"), year: 2026))
        form.answers["4.4"] = .integer(1)
        #expect(ActivitySketch(form).regions == [])
        form.answers = [:]
        #expect(ActivitySketch(form) == ActivitySketch(title: ""))
        #expect(!ActivitySketch(form).saysSomething)
    }

    @Test(
        "A list that would not fit into a message beside the largest form loses its last entries")
    func fitting() {
        let one = SimilarActivity(
            id: CaseID(UUID()), title: String(repeating: "j", count: 300), organiser: "D", number: "V",
            reasons: [String(repeating: "\"", count: 700)], score: 50)
        #expect(SimilarActivities.fitting([one, one], largest: 2 * 1004).count == 1)
        #expect(SimilarActivities.fitting([one, one], largest: 4 * 1002).count == 2)
        #expect(SimilarActivities.fitting(Array(repeating: one, count: 5)).count == 5)
    }
}
