import Contracts
import Foundation
import NotifyDomain
import Testing

@Suite struct SendingTests {
    private let now = Date(timeIntervalSince1970: 1_780_000_000)

    private func progress(_ state: ObligationState, attempts: Int = 0) -> SendingProgress {
        SendingProgress(state: state, attempts: attempts, nextAttemptAt: state == .waiting ? self.now : nil)
    }

    @Test("Only what waits and is due can be begun", arguments: ObligationState.allCases)
    func begin(state: ObligationState) {
        var progress = self.progress(state)
        if state == .waiting {
            #expect(throws: Never.self) { try progress.begin(at: self.now) }
            #expect(progress == SendingProgress(state: .sending, attempts: 1, nextAttemptAt: nil))
        } else {
            #expect(throws: SendingProgress.NotAllowed(state: state)) { try progress.begin(at: self.now) }
        }
    }

    @Test("What is not due yet cannot be begun")
    func early() {
        var progress = self.progress(.waiting)
        #expect(throws: SendingProgress.NotAllowed.self) { try progress.begin(at: self.now.addingTimeInterval(-1)) }
    }

    @Test(
        "Each verdict leads to its state",
        arguments: [
            (AttemptVerdict.taken(code: 250), ObligationState.handedOver), (.refused(code: 550, cause: "x"), .failed),
            (.unknown(cause: "x"), .inDoubt), (.notTaken(code: 451, cause: "x"), .waiting),
        ])
    func conclude(verdict: AttemptVerdict, state: ObligationState) throws {
        var progress = self.progress(.sending, attempts: 1)
        try progress.conclude(verdict, at: self.now, schedule: .standard)
        #expect(progress.state == state)
        #expect((progress.nextAttemptAt != nil) == (state == .waiting))
    }

    @Test(
        "What is neither being sent nor in doubt cannot be concluded",
        arguments: [
            ObligationState.waiting, .handedOver, .failed, .open,
        ])
    func concludeElsewhere(state: ObligationState) {
        var progress = self.progress(state)
        #expect(throws: SendingProgress.NotAllowed(state: state)) {
            try progress.conclude(.taken(code: 250), at: self.now, schedule: .standard)
        }
    }

    @Test("A refusal for now is tried for more than a day, with growing pauses, and then fails")
    func schedule() throws {
        var progress = self.progress(.waiting)
        var moment = self.now
        var pauses: [TimeInterval] = []
        while progress.state == .waiting {
            try progress.begin(at: moment)
            try progress.conclude(.notTaken(code: 451, cause: "x"), at: moment, schedule: .standard)
            guard let next = progress.nextAttemptAt else { break }
            pauses.append(next.timeIntervalSince(moment))
            moment = next
        }
        #expect(progress.state == .failed)
        #expect(progress.attempts == 12)
        #expect(moment.timeIntervalSince(self.now) >= 24 * 3600)
        #expect(pauses == pauses.sorted())
        #expect(pauses.first == 30)
    }

    @Test("Only a person decides about a mail in doubt")
    func settle() throws {
        var progress = self.progress(.inDoubt, attempts: 1)
        try progress.settle(.taken, at: self.now)
        #expect(progress.state == .handedOver)
        progress = self.progress(.inDoubt, attempts: 1)
        try progress.settle(.sendAgain, at: self.now)
        #expect(progress == SendingProgress(state: .waiting, attempts: 1, nextAttemptAt: self.now))
        for state in [ObligationState.waiting, .sending, .handedOver, .open] {
            for decision in Settlement.allCases {
                var progress = self.progress(state)
                #expect(throws: SendingProgress.NotAllowed.self) { try progress.settle(decision, at: self.now) }
            }
        }
        progress = self.progress(.failed)
        #expect(throws: SendingProgress.NotAllowed.self) { try progress.settle(.taken, at: self.now) }
    }

    @Test("Each channel of the standard becomes an obligation; WhatsApp stays open and the portal is always there")
    func plan() {
        let due = self.now
        let plan = ObligationPlan.obligations(for: .letterIssued, channels: [.email, .whatsapp], clockEnd: due)
        #expect(plan.map(\.channel) == [.email, .whatsapp, .portal])
        #expect(plan.map(\.state) == [.waiting, .open, .handedOver])
        #expect(plan.allSatisfy { $0.dueAt == due })
        let receipt = ObligationPlan.obligations(for: .received, channels: [.email, .portal], clockEnd: due)
        #expect(receipt.map(\.channel) == [.email, .portal])
        #expect(receipt.allSatisfy { $0.dueAt == nil }, "only the result has a date")
    }

    @Test(
        "A letter is delivered when the portal has it and an outside channel took the notice",
        arguments: [
            ([("portal", "handed-over"), ("email", "handed-over"), ("whatsapp", "open")], true),
            ([("portal", "handed-over"), ("email", "waiting"), ("whatsapp", "open")], false),
            ([("portal", "handed-over"), ("email", "failed")], false),
            ([("portal", "handed-over"), ("email", "in-doubt")], false),
            ([("portal", "handed-over"), ("whatsapp", "open")], false), ([("email", "handed-over")], false),
            ([("portal", "handed-over")], true), ([], false),
        ])
    func delivered(channels: [(String, String)], expected: Bool) throws {
        let outcomes = try channels.map { channel, state in
            ChannelOutcome(
                channel: try #require(ServiceStandard.Channel(rawValue: channel)),
                state: try #require(ChannelState(rawValue: state)))
        }
        #expect(DeliveryDecision.isDelivered(outcomes) == expected)
    }

    @Test("Operators see no more of an address than its first letter and its domain")
    func masked() {
        #expect(MaskedAddress.text("sari.dewi@contoh.go.id") == "s•••@contoh.go.id")
        #expect(MaskedAddress.text("sari") == "•••")
        #expect(MaskedAddress.text("") == "•••")
    }
}
