import Messaging
import Testing

@Suite("The pace of a replay run")
struct ReplayPaceTests {
    private func step(
        _ pace: ReplayPace, waiting: Int = 1000, outstanding: Int = 0, failing: Int = 0, released: Int,
        failed: Bool = false, since: Duration? = .seconds(60)
    ) -> ReplayPace.Step {
        pace.next(
            ReplayPace.Standing(
                waiting: waiting, outstanding: outstanding, failing: failing, releasedSinceStart: released,
                hasNewFailure: failed, sinceRelease: since))
    }

    @Test("One first, then five, then twenty, each when all before have ended; then at the rate")
    func ramp() {
        let pace = ReplayPace(perSecond: 100)
        #expect(self.step(pace, released: 0, since: nil) == .release(1))
        #expect(self.step(pace, outstanding: 1, released: 1) == .wait)
        #expect(self.step(pace, released: 1) == .release(5))
        #expect(self.step(pace, outstanding: 1, released: 6) == .wait)
        #expect(self.step(pace, released: 6) == .release(20))
        #expect(self.step(pace, outstanding: 3, released: 26) == .wait)
        #expect(self.step(pace, released: 26) == .release(100))
        #expect(self.step(pace, outstanding: 190, released: 500) == .release(10))
        #expect(self.step(pace, outstanding: 200, released: 500) == .wait)
    }

    @Test("The rate counts from the last release, and what was not released in time is not made up for")
    func rate() {
        let slow = ReplayPace(perSecond: 0.5)
        #expect(self.step(slow, released: 30, since: .seconds(1)) == .wait)
        #expect(self.step(slow, released: 30, since: .seconds(2)) == .release(1))
        #expect(self.step(slow, released: 30, since: .seconds(3600)) == .release(1))
        #expect(self.step(ReplayPace(perSecond: 8), released: 30, since: .milliseconds(250)) == .release(2))
    }

    @Test("A new failure stops it before anything else; the end is when all have ended")
    func ends() {
        let pace = ReplayPace(perSecond: 10)
        #expect(self.step(pace, released: 30, failed: true) == .stop)
        #expect(self.step(pace, waiting: 0, outstanding: 1, released: 30) == .wait)
        #expect(self.step(pace, waiting: 0, failing: 1, released: 30) == .wait)
        #expect(self.step(pace, waiting: 0, released: 30) == .finish)
        #expect(self.step(pace, waiting: 3, released: 30) == .release(3))
    }
}
