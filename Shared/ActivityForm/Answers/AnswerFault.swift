import Contracts

/// What can be wrong with one value: a name for programs, the reason and the remedy for people.
///
/// Pages, messages and imports say the same words for the same fault. None of them repeats the value: problems are
/// logged and travel further than forms do.
enum AnswerFault: Hashable {
    case missing(AnswerKind)
    case tooFewRows(min: Int)
    case notText, notPrintable, severalLines
    case tooLong(max: Int)
    case notAnEmail
    case notAnInteger
    case outOfRange(min: Int, max: Int)
    case notADate
    case notAPeriod, endBeforeStart
    case unknownOption, unknownOptions
    case notAGroup, notRows
    case tooManyRows(max: Int)
    case notRegions, unknownRegion
    case unknownPart

    /// The stable name for programs (``FieldProblem/code``).
    var code: String {
        switch self {
        case .missing, .tooFewRows: "required"
        case .notText, .notAnInteger, .notAPeriod, .notAGroup, .notRows, .notRegions: "wrong-type"
        case .notPrintable, .severalLines: "unreadable"
        case .tooLong: "too-long"
        case .notAnEmail: "not-an-email"
        case .outOfRange: "out-of-range"
        case .notADate: "not-a-date"
        case .endBeforeStart: "wrong-order"
        case .unknownOption, .unknownOptions, .unknownRegion, .unknownPart: "unknown"
        case .tooManyRows: "too-many"
        }
    }

    /// What is wrong, as a sentence.
    var reason: String {
        switch self {
        case .missing: "Belum diisi, padahal wajib."
        case .tooFewRows(let min): "Barisnya kurang dari \(min)."
        case .notText: "Isian ini bukan teks."
        case .notPrintable: "Ada karakter yang tidak tercetak."
        case .severalLines: "Isian ini lebih dari satu baris."
        case .tooLong(let max): "Isian ini lebih panjang daripada \(max) karakter."
        case .notAnEmail: "Ini bukan satu alamat pos-el."
        case .notAnInteger: "Ini bukan bilangan bulat: ada huruf, tanda, atau satuan di dalamnya."
        case .outOfRange(let min, let max): "Angkanya di luar batas \(min) sampai \(max)."
        case .notADate: "Tanggal ini tidak ada atau tidak dapat dibaca."
        case .notAPeriod: "Isian ini tidak terdiri atas tanggal awal dan tanggal akhir."
        case .endBeforeStart: "Tanggal akhir lebih awal daripada tanggal awal."
        case .unknownOption: "Pilihan ini tidak ada di dalam formulir."
        case .unknownOptions: "Ada pilihan yang tidak ada di dalam formulir, atau yang disebut dua kali."
        case .notAGroup: "Isian ini tidak terbagi atas bagian-bagian yang ditanyakan."
        case .notRows: "Isian ini bukan tabel."
        case .tooManyRows(let max): "Barisnya lebih dari \(max)."
        case .notRegions: "Isian ini bukan daftar kode wilayah."
        case .unknownRegion: "Kode wilayah ini tidak ada."
        case .unknownPart: "Bagian ini tidak ada di dalam pertanyaannya."
        }
    }

    /// How to mend it, as a sentence.
    var remedy: String {
        switch self {
        case .missing(let kind): Self.remedy(forMissing: kind)
        case .tooFewRows(let min): "Isikan paling sedikit \(min) baris."
        case .notText: "Isikan dengan teks."
        case .notPrintable: "Ketik ulang tanpa menyalin dari berkas lain."
        case .severalLines: "Tuliskan dalam satu baris."
        case .tooLong(let max): "Ringkas sampai paling banyak \(max) karakter."
        case .notAnEmail: "Tuliskan satu alamat, misalnya nama@instansi.go.id."
        case .notAnInteger: "Tuliskan angkanya saja, tanpa satuan seperti \"orang\"."
        case .outOfRange(let min, let max): "Isikan bilangan bulat antara \(min) dan \(max)."
        case .notADate: "Tuliskan tanggal yang ada, misalnya 17/08/2026 (di dalam berkas JSON: 2026-08-17)."
        case .notAPeriod: "Isikan tanggal awal dan tanggal akhir."
        case .endBeforeStart: "Periksa kedua tanggal; tanggal akhir paling cepat sama dengan tanggal awal."
        case .unknownOption: "Pilih salah satu pilihan yang tersedia."
        case .unknownOptions: "Pilih dari pilihan yang tersedia, masing-masing satu kali."
        case .notAGroup: "Isikan bagian demi bagian."
        case .notRows: "Isikan baris demi baris."
        case .tooManyRows(let max): "Sisakan paling banyak \(max) baris; pindahkan rinciannya ke lampiran."
        case .notRegions: "Isikan daftar kode wilayah BPS empat angka, misalnya 6104."
        case .unknownRegion: "Pilih provinsi, kabupaten, atau kota dari daftar."
        case .unknownPart: "Hapus, atau periksa namanya."
        }
    }

    private static func remedy(forMissing kind: AnswerKind) -> String {
        switch kind {
        case .choice: "Pilih salah satu."
        case .choices: "Pilih paling sedikit satu."
        case .regions: "Pilih paling sedikit satu provinsi, kabupaten, atau kota."
        case .period: "Isikan tanggal awal dan tanggal akhir."
        case .date: "Isikan tanggalnya."
        case .rows: "Isikan paling sedikit satu baris."
        case .integer: "Isikan angkanya; isikan 0 bila tidak ada."
        case .text, .email, .longText, .group: "Isikan bagian ini."
        }
    }

    /// The fault of the value at a path.
    ///
    /// - Parameters:
    ///   - path: the question's number, followed for parts by the way to them: `3.4/0/nama`.
    ///   - name: the question with its number, followed for parts by their names.
    func problem(at path: String, called name: String) -> FieldProblem {
        FieldProblem(field: path, code: self.code, message: "\(name): \(self.reason) \(self.remedy)")
    }
}
