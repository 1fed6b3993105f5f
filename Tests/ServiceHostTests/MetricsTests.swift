import Metrics
import Testing

@testable import ServiceHost

@Suite("Metrics")
struct MetricsTests {
    @Test("Counters, gauges and histograms come out as Prometheus reads them")
    func text() {
        let registry = PrometheusRegistry()
        let factory = PrometheusFactory(registry: registry)
        let dimensions = [("route", "/a/{id}"), ("status", "200")]
        factory.makeCounter(label: "layak.http-requests_total", dimensions: dimensions).increment(by: 2)
        factory.makeCounter(label: "layak.http-requests_total", dimensions: dimensions.reversed()).increment(by: 1)
        factory.makeMeter(label: "depth", dimensions: [("q", "a\"b\\c\nd")]).set(2.5)
        let timer = factory.makeTimer(label: "seconds", dimensions: [])
        timer.recordNanoseconds(7_000_000)
        timer.recordNanoseconds(700_000_000)
        timer.recordNanoseconds(70_000_000_000)
        let text = registry.text()
        #expect(
            text.contains(
                "# TYPE layak_http_requests_total counter\nlayak_http_requests_total{route=\"/a/{id}\",status=\"200\"} 3\n"
            ))
        #expect(text.contains("# TYPE depth gauge\ndepth{q=\"a\\\"b\\\\c\\nd\"} 2.5\n"))
        for line in [
            "seconds_bucket{le=\"0.005\"} 0", "seconds_bucket{le=\"0.01\"} 1", "seconds_bucket{le=\"1\"} 2",
            "seconds_bucket{le=\"30\"} 2", "seconds_bucket{le=\"+Inf\"} 3", "seconds_sum 70.707", "seconds_count 3",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
    }

    @Test("A flood of label values ends in one overflow series")
    func bounded() {
        let registry = PrometheusRegistry(mostSeries: 10)
        let factory = PrometheusFactory(registry: registry)
        for number in 0..<1000 { factory.makeCounter(label: "c", dimensions: [("id", "\(number)")]).increment(by: 1) }
        let text = registry.text()
        #expect(text.split(separator: "\n").count == 12)
        #expect(text.contains("c{overflow=\"true\"} 990\n"))
    }

    @Test("A name that is a counter does not become a gauge")
    func kinds() {
        let registry = PrometheusRegistry()
        PrometheusFactory(registry: registry).makeCounter(label: "a", dimensions: []).increment(by: 1)
        registry.setGauge("a", to: 9)
        #expect(registry.text() == "# TYPE a counter\na 1\n")
    }

    @Test("The process knows its memory, its time and its files")
    func usage() throws {
        let usage = try #require(ProcessUsage.now())
        #expect(usage.residentBytes > 1_000_000 && usage.processorSeconds > 0 && usage.openFiles > 2)
    }
}
