import ActivityForm
import Contracts
import Foundation
import Letterpress
import ReviewDomain
import Standards

/// Puts a case and its draft into the words of the letter.
///
/// The wording follows the skeleton of a BPS outgoing letter; the text of the national letter itself is not published.
/// A change of words is a new version: signed letters name the version that they were made with.
enum LetterTemplate {
    /// The version that new drafts are made with.
    static let version = "rekomendasi-2"

    /// The whole letter but its numbers, date, code and signer.
    static func compose(
        _ letter: Letter, of subject: Case, form: FormContent, standard: ServiceStandard, office: ReviewOffice
    ) -> LetterDocument {
        LetterDocument(
            letterhead: standard.letterhead, logoPNG: office.logo, place: standard.letterPlace, nature: "Biasa",
            enclosure: "-", subject: self.subject(of: letter),
            recipient: ["Yth. Pimpinan", subject.applicant.institution, "di Tempat"],
            paragraphs: self.paragraphs(letter, of: subject, form: form, standard: standard, office: office),
            signerOffice: standard.signer?.title ?? standard.signerOffice, signerName: nil,
            copies: self.copies(of: subject, office: office),
            templateVersion: self.version)
    }

    /// Tembusan: the unit of the region, where headquarters is in charge for a central agency.
    private static func copies(of subject: Case, office: ReviewOffice) -> [String] {
        office.router.copies(from: subject.unit, regions: subject.regions.compactMap { UnitCode($0) }).map { unit in
            "Kepala BPS \(office.regions.name(of: unit.text) ?? unit.text)"
        }
    }

    private static func subject(of letter: Letter) -> String {
        switch letter.outcome {
        case .feasible: "Rekomendasi Kegiatan Statistik"
        case .refused: "Pemberitahuan Hasil Pemeriksaan Rancangan Kegiatan Statistik"
        }
    }

    private static func paragraphs(
        _ letter: Letter, of subject: Case, form: FormContent, standard: ServiceStandard, office: ReviewOffice
    ) -> [LetterDocument.Paragraph] {
        let submitted = IndonesianDate.text(Day(of: subject.submittedAt, offset: standard.zone.offset))
        var paragraphs: [LetterDocument.Paragraph] = [
            .text(
                """
                Menindaklanjuti permohonan rekomendasi Saudara yang terdaftar dengan nomor \(subject.number) dan \
                terakhir diajukan pada tanggal \(submitted), serta berdasarkan Undang-Undang Nomor 16 Tahun 1997 \
                tentang Statistik dan Peraturan Pemerintah Nomor 51 Tahun 1999 tentang Penyelenggaraan Statistik, \
                Badan Pusat Statistik telah memeriksa dan mengevaluasi rancangan kegiatan statistik berikut.
                """),
            .table(self.particulars(letter, of: subject, form: form, office: office)),
        ]
        switch letter.outcome {
        case .feasible:
            paragraphs += [
                .text("Berdasarkan hasil pemeriksaan dan evaluasi tersebut, rancangan kegiatan dinyatakan"),
                .statement("LAYAK"),
            ]
            if !letter.advice.isEmpty {
                paragraphs += [
                    .text("Untuk pelaksanaan kegiatan, kami menyampaikan saran sebagai berikut."),
                    .numbered(letter.advice),
                ]
            }
            paragraphs += [
                .text("Selanjutnya, penyelenggara kegiatan berkewajiban untuk:"),
                .numbered([
                    "mencantumkan identitas rekomendasi pada instrumen pengumpulan data;",
                    "melaksanakan kegiatan sesuai dengan rancangan dan rekomendasi yang diberikan; dan",
                    "menyerahkan hasil kegiatan kepada Badan Pusat Statistik berupa publikasi dalam bentuk berkas elektronik beserta metadatanya.",
                ]),
            ]
        case .refused:
            paragraphs += [
                .text("Berdasarkan hasil pemeriksaan dan evaluasi tersebut, rancangan kegiatan dinyatakan"),
                .statement("TIDAK LAYAK"),
                .text("dengan alasan sebagai berikut."),
                .numbered(letter.reasons),
            ]
            if !letter.advice.isEmpty {
                paragraphs += [
                    .text("Untuk perencanaan berikutnya, kami menyampaikan saran sebagai berikut."),
                    .numbered(letter.advice),
                ]
            }
            paragraphs.append(.text("Saudara dapat mengajukan kembali rancangan kegiatan yang telah diperbaiki."))
        }
        paragraphs.append(.text("Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."))
        return paragraphs
    }

    private static func particulars(
        _ letter: Letter, of subject: Case, form: FormContent, office: ReviewOffice
    ) -> [LetterDocument.Pair] {
        var pairs: [LetterDocument.Pair] = [
            .init(label: "Judul kegiatan", value: .text(subject.title)),
            .init(label: "Penyelenggara", value: .text(subject.applicant.institution)),
            .init(label: "Tahun kegiatan", value: .text(String(subject.year))),
        ]
        if let method = self.answer("cara", of: form, office: office) {
            pairs.append(.init(label: "Cara pengumpulan data", value: .text(method)))
        }
        pairs.append(.init(label: "Wilayah", value: .text(self.regions(of: subject, office: office))))
        if let schedule = self.schedule(of: form) {
            pairs.append(.init(label: "Pengumpulan data", value: .text(schedule)))
        }
        if letter.outcome == .feasible {
            pairs.append(.init(label: "Identitas rekomendasi", value: .recommendationNumber))
        }
        return pairs
    }

    private static func answer(_ number: String, of form: FormContent, office: ReviewOffice) -> String? {
        guard let definition = office.form(of: form), let question = definition.question(number),
            let answer = form.answers[number]
        else { return nil }
        let lines = definition.display(answer, of: question, regions: office.regions)
        return lines.isEmpty ? nil : lines.joined(separator: "; ")
    }

    private static func regions(of subject: Case, office: ReviewOffice) -> String {
        if subject.regions.isEmpty { return "Seluruh Indonesia" }
        let named = subject.regions.prefix(12).map { office.regions.name(of: $0) ?? $0 }
        let rest = subject.regions.count - named.count
        return named.joined(separator: ", ") + (rest > 0 ? ", dan \(rest) wilayah lain" : "")
    }

    private static func schedule(of form: FormContent) -> String? {
        guard let period = form.answers["3.3"]?.object?["pengumpulan"]?.object,
            let first = period["awal"]?.string.flatMap({ Day($0) }),
            let last = period["akhir"]?.string.flatMap({ Day($0) })
        else { return nil }
        return first == last
            ? IndonesianDate.text(first) : "\(IndonesianDate.text(first)) sampai dengan \(IndonesianDate.text(last))"
    }
}
