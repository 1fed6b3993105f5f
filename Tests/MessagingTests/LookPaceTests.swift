import Testing

@testable import MessagingLive

@Suite("How soon the relay looks again")
struct LookPaceTests {
    private let start = ContinuousClock.now

    private func at(_ microseconds: Int) -> ContinuousClock.Instant { self.start + .microseconds(microseconds) }

    @Test("Who is alone is read at once, and under load looks are two milliseconds apart, counted from the look itself")
    func gathering() {
        var pace = LookPace()
        #expect(pace.pause(now: self.at(0)) == .zero)
        // Wanted at 0.5 ms, made at 2 ms; wanted again at 2.3 ms, made at 4 ms.
        #expect(pace.pause(now: self.at(500)) == .microseconds(1_500))
        #expect(pace.pause(now: self.at(2_300)) == .microseconds(1_700))
        #expect(pace.pause(now: self.at(6_000)) == .zero)
        #expect(pace.pause(now: self.at(60_000)) == .zero)
    }

    @Test("What is known to be there is not waited for")
    func backlog() {
        var pace = LookPace()
        _ = pace.pause(now: self.at(0))
        pace.isMoreThere = true
        #expect(pace.pause(now: self.at(10)) == .zero)
        #expect(pace.pause(now: self.at(20)) == .zero)
        pace.isMoreThere = false
        #expect(pace.pause(now: self.at(30)) == .microseconds(1_990))
    }
}
