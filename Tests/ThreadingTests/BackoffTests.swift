import Testing
import Threading

@Suite("Backoff")
struct BackoffTests {
    private let backoff = Backoff(first: .milliseconds(100), factor: 2, cap: .seconds(10))

    @Test("The bound doubles from the first to the cap and stays there")
    func bounds() {
        let bounds = [0, 1, 2, 6, 7, 8, 100, .max / 2].map { self.backoff.bound(attempt: $0) }
        #expect(
            bounds == [
                .milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(6400), .seconds(10),
                .seconds(10), .seconds(10), .seconds(10),
            ])
    }

    @Test("Full jitter: the pause is the drawn share of the bound, never less than nothing, never more than the bound")
    func jitter() {
        #expect(self.backoff.delay(attempt: 1, random01: 0) == .zero)
        #expect(self.backoff.delay(attempt: 1, random01: 0.5) == .milliseconds(100))
        #expect(self.backoff.delay(attempt: 1, random01: 1) == .milliseconds(200))
        #expect(self.backoff.delay(attempt: 1, random01: 7) == .milliseconds(200))
        #expect(self.backoff.delay(attempt: 1, random01: -1) == .zero)
        #expect(self.backoff.delay(attempt: -3, random01: 1) == .milliseconds(100))
    }
}
