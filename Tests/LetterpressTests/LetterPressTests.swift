import Foundation
import Testing

@testable import Letterpress

@Suite("The letter as PDF")
struct LetterPressTests {
    private func rendered(_ letter: LetterDocument = Samples.letter()) throws -> [UInt8] {
        try LetterPress.render(letter, numbers: Samples.numbers, createdAt: Samples.moment)
    }

    @Test("Equal input gives equal bytes, also from many threads at once")
    func deterministic() async throws {
        let first = try self.rendered()
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 1...16 { group.addTask { try self.rendered() } }
            for try await bytes in group { #expect(bytes == first) }
        }
        let later = try LetterPress.render(
            Samples.letter(), numbers: Samples.numbers, createdAt: Samples.moment + 1)
        #expect(later != first && later.count == first.count)
    }

    @Test("It is tagged, A4, one page, and carries the moment of issue")
    func info() throws {
        let info = try Poppler.info(of: try self.rendered())
        #expect(info["Tagged"] == "yes")
        #expect(info["Page size"]?.contains("A4") == true)
        #expect(info["Pages"] == "1")
        #expect(info["Title"] == "Rekomendasi Kegiatan Statistik")
        #expect(info["Author"] == "BADAN PUSAT STATISTIK")
        let bytes = try self.rendered()
        let isStamped = String(decoding: bytes, as: UTF8.self).contains("/CreationDate (D:20261121060000+00')")
        #expect(isStamped)
        // Without this, poppler would have had to repair the table of positions.
        #expect(try Poppler.run("pdfinfo", ["-struct", "PDF"], on: bytes).isEmpty == false)
    }

    @Test("Every text of the letter is in it")
    func texts() throws {
        let text = try Poppler.words(of: try self.rendered()).joined(separator: " ")
        for part in [
            "BADAN PUSAT STATISTIK KABUPATEN MEMPAWAH", "Telepon (0561) 691049", "Mempawah, 21 November 2026",
            "Nomor : B-1145/61040/VS.190/2026", "Sifat : Biasa", "Lampiran : -", "Hal : Rekomendasi Kegiatan Statistik",
            "Yth. Kepala Dinas Kesehatan Kabupaten Mempawah di Tempat", "dinyatakan LAYAK untuk dilaksanakan",
            "Identitas rekomendasi : V-26.6104.001", "1. Saran ke-1", "2. Saran ke-2", "K7QM-2X9P-VT4R",
            "Siti Rahmawati, S.ST., M.Si.", "Tembusan: 1. Kepala Badan Pusat Statistik Provinsi Kalimantan Barat",
        ] {
            let isThere = text.contains(part)
            #expect(isThere, "\(part)")
        }
    }

    @Test("Only Liberation Sans is used, and it is embedded")
    func fonts() throws {
        let table = String(decoding: try Poppler.run("pdffonts", ["PDF"], on: try self.rendered()), as: UTF8.self)
        let fonts = table.split(separator: "\n").dropFirst(2).map(String.init)
        #expect(fonts.count == 2)
        for font in fonts {
            #expect(font.contains("+LiberationSans"), "\(font)")
            let columns = font.split(separator: " ")
            // … encoding emb sub uni object ID
            #expect(columns.dropLast(2).suffix(3) == ["yes", "yes", "yes"], "\(font)")
        }
    }

