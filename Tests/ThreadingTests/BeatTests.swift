import Testing
import Threading

@Suite("Beat")
struct BeatTests {
    private let epoch = ContinuousClock().systemEpoch

    @Test(
        "Who rests at most so long is woken at the last whole second within, and without one after his time",
        arguments: [
            (now: Duration.milliseconds(7_000), limit: Duration.seconds(1), end: Duration.milliseconds(8_000)),
            (.milliseconds(7_001), .seconds(1), .milliseconds(8_000)),
            (.milliseconds(7_999), .seconds(1), .milliseconds(8_000)),
            (.milliseconds(7_300), .seconds(60), .milliseconds(67_000)),
            (.milliseconds(7_300), .milliseconds(1_700), .milliseconds(9_000)),
            (.milliseconds(7_300), .milliseconds(20), .milliseconds(7_320)),
            (.milliseconds(7_990), .milliseconds(20), .milliseconds(8_000)),
            (.milliseconds(7_300), .zero, .milliseconds(7_300)),
        ])
    func end(now: Duration, limit: Duration, end: Duration) {
        #expect(Beat.end(of: limit, from: self.epoch + now) == self.epoch + end)
    }

    @Test("Whoever looks once a second looks at the same moment as everybody else, whenever he began")
    func together() {
        for begun in [0, 1, 250, 990].map({ Duration.milliseconds(41_000 + $0) }) {
            var now = self.epoch + begun
            for _ in 0..<3 { now = Beat.end(of: .seconds(1), from: now + .milliseconds(4)) }
            #expect(now == self.epoch + .seconds(44))
        }
    }

    @Test("A rest ends when its task is cancelled")
    func cancelled() async {
        let rest = Task { await Beat.rest(atMost: .seconds(3600)) }
        rest.cancel()
        await rest.value
    }
}
