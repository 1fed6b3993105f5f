import Foundation
import Logging
import Synchronization
import Testing

@testable import ServiceHost

@Suite("Logs")
struct LogTests {
    final class Lines: Sendable {
        let all = Mutex<[String]>([])
        func add(_ line: String) { self.all.withLock { $0.append(line) } }
    }

    @Test("Every event is one line of JSON, whatever is in it")
    func lines() throws {
        let lines = Lines()
        var logger = Logger(label: "layak.test") { label in
            JSONLogHandler(
                label: label, level: .info, now: { Date(timeIntervalSince1970: 1_775_808_000.25) },
                sink: { lines.add($0) })
        }
        logger[metadataKey: "service"] = "intake"
        logger.debug("not shown")
        logger.info(
            "a \"quoted\"\nmessage\u{2028}\u{0007}",
            metadata: [
                "number": .stringConvertible(7), "flag": .stringConvertible(true), "list": ["a", "b\t"],
                "inner": ["k": "v\\"],
                "time": "not the time", "ratio": .stringConvertible(0.5), "nan": .stringConvertible(Double.nan),
            ])
        let written = lines.all.withLock { $0 }
        #expect(written.count == 1)
        let line = try #require(written.first)
        #expect(line.hasSuffix("}\n") && line.dropLast().allSatisfy { !$0.isNewline })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["time"] as? String == "2026-04-10T08:00:00.250Z")
        #expect(object["level"] as? String == "info" && object["label"] as? String == "layak.test")
        #expect(object["message"] as? String == "a \"quoted\"\nmessage\u{2028}\u{0007}")
        #expect(object["number"] as? Int == 7 && object["flag"] as? Bool == true && object["nan"] as? String == "nan")
        #expect(object["list"] as? [String] == ["a", "b\t"] && object["meta.time"] as? String == "not the time")
        #expect(object["service"] as? String == "intake")
    }
}
