import Foundation
import Logging
import Postgres

/// Looks after the inbox once an hour: makes partitions ahead, drops those that are old enough. What fails is tried again
/// a minute later; nothing waits for it, because a row without its month's partition lies in the rest.
struct InboxKeeper {
    let setup: MessagingSetup
    private var next = Date.distantPast

    init(setup: MessagingSetup) { self.setup = setup }

    /// Does what is due.
    mutating func look() async {
        let now = self.setup.now()
        // A clock that was set back must not end the looking.
        guard now >= self.next || now < self.next - 7_200 else { return }
        do {
            try await self.setup.database.transaction { tx in try InboxStore.keep(at: now, tx) }
            self.next = now + 3_600
        } catch {
            self.setup.logger.warning(
                "the inbox's partitions could not be looked after",
                metadata: [MessagingLogKey.error: "\(error)"])
            self.next = now + 60
        }
    }
}
