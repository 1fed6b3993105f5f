import Contracts
import Messaging
import Postgres
import ReviewDomain

/// The signer approves and signs in one act: numbers, code, document, all in one transaction.
///
/// Rendering is pure computation of a few milliseconds; it happens inside the transaction because the number is known
/// only there, and the register's row stays locked no longer than that.
enum SignLetterAction: CaseAction {
    static let consumer: ConsumerName = "review.sign-letter"

    static func perform(_ command: SignLetter, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk) throws
    {
        let unsigned = subject
        var pdf: [UInt8] = []
        try subject.signLetter(command, by: worker, at: desk.now) { letter in
            let issued = try LetterIssuing.issue(
                letter, of: unsigned, typedNumber: command.letterNumber, by: worker, at: desk)
            pdf = issued.pdf
            return issued.issue
        }
        guard let letter = subject.letter, let issue = letter.issue else { return }
        do {
            try LetterStore.sign(letter.id, issue, pdf: pdf, in: desk.tx)
        } catch let error as PostgresError where error.constraint == "letter_number_once" {
            throw Problem.invalid([
                FieldProblem(
                    field: "letterNumber", code: "duplicate",
                    message: "Nomor ini sudah dipakai surat lain. Periksa buku register, lalu isi nomor yang benar.")
            ])
        }
    }
}
