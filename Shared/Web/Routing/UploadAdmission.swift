internal import Contracts
internal import Synchronization

/// Bounds how many large bodies a service holds in memory at once; one too many is asked to come back.
final class UploadAdmission: Sendable {
    private let most: Int
    private let running = Mutex(0)

    init(most: Int) { self.most = most }

    func enter() throws -> Ticket {
        let entered = self.running.withLock { count in
            guard count < self.most else { return false }
            count += 1
            return true
        }
        guard entered else { throw Problem.unavailable(retryAfter: 10) }
        return Ticket(admission: self)
    }

    /// The right to hold one.
    struct Ticket: Sendable {
        fileprivate let admission: UploadAdmission
        func leave() { self.admission.running.withLock { $0 -= 1 } }
    }
}
