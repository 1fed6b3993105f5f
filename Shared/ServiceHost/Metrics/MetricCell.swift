internal import Metrics
internal import Synchronization

/// The value of one series.
protocol MetricCell: AnyObject, Sendable {
    func write(name: String, labels: [PrometheusRegistry.Label], to text: inout String)
}

/// A number that only grows.
final class CounterCell: MetricCell, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    func increment(by amount: Double) { self.value.withLock { $0 += max(0, amount) } }
    func increment(by amount: Int64) { self.increment(by: Double(amount)) }
    func reset() { self.value.withLock { $0 = 0 } }

    func write(name: String, labels: [PrometheusRegistry.Label], to text: inout String) {
        PrometheusText.line(name, labels, self.value.withLock { $0 }, to: &text)
    }
}

/// A number that goes up and down.
final class GaugeCell: MetricCell, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ new: Double) { self.value.withLock { $0 = new } }
    func set(_ new: Int64) { self.set(Double(new)) }
    func increment(by amount: Double) { self.value.withLock { $0 += amount } }
    func decrement(by amount: Double) { self.value.withLock { $0 -= amount } }
    func record(_ new: Int64) { self.set(Double(new)) }
    func record(_ new: Double) { self.set(new) }

    func write(name: String, labels: [PrometheusRegistry.Label], to text: inout String) {
        PrometheusText.line(name, labels, self.value.withLock { $0 }, to: &text)
    }
}

/// How many values fell below each of a row of fixed bounds.
final class HistogramCell: MetricCell, TimerHandler, RecorderHandler {
    /// In seconds: from a quick query to a request that is about to time out.
    static let seconds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    /// For counts and sizes.
    static let amounts: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000]

    private struct State {
        var counts: [Int]
        var count = 0
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        self.state = Mutex(State(counts: Array(repeating: 0, count: bounds.count)))
    }

    func recordNanoseconds(_ duration: Int64) { self.record(Double(duration) / 1e9) }
    func record(_ value: Int64) { self.record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let place = self.bounds.firstIndex { value <= $0 }
        self.state.withLock { state in
            if let place { state.counts[place] += 1 }
            state.count += 1
            state.sum += value
        }
    }

    func write(name: String, labels: [PrometheusRegistry.Label], to text: inout String) {
        let state = self.state.withLock { $0 }
        var running = 0
        for (bound, count) in zip(self.bounds, state.counts) {
            running += count
            PrometheusText.line(
                name + "_bucket", labels + [.init(name: "le", value: PrometheusText.number(bound))], Double(running),
                to: &text)
        }
        PrometheusText.line(
            name + "_bucket", labels + [.init(name: "le", value: "+Inf")], Double(state.count), to: &text)
        PrometheusText.line(name + "_sum", labels, state.sum, to: &text)
        PrometheusText.line(name + "_count", labels, Double(state.count), to: &text)
    }
}