    @Test("The QR code on the printed page is that of the verification address")
    func code() throws {
        let matrix = try QRMatrix(Samples.numbers.verificationURL)
        let page = try Bitmap(
            try Poppler.run("pdftoppm", ["-r", "200", "-gray", "-singlefile", "PDF"], on: try self.rendered()))
        let placed = try #require(try self.placedCode())
        let scale = 200.0 / 72.0
        let module = placed.side / Double(matrix.side)
        var wrong = 0
        for row in 0..<matrix.side {
            for column in 0..<matrix.side {
                let x = (placed.x + (Double(column) + 0.5) * module) * scale
                let y = (placed.y + (Double(row) + 0.5) * module) * scale
                if page.isDark(x: Int(x), y: Int(y)) != matrix.isDark(row: row, column: column) { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        // The quiet zone of four modules on every side.
        for distance in [0.6, 2.0, 3.5] {
            let offset = distance * module
            for (x, y) in [
                (placed.x - offset, placed.y + placed.side / 2), (placed.x + placed.side + offset, placed.y + 9),
                (placed.x + placed.side / 2, placed.y - offset), (placed.x + 9, placed.y + placed.side + offset),
            ] {
                #expect(!page.isDark(x: Int(x * scale), y: Int(y * scale)))
            }
        }
    }

    /// Where the composition has put the code.
    private func placedCode() throws -> (x: Double, y: Double, side: Double)? {
        var composition = Composition(typesetter: try Typesetter())
        try composition.compose(Samples.letter(), numbers: Samples.numbers)
        for item in composition.finishedPages().flatMap(\.items) {
            if case .code(_, let x, let y, let side) = item.shape { return (x, y, side) }
        }
        return nil
    }

    @Test("A long letter flows onto numbered pages, loses nothing and keeps the signature in one piece")
    func pages() throws {
        let pdf = try self.rendered(Samples.letter(advice: 27))
        #expect(try Poppler.info(of: pdf)["Pages"] == "3")
        let words = try Poppler.words(of: pdf).joined(separator: " ")
        for number in 1...27 {
            let isThere = words.contains("\(number). Saran ke-\(number):")
            #expect(isThere)
        }
        for number in 1...3 {
            let isThere = words.contains("Halaman \(number) dari 3")
            #expect(isThere)
        }
        let pages = try Poppler.text(of: pdf).split(separator: "\u{0C}")
        let signed = pages.filter { $0.contains("Kepala Badan Pusat Statistik\n") || $0.contains("Siti Rahmawati") }
        #expect(signed.count == 1)
        #expect(try Poppler.info(of: pdf)["Tagged"] == "yes")
    }

    @Test("At every length, no line leaves the page and no line is drawn over another")
    func everyLength() throws {
        for advice in 1...40 {
            var composition = Composition(typesetter: try Typesetter())
            try composition.compose(Samples.letter(advice: advice), numbers: Samples.numbers)
            for page in composition.finishedPages() {
                #expect(!page.items.isEmpty)
                for item in page.items {
                    guard case .line(_, _, let x, let y) = item.shape, item.element >= 0 else { continue }
                    #expect(x >= Sheet.left && y > Sheet.top && y <= Sheet.lowest)
                }
            }
        }
    }

    @Test("Characters that mean something elsewhere are only characters here")
    func oddCharacters() throws {
        let odd = "Dinas <b>\"É\"</b> & ‘Anak’ – 50% \\ (uji) ñ € %d {x}"
        let text = try Poppler.words(of: try self.rendered(Samples.letter(recipient: odd))).joined(separator: " ")
        #expect(text.contains(odd))
        let control = "Dinas\0 Rahasia\u{7}\t\u{1B}[31mMerah"
        let clean = try Poppler.words(of: try self.rendered(Samples.letter(recipient: control))).joined(separator: " ")
        #expect(clean.contains("Dinas Rahasia [31mMerah"))
    }

    @Test("A word longer than the line is broken, not cut")
    func longWord() throws {
        let word = String(repeating: "Panqang", count: 40)
        var letter = Samples.letter()
        letter.paragraphs = [.text(word), .table([.init(word, word)]), .numbered([word]), .statement(word)]
        letter.subject = word
        letter.recipient = [word]
        let text = try Poppler.words(of: try self.rendered(letter)).joined()
        #expect(text.components(separatedBy: "q").count - 1 == 40 * 7)
    }

    @Test("The preview differs from the issued letter in nothing but numbers, date, address and code")
    func preview() throws {
        let preview = try LetterPress.preview(Samples.letter())
        #expect(try LetterPress.preview(Samples.letter()) == preview)
        let added = [
            "B-1145/61040/VS.190/2026", "V-26.6104.001", "21", "November", "2026", "K7QM-2X9P-VT4R",
            "https://layak.example.go.id/verifikasi/",
        ]
        func rest(_ words: [String]) -> [String] {
            words.filter { word in !added.contains(word) && !word.contains("K7QM") && !word.contains("VT4R") }
        }
        let issued = try Poppler.words(of: try self.rendered())
        let previewed = try Poppler.words(of: preview)
        let difference = rest(issued).sorted().difference(from: rest(previewed).sorted())
        #expect(difference.isEmpty)
        #expect(!previewed.joined().contains("PRATINJAU"))
        #expect(!previewed.contains("V-26.6104.001") && !previewed.contains("K7QM-2X9P-VT4R"))
        #expect(try Poppler.info(of: preview)["Pages"] == "1")
    }

    @Test("What stands below the numbers stands at the same height in the preview and in the issued letter")
    func sameHeights() throws {
        func heights(_ numbers: LetterNumbers?) throws -> [Double] {
            var composition = Composition(typesetter: try Typesetter())
            try composition.compose(Samples.letter(), numbers: numbers)
            return composition.finishedPages().flatMap(\.items).compactMap { item in
                if case .line(let block, _, _, let y) = item.shape, block.size == 11 { return y } else { return nil }
            }
        }
        let issued = Set(try heights(Samples.numbers))
        #expect(try heights(nil).allSatisfy { issued.contains($0) })
    }

    @Test("A refusal has no recommendation number")
    func refusal() throws {
        var numbers = Samples.numbers
        numbers.recommendationNumber = nil
        let pdf = try LetterPress.render(Samples.letter(), numbers: numbers, createdAt: Samples.moment)
        #expect(try Poppler.words(of: pdf).joined(separator: " ").contains("Identitas rekomendasi : -"))
    }

    @Test("A logo is drawn, one that cannot be read is an error, and an address too long for a code too")
    func logo() throws {
        let png =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        var letter = Samples.letter()
        letter.logoPNG = Array(try #require(Data(base64Encoded: png)))
        let images = String(
            decoding: try Poppler.run("pdfimages", ["-list", "PDF"], on: try self.rendered(letter)), as: UTF8.self)
        #expect(images.split(separator: "\n").count > 2)
        letter.logoPNG = [1, 2, 3]
        #expect(throws: LetterPressError.logoUnreadable) { try self.rendered(letter) }
        var numbers = Samples.numbers
        numbers.verificationURL = String(repeating: "x", count: 5000)
        #expect(throws: LetterPressError.addressTooLong) {
            try LetterPress.render(Samples.letter(), numbers: numbers, createdAt: Samples.moment)
        }
    }

    @Test("The content survives its storage as JSON")
    func stored() throws {
        var letter = Samples.letter()
        letter.logoPNG = [1, 2]
        let json = try JSONEncoder().encode(letter)
        #expect(try JSONDecoder().decode(LetterDocument.self, from: json) == letter)
    }

    @Test("Empty parts leave no gap that fails")
    func empty() throws {
        let letter = LetterDocument(
            letterhead: [], place: "", nature: "", enclosure: "", subject: "", recipient: [], paragraphs: [],
            signerOffice: "", signerName: nil, copies: [], templateVersion: "")
        #expect(try Poppler.info(of: try self.rendered(letter))["Pages"] == "1")
    }
}

/// A page as poppler paints it (PGM).
struct Bitmap {
    struct Unreadable: Error {}

    private let width: Int
    private let pixels: [UInt8]

    init(_ pgm: Data) throws {
        var fields: [Int] = []
        var index = 2
        while fields.count < 3 {
            index += 1
            guard index < pgm.count else { throw Unreadable() }
            var number = 0
            while (48...57).contains(pgm[index]) {
                number = number * 10 + Int(pgm[index] - 48)
                index += 1
            }
            fields.append(number)
        }
        self.width = fields[0]
        self.pixels = Array(pgm[(index + 1)...])
        guard self.pixels.count == fields[0] * fields[1] else { throw Unreadable() }
    }

    func isDark(x: Int, y: Int) -> Bool { self.pixels[y * self.width + x] < 128 }
}
