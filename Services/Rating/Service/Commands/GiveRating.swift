import Contracts
import Foundation
import MessagingLive
import Postgres
import RatingDomain
import Satisfaction

/// Takes an applicant's answer; each within seven days replaces the last.
struct GiveRating: Sendable {
    let identifiers: IdentifierSource

    /// Keeps the answer and publishes it.
    ///
    /// - Throws: a problem when the case is unknown, not yet delivered, or closed for answers.
    func callAsFunction(
        _ caseID: CaseID, score: Score, comment: RatingComment?, now: Date, traceparent: String?, in tx: Transaction
    ) throws {
        guard var found = try RatedCaseStore.find(caseID, lock: true, in: tx), let unit = found.unit else {
            throw Self.notYet
        }
        let version: Int
        do {
            version = try found.rating.answer(at: now)
        } catch {
            switch error.availability {
            case .closed: throw Self.closed
            case .notYet, .open: throw Self.notYet
            }
        }
        try RatedCaseStore.append(
            caseID, version: version, score: score, comment: comment, rating: found.rating, now: now, in: tx)
        let given = RatingGiven(caseId: caseID, unit: unit, score: score.value, givenAt: now)
        try Outbox.append(
            given, at: now, by: .rating, ids: self.identifiers, traceparent: traceparent, in: tx)
    }

    static let notYet = Problem.conflict(
        "penilaian-belum-dibuka", "Penilaian belum dibuka",
        detail: "Penilaian dibuka setelah surat sampai kepada Anda. Coba lagi beberapa saat lagi.")
    static let closed = Problem.conflict(
        "penilaian-ditutup", "Penilaian sudah ditutup",
        detail: "Penilaian dapat diberikan sampai 14 hari setelah surat terkirim, dan diubah sampai 7 hari setelah "
            + "penilaian pertama. Untuk masukan lain, gunakan halaman pengaduan.")
}
