import ActivityForm
import Contracts
import Crypto
import Foundation
import Letterpress
import Postgres
import ReviewDomain
import Standards

/// Gives a letter its numbers, date and code, and renders exactly what was approved.
enum LetterIssuing {
    /// Longest number that is typed from a register.
    static let longestNumber = 100

    /// Takes numbers from the registers and renders the document.
    ///
    /// - Throws: `Problem.invalid` when the unit types its numbers and none was given, or the other way round.
    static func issue(
        _ letter: Letter, of subject: Case, typedNumber: String?, by signer: CaseWorker, at desk: CaseDesk
    ) throws -> (issue: LetterIssue, pdf: [UInt8]) {
        let standard = try desk.standard(of: subject)
        let year = Day(of: desk.now, offset: standard.zone.offset).parts.year
        let letterNumber = try self.letterNumber(typedNumber, of: subject.unit, year: year, at: desk)
        var recommendation: String?
        if letter.outcome == .feasible {
            let running = try NumberRegister.next(.recommendation, of: subject.unit, year: year, in: desk.tx)
            recommendation = try desk.office.numbering.recommendation.print(
                NumberValues(year: year, unit: subject.unit, running: running))
        }
        let code = desk.office.verificationCodes.next()
        let pdf = try self.render(
            try LetterContent.thaw(try LetterStore.content(of: letter.id, in: desk.tx)), letterNumber: letterNumber,
            recommendationNumber: recommendation, code: code, signerName: signer.actor.name, at: desk.now,
            zone: standard.zone, publicURL: desk.office.publicURL)
        let issue = LetterIssue(
            letterNumber: letterNumber, recommendationNumber: recommendation, verificationCode: code,
            sha256: Fingerprint.sha256(of: pdf), size: pdf.count, at: desk.now, signedBy: signer.actor,
            signerOffice: standard.signerOffice)
        return (issue, pdf)
    }

    /// The document of an approved letter; equal input gives equal bytes.
    static func render(
        _ document: LetterDocument, letterNumber: String, recommendationNumber: String?, code: String,
        signerName: String, at moment: Date, zone: TimeZoneName, publicURL: String
    ) throws -> [UInt8] {
        var document = document
        document.signerName = signerName
        return try LetterPress.render(
            document,
            numbers: LetterNumbers(
                letterNumber: letterNumber, recommendationNumber: recommendationNumber,
                date: IndonesianDate.text(Day(of: moment, offset: zone.offset)),
                verificationURL: "\(publicURL)/verifikasi/\(code)", verificationCode: code),
            createdAt: moment)
    }

    private static func letterNumber(
        _ typed: String?, of unit: UnitCode, year: Int, at desk: CaseDesk
    ) throws -> String {
        let numbering = desk.office.numbering.letters(of: unit)
        let typed = (typed ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        switch numbering {
        case .register:
            guard !typed.isEmpty else {
                throw self.problem("required", "Unit ini memakai nomor dari buku register. Isi nomor surat.")
            }
            guard typed.count <= self.longestNumber, typed.unicodeScalars.allSatisfy({ $0.value > 31 }) else {
                throw self.problem(
                    "unreadable", "Nomor surat paling banyak \(self.longestNumber) huruf dalam satu baris.")
            }
            return typed
        case .block:
            guard typed.isEmpty else {
                throw self.problem("not-allowed", "Unit ini memakai nomor otomatis. Kosongkan nomor surat.")
            }
            let sequence = try NumberRegister.next(.letter, of: unit, year: year, in: desk.tx)
            // A block always gives a number; the empty one would be refused by the table.
            return try numbering.number(sequence: sequence, unit: unit, year: year) ?? ""
        }
    }

    private static func problem(_ code: String, _ message: String) -> Problem {
        .invalid([FieldProblem(field: "letterNumber", code: code, message: message)])
    }
}

/// The fingerprint by which a file is recognised.
enum Fingerprint {
    /// Lower-case hexadecimal.
    static func sha256(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in
            let hex = String(byte, radix: 16)
            return byte < 16 ? "0" + hex : hex
        }.joined()
    }
}
