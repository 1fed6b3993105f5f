import Testing

@testable import MessagingLive

@Suite("Doorbell")
struct DoorbellTests {
    @Test("A wait ends at its limit even when that has passed before the waiter lies down", .timeLimit(.minutes(1)))
    func shortWaits() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let bell = Doorbell()
                    for number in 0..<2_000 { await bell.wait(atMost: .microseconds(number % 5)) }
                }
            }
        }
    }

    @Test("A ring while nobody waits is kept for the next wait; a cancelled waiter goes", .timeLimit(.minutes(1)))
    func ring() async {
        let bell = Doorbell()
        bell.ring()
        await bell.wait(atMost: .seconds(600))
        let waiter = Task { await bell.wait(atMost: .seconds(600)) }
        bell.ring()
        await waiter.value
        let cancelled = Task { await bell.wait(atMost: .seconds(600)) }
        cancelled.cancel()
        await cancelled.value
    }
}
