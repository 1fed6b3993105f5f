public import Foundation
import Postgres

/// Which clock says that a timer, or another attempt at a message, is due.
public enum TimerClock: Sendable {
    /// The database's: one clock for all nodes, whatever theirs say. The only one in production.
    case database
    /// One that the caller moves, for tests.
    case given(@Sendable () -> Date)

    /// The present moment, as SQL.
    var moment: SQL {
        switch self {
        case .database: "clock_timestamp()"
        case .given(let now): "\(now())::timestamptz"
        }
    }
}
