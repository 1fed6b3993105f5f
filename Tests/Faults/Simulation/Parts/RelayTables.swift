import Messaging

/// The cursor and the rows that are put aside, and what reading the outbox means.
struct RelayTables {
    /// Which transactions had ended at one moment.
    struct Snapshot {
        /// The first that had not begun.
        var top: Int64 = 0
        /// Those below that had not ended.
        var open: Set<Int64> = []

        func sees(_ xid: Int64) -> Bool { xid < self.top && !self.open.contains(xid) }
    }

    struct Stuck {
        var row: RelayMachine.StuckRow
        var nextTry: Micros
    }

    var epoch: Int64 = 0
    var session = 0
    var heardAt: Micros = -.seconds(3600)
    /// What had been read before, and what is being read: a row belongs to the window if the second sees it and the first
    /// does not.
    var low = Snapshot()
    var high = Snapshot()
    var lastID: Int64 = 0
    var stuck: [Int64: Stuck] = [:]

    var unfinished: String? { self.stuck.isEmpty ? nil : "\(self.stuck.count) outbox rows are stuck" }
}
