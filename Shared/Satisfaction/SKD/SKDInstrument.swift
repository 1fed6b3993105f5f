/// The questions that one year's data survey asks. Wording and scale differ between years and the present ones could not be
/// verified, so they are a setting with a source; another year is another value of this type.
public struct SKDInstrument: Hashable, Sendable {
    /// Where questions and scale are from.
    public let source: String
    /// The questions, numbered from 1.
    public let indicators: [SKDIndicator]
    /// What may be answered to each, and to the question about everything together.
    public let scale: ClosedRange<Int>

    /// Takes the questions; they are numbered 1, 2, 3 …
    public init(source: String, indicators: [SKDIndicator], scale: ClosedRange<Int>) {
        precondition(indicators.map(\.number) == Array(1...indicators.count), "the questions are numbered from 1")
        precondition(scale.lowerBound >= 0, "answers are counted, not owed")
        self.source = source
        self.indicators = indicators
        self.scale = scale
    }

    /// Sixteen questions from 1 to 10, of which 12 to 16 are about corruption, as BPS Maluku Utara's guest book codes them.
    public static let asCodedInMalukuUtara = SKDInstrument(
        source: "buku tamu BPS Provinsi Maluku Utara (kode program terbuka); naskah SKD terkini belum diperiksa",
        indicators: [
            "Informasi pelayanan tersedia di media elektronik dan nonelektronik",
            "Persyaratan mudah dipenuhi",
            "Prosedur mudah diikuti",
            "Waktu penyelesaian sesuai dengan yang ditetapkan",
            "Biaya sesuai dengan yang ditetapkan",
            "Produk sesuai dengan yang dijanjikan",
            "Sarana dan prasarana nyaman",
            "Data mudah diakses",
            "Petugas atau aplikasi merespons dengan baik",
            "Petugas atau aplikasi memberi informasi yang jelas",
            "Fasilitas pengaduan mudah diakses",
            "Tidak ada diskriminasi",
            "Tidak ada pelayanan di luar prosedur",
            "Tidak ada penerimaan gratifikasi",
            "Tidak ada pungutan liar",
            "Tidak ada praktik percaloan",
        ].enumerated().map {
            SKDIndicator(number: $0.offset + 1, words: $0.element, isAboutCorruption: $0.offset + 1 >= 12)
        },
        scale: 1...10)
}
