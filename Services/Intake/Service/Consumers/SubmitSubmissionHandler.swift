import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Carries out `submission.submit.v1`: the same checks and answers as over HTTP.
struct SubmitSubmissionHandler: CommandHandler {
    static let consumer: ConsumerName = "intake.submit-submission"
    static let retry = RetryPolicy.exponential(attempts: 6, from: .seconds(1), to: .seconds(60))

    let submit: SubmitForm
    let link: LinkPortalAccount

    func handle(_ command: SubmitSubmission, in tx: Transaction, context: CommandContext) throws -> CommandReply {
        let key = try IdempotencyKey(command.idempotencyKey, field: "idempotencyKey")
        let portal = try PortalAccount(command.applicant)
        let cause = Cause.message(context.envelope)
        let account = try self.link(portal, now: context.now, cause: cause, in: tx)
        let (submission, _) = try self.submit.once(
            command.form, continuing: command.caseId, key: key, scope: "portal", field: "idempotencyKey", by: account,
            source: .amqp, now: context.now, cause: cause, in: tx)
        return .submitted(submission, continuing: command.caseId)
    }
}

extension CommandReply {
    /// The receipt of a submission, over AMQP and HTTP; sent again, it says the same again, whatever happened since.
    static func submitted(_ submission: SubmissionStore.Submission, continuing caseID: CaseID?) -> CommandReply {
        .accepted(
            SubmitSubmission.type, id: submission.caseID.description, number: submission.number,
            state: (caseID == nil ? CaseStage.submitted : .resubmitted).rawValue, version: caseID == nil ? 1 : nil)
    }
}
