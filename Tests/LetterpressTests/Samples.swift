import Foundation

@testable import Letterpress

/// A letter of an office of BPS, as the template makes it.
enum Samples {
    static let numbers = LetterNumbers(
        letterNumber: "B-1145/61040/VS.190/2026", recommendationNumber: "V-26.6104.001", date: "21 November 2026",
        verificationURL: "https://layak.example.go.id/verifikasi/K7QM-2X9P-VT4R", verificationCode: "K7QM-2X9P-VT4R")

    static let moment = Date(timeIntervalSince1970: 1_795_240_800.7)

    static func letter(advice: Int = 2, recipient: String = "Kepala Dinas Kesehatan Kabupaten Mempawah")
        -> LetterDocument
    {
        LetterDocument(
            letterhead: [
                "BADAN PUSAT STATISTIK", "KABUPATEN MEMPAWAH",
                "Jalan Raden Kusno Nomor 59 Mempawah 78912; Telepon (0561) 691049",
                "Laman https://mempawahkab.bps.go.id; Pos-el bps6104@bps.go.id",
            ],
            place: "Mempawah", nature: "Biasa", enclosure: "-", subject: "Rekomendasi Kegiatan Statistik",
            recipient: ["Yth.", recipient, "di Tempat"],
            paragraphs: [
                .text(
                    "Menindaklanjuti pemberitahuan rancangan kegiatan statistik sektoral yang Saudara sampaikan pada "
                        + "tanggal 2 November 2026, dan berdasarkan Peraturan Pemerintah Nomor 51 Tahun 1999 tentang "
                        + "Penyelenggaraan Statistik, dengan ini kami sampaikan bahwa rancangan kegiatan berikut:"),
                .table([
                    .init("Judul kegiatan", "Survei Kepuasan Layanan Kesehatan Dasar di Kabupaten Mempawah Tahun 2026"),
                    .init("Penyelenggara", "Dinas Kesehatan, Pengendalian Penduduk dan Keluarga Berencana"),
                    .init("Tahun kegiatan", "2026"),
                    .init("Cara pengumpulan data", "Survei"),
                    .init("Wilayah kegiatan", "Kabupaten Mempawah"),
                    .init(label: "Identitas rekomendasi", value: .recommendationNumber),
                ]),
                .statement("dinyatakan LAYAK untuk dilaksanakan"),
                .text("dengan saran sebagai berikut:"),
                .numbered(
                    (1...max(1, advice)).map {
                        "Saran ke-\($0): kerangka sampel dimutakhirkan sebelum pengumpulan data, dan kuesioner memuat "
                            + "penjelasan konsep dan definisi setiap variabel agar petugas memahaminya dengan sama."
                    }),
                .text(
                    "Identitas rekomendasi dicantumkan pada halaman muka kuesioner. Setelah kegiatan selesai, hasil "
                        + "kegiatan dan metadatanya disampaikan kepada Badan Pusat Statistik."),
                .text("Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."),
            ],
            signerOffice: "Kepala Badan Pusat Statistik\nKabupaten Mempawah,",
            signerName: "Siti Rahmawati, S.ST., M.Si.",
            copies: [
                "Kepala Badan Pusat Statistik Provinsi Kalimantan Barat", "Kepala Dinas Komunikasi dan Informatika",
            ],
            templateVersion: "rekomendasi-1")
    }
}

/// Runs one of poppler's programs on a PDF.
enum Poppler {
    struct Failed: Error {
        var program: String
        var status: Int32
    }

    static func run(_ program: String, _ arguments: [String], on pdf: [UInt8]) throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appending(path: "letter-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A folder left over must not hide why the test failed.
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "letter.pdf")
        try Data(pdf).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments.map { $0 == "PDF" ? file.path : $0 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(program: program, status: process.terminationStatus)
        }
        return data
    }

    static func text(of pdf: [UInt8]) throws -> String {
        String(decoding: try self.run("pdftotext", ["-layout", "PDF", "-"], on: pdf), as: UTF8.self)
    }

    /// The words in the order of reading.
    static func words(of pdf: [UInt8]) throws -> [String] {
        try self.text(of: pdf).split(whereSeparator: \.isWhitespace).map(String.init)
    }

    static func info(of pdf: [UInt8]) throws -> [String: String] {
        let text = String(decoding: try self.run("pdfinfo", ["PDF"], on: pdf), as: UTF8.self)
        var info: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { info[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return info
    }
}
