import Contracts
import Foundation
import IntakeDomain
import Messaging
import Postgres

/// What all consumers of Intake do: change the mirror of a case under its lock, and write the fact on its timeline.
enum MirrorChange {
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(1), to: .seconds(300))

    /// - Throws: ``Parkable`` for a case that Intake has never submitted; time does not mend that.
    static func apply(
        _ id: CaseID, fact: TimelineFact, _ context: MessageContext, in tx: Transaction,
        _ change: (inout MirrorStore.Mirror) -> Void
    ) throws {
        guard var mirror = try MirrorStore.find(id, lock: true, in: tx) else {
            throw Parkable(.rejected("unknown-case"))
        }
        change(&mirror)
        try MirrorStore.update(mirror, of: id, now: context.now, in: tx)
        try TimelineStore.insert(fact, of: id, message: context.envelope.id, in: tx)
    }
}

extension MirrorStore.Mirror {
    /// Goes forward; `false` when the fact is older than what is known.
    mutating func advance(to stage: CaseStage, round: Int? = nil) -> Bool {
        guard let next = self.standing.advanced(to: stage, round: round) else { return false }
        self.standing = next
        // Delivery is another stream: when it came before the letter, it counts as soon as the letter is known.
        if self.deliveredAt != nil, next.stage == .feasible || next.stage == .refused {
            self.standing.stage = .delivered
        }
        return true
    }
}
