import Contracts
import Foundation

/// What the public is told about a code or a file.
struct VerificationAnswer {
    /// Whether what was shown is ours.
    let isValid: Bool
    /// One sentence.
    let statement: String
    /// What it means.
    let explanation: String
    /// The letter; `nil` when there is none.
    let letter: IssuedLetter?

    /// The answer about a code alone.
    static func code(_ letter: IssuedLetter?) -> VerificationAnswer {
        guard let letter else {
            return VerificationAnswer(
                isValid: false, statement: "Tidak sah: kode ini tidak dikenal.",
                explanation: "Tidak ada surat dengan kode ini. Periksa ketikannya, atau hubungi unit yang tercantum.",
                letter: nil)
        }
        return VerificationAnswer(
            isValid: true, statement: "Sah: surat ini diterbitkan oleh Badan Pusat Statistik.",
            explanation:
                "Cocokkan isi surat Anda dengan keterangan di bawah. Untuk memastikan berkasnya tidak diubah, unggah berkas PDF-nya.",
            letter: letter)
    }

    /// The answer about a file.
    static func file(_ letter: IssuedLetter?) -> VerificationAnswer {
        guard let letter else {
            return VerificationAnswer(
                isValid: false, statement: "Tidak sah: berkas ini bukan surat yang kami terbitkan.",
                explanation:
                    "Berkas berbeda dari setiap surat yang kami terbitkan, walaupun hanya satu huruf. Mintalah berkas asli kepada penyelenggara.",
                letter: nil)
        }
        return VerificationAnswer(
            isValid: true, statement: "Sah: berkas ini persis surat yang kami terbitkan.",
            explanation: "Tidak ada satu huruf pun yang berubah sejak surat disahkan.", letter: letter)
    }

    /// The answer about a file that is shown together with a code.
    static func file(sha256: String, of letter: IssuedLetter) -> VerificationAnswer {
        guard letter.sha256 == sha256 else {
            return VerificationAnswer(
                isValid: false, statement: "Tidak sah: berkas ini bukan surat dengan kode tersebut.",
                explanation: "Surat dengan kode ini ada, tetapi berkas yang diperiksa berbeda darinya.", letter: letter)
        }
        return self.file(letter)
    }
}
