internal import Metrics
internal import Foundation
internal import Synchronization

/// All metrics of the process, kept in memory and written out as Prometheus text (format 0.0.4).
///
/// The number of series is bounded: beyond `mostSeries`, new label values are counted under `overflow="true"`, so that
/// no stream of odd values can fill the memory.
public final class PrometheusRegistry: Sendable {
    enum Kind: String { case counter, gauge, histogram }

    struct Series: Hashable {
        var name: String
        var labels: [Label]
    }

    struct Label: Hashable {
        var name: String
        var value: String
    }

    private struct State {
        var kinds: [String: Kind] = [:]
        var cells: [Series: any MetricCell] = [:]
    }

    private let mostSeries: Int
    private let state = Mutex(State())

    /// An empty registry.
    public init(mostSeries: Int = 2000) { self.mostSeries = mostSeries }

    /// Sets a gauge that is measured when somebody asks.
    public func setGauge(_ name: String, _ labels: [(String, String)] = [], to value: Double) {
        self.cell(name, labels, kind: .gauge) { GaugeCell() }?.set(value)
    }

    /// Everything as text; ends with a line break.
    public func text() -> String {
        let (kinds, cells) = self.state.withLock { ($0.kinds, $0.cells) }
        var result = ""
        let byName = Dictionary(grouping: cells, by: \.key.name)
        for name in byName.keys.sorted() {
            result += "# TYPE \(name) \((kinds[name] ?? .gauge).rawValue)\n"
            let series = (byName[name] ?? []).sorted { one, other in
                one.key.labels.map(\.value).lexicographicallyPrecedes(other.key.labels.map(\.value))
            }
            for (key, cell) in series { cell.write(name: name, labels: key.labels, to: &result) }
        }
        return result
    }

    /// The cell of a series; `nil` when the name is in use for another kind.
    func cell<Cell: MetricCell>(
        _ name: String, _ labels: [(String, String)], kind: Kind, make: () -> Cell
    ) -> Cell? {
        let name = PrometheusText.name(name)
        let sorted = labels.map { Label(name: PrometheusText.name($0.0), value: String($0.1.prefix(120))) }
            .sorted { $0.name < $1.name }
        return self.state.withLock { state in
            if let known = state.kinds[name], known != kind { return nil }
            state.kinds[name] = kind
            var key = Series(name: name, labels: sorted)
            if let cell = state.cells[key] { return cell as? Cell }
            if state.cells.count >= self.mostSeries { key.labels = [Label(name: "overflow", value: "true")] }
            if let cell = state.cells[key] { return cell as? Cell }
            let cell = make()
            state.cells[key] = cell
            return cell
        }
    }
}
