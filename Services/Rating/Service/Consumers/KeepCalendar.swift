import Contracts
import Messaging
import MessagingLive
import Postgres

/// Keeps a version of the calendar, by which the clocks of complaints will be counted.
struct KeepCalendar: MessageHandler {
    static let consumer: ConsumerName = "rating.keep-calendar"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))

    func handle(_ event: CalendarPublished, in tx: Transaction, context: MessageContext) throws {
        try UnitStore.keep(event.calendar, in: tx)
    }
}
