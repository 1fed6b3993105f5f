import Contracts
import Messaging
import MessagingLive
import Postgres
import RatingDomain

/// Takes a complaint that an integration sends over AMQP.
struct FileComplaintFromChannel: CommandHandler {
    static let consumer: ConsumerName = "rating.file-complaint"
    static let retry = RetryPolicy.exponential(attempts: 5, from: .seconds(1), to: .minutes(1))
    let take: TakeComplaint

    func handle(_ draft: ComplaintDraft, in tx: Transaction, context: CommandContext) throws -> CommandReply {
        let receipt = try self.take(
            draft, sender: "amqp:\(context.sender)", now: context.now,
            causedBy: context.envelope, in: tx)
        return .accepted(
            FileComplaint.type, id: receipt.id.description, number: receipt.code, state: receipt.state.rawValue)
    }
}
