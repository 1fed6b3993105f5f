public import Contracts
public import Foundation

extension Case {
    /// An officer takes the case from the unit's worklist.
    public mutating func take(_ command: TakeCase, by worker: CaseWorker, at now: Date) throws(Problem) {
        try self.check(.take, version: command.version, by: worker)
        if let holder = self.holder { throw .notHeld(by: holder) }
        self.holder = worker.actor
        self.record(.take, by: worker.actor, at: now)
    }

    /// The officer gives the case back to the unit's worklist.
    public mutating func giveBack(_ command: GiveBackCase, by worker: CaseWorker, at now: Date) throws(Problem) {
        try self.check(.giveBack, version: command.version, by: worker)
        self.holder = nil
        self.record(.giveBack, by: worker.actor, at: now)
    }
}
