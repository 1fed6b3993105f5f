import Contracts
import Foundation
import IntakeDomain
import Postgres

/// Everything that an applicant sees of a case of theirs.
struct CaseView: Sendable {
    var submission: SubmissionStore.Submission
    var mirror: MirrorStore.Mirror
    var version: SubmissionStore.Version
    var timeline: [TimelineFact]

    /// - Throws: 404 when there is no such case, and also when it is somebody else's.
    static func find(_ id: CaseID, of person: PersonID, in tx: Transaction) throws -> CaseView {
        guard let view = try self.findIfSubmitted(id, of: person, in: tx) else { throw CaseProblem.notFound }
        return view
    }

    /// `nil` when nothing of this person's has been submitted under this identifier.
    static func findIfSubmitted(_ id: CaseID, of person: PersonID, in tx: Transaction) throws -> CaseView? {
        guard let submission = try SubmissionStore.find(id, in: tx), submission.personID == person,
            let mirror = try MirrorStore.find(id, in: tx),
            let version = try SubmissionStore.version(of: id, round: submission.round, in: tx)
        else { return nil }
        return CaseView(
            submission: submission, mirror: mirror, version: version,
            timeline: try TimelineStore.list(of: id, in: tx))
    }
}

extension MirrorStore.Mirror {
    /// What officers said about the form that is open for correction, by question number.
    var openRemarks: [String: [String]] {
        guard self.standing.stage.isApplicantsTurn else { return [:] }
        return Dictionary(grouping: self.remarks, by: \.item).mapValues { $0.map(\.text) }
    }
}
