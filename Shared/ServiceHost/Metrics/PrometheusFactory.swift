internal import Metrics

/// What swift-metrics calls: every `Counter`, `Timer`, `Gauge` of the process ends in one registry.
struct PrometheusFactory: MetricsFactory {
    let registry: PrometheusRegistry

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        self.registry.cell(label, dimensions, kind: .counter) { CounterCell() } ?? CounterCell()
    }

    func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        self.registry.cell(label, dimensions, kind: .counter) { CounterCell() } ?? CounterCell()
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.registry.cell(label, dimensions, kind: .gauge) { GaugeCell() } ?? GaugeCell()
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate {
            return self.registry.cell(label, dimensions, kind: .histogram) {
                HistogramCell(bounds: HistogramCell.amounts)
            }
                ?? HistogramCell(bounds: HistogramCell.amounts)
        }
        return self.registry.cell(label, dimensions, kind: .gauge) { GaugeCell() } ?? GaugeCell()
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        self.registry.cell(label, dimensions, kind: .histogram) { HistogramCell(bounds: HistogramCell.seconds) }
            ?? HistogramCell(bounds: HistogramCell.seconds)
    }

    // Series live as long as the process: a counter that is made anew goes on where it was.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
