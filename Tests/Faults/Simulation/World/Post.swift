/// A message on its way: what the simulation needs of an event.
struct Post: Hashable, Sendable {
    /// Given once, in the transaction that writes it.
    var id: Int64
    /// The service whose outbox it comes from.
    var source: Int
    var subject: Int
    /// In its stream (one per service) and subject, from 1 without gaps.
    var sequence: Int64
    /// The write of the schedule it goes back to, for its handler's behaviour.
    var write: Int

    /// What keeps its order: `0/3`.
    var lane: String { "\(self.source)/\(self.subject)" }
    /// Each event is for the other service.
    var target: Int { 1 - self.source }
    var text: String { "#\(self.id) (\(self.lane) no. \(self.sequence))" }
}
